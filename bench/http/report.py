"""What was measured, as a Markdown table with the goals below it, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from statistics import median

from load import Run

Runs = dict[str, list[Run]]

EMBEDDED, GATEWAY, HPKE_HTTP = KINDS = ("embedded", "gateway", "hpke-http")
NAMES = {
    EMBEDDED: "`SealedServer` behind the listener",
    GATEWAY: "`sealgate serve` before nginx",
    HPKE_HTTP: "hpke-http on FastAPI and uvicorn",
}


def paired(first: list[Run], second: list[Run], figure: Callable[[Run, Run], float]) -> float:
    """The median over rounds of what two runs of the same round give together."""
    return median(figure(*both) for both in zip(first, second, strict=True))


def rate_ratio(sealed: Run, unsealed: Run) -> float:
    return sealed.rate / unsealed.rate


def cpu_added(sealed: Run, unsealed: Run) -> float:
    return sealed.cpu - unsealed.cpu


def table(runs: Runs) -> str:
    lines = [
        "| server, 1 KiB echo, 32 connections | requests/s | p50 | p99 | CPU a request | of the unsealed rate | CPU added |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, its in runs.items():
        kind, way = name.split(", ")
        cells = [f"{NAMES[kind]}, {way}", f"{median(run.rate for run in its):,.0f}"]
        cells += [f"{median(run.p50 for run in its) / 1000:.2f} ms", f"{median(run.p99 for run in its) / 1000:.2f} ms"]
        cells.append(f"{median(run.cpu for run in its):.0f} us")
        unsealed = runs[f"{kind}, unsealed"]
        cells += (
            [f"{paired(its, unsealed, rate_ratio):.0%}", f"{paired(its, unsealed, cpu_added):.0f} us"]
            if way == "sealed"
            else ["", ""]
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def goals(runs: Runs) -> list[tuple[str, float, str, bool]]:
    """Each: what, the figure, the goal, whether it is met; of what was measured."""
    found: list[tuple[str, float, str, bool]] = []

    def add(what: str, first: str, second: str, figure: Callable[[Run, Run], float], least: float, most: float) -> None:
        if first in runs and second in runs:
            value = paired(runs[first], runs[second], figure)
            goal = f">= {least:g}" if most == INFINITE else f"<= {most:g}"
            found.append((what, value, goal, least <= value <= most))

    embedded, gateway, other = (f"{kind}, sealed" for kind in KINDS)
    add("embedded: sealed rate / unsealed rate", embedded, f"{EMBEDDED}, unsealed", rate_ratio, 0.5, INFINITE)
    add("embedded: CPU added to an exchange, us", embedded, f"{EMBEDDED}, unsealed", cpu_added, -INFINITE, 40)
    add("gateway: sealed rate / its pass-through rate", gateway, f"{GATEWAY}, unsealed", rate_ratio, 0.6, INFINITE)
    add("embedded / hpke-http, sealed rates", embedded, other, rate_ratio, 7, INFINITE)
    return found


INFINITE = float("inf")


def goal_lines(runs: Runs) -> str:
    return "\n".join(
        f"{what}: {value:.2f} (goal {goal}: {'met' if is_met else 'missed'})"
        for what, value, goal, is_met in goals(runs)
    )


def as_json(runs: Runs, machine: dict[str, str]) -> str:
    found = [dict(zip(("name", "value", "goal", "met"), goal, strict=True)) for goal in goals(runs)]
    rounds = {name: [asdict(run) for run in its] for name, its in runs.items()}
    return json.dumps({"machine": machine, "runs": rounds, "goals": found}, indent=2)
