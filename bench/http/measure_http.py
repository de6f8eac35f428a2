"""Measures what sealing costs HTTP servers, side by side: rates, latencies and processor time.

The measured server has one core; the load, and the API behind the gateway, have the others. With --shared, all have
all. Every sealed message is sealed just before its run and sent once. An answer of status 400 or above ends the
benchmark with status 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from load import measure
from report import KINDS, Runs, as_json, goal_lines, table
from servers import ISSUER, Cores, Embedded, Gateway, HpkeHttp, Process, Server, Tools, run, start_api

# Beyond, a gateway's share of the replay guard for one address is spent.
LONGEST_SECONDS = 20


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        tools = Tools(options.httpbench, options.sealgate, options.python, Path(folder), Cores.split(options.shared))
        run([str(tools.httpbench), "keys", ISSUER, f"{folder}/keys"])
        api = start_api(tools)
        try:
            runs = in_turn(servers(tools, api, options.only or list(KINDS)), options.rounds, options.seconds)
        finally:
            api.stop()
    print(as_json(runs, machine(tools)) if options.json else f"{table(runs)}\n\n{goal_lines(runs)}\n{facts(tools)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench --http")
    parser.add_argument(
        "seconds", nargs="?", type=int, default=5, choices=range(1, LONGEST_SECONDS + 1), metavar="SECONDS"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--only", choices=KINDS, action="append")
    for tool in ("httpbench", "sealgate", "python"):
        parser.add_argument(f"--{tool}", type=Path, required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def servers(tools: Tools, api: Process, kinds: list[str]) -> list[Server]:
    every: list[Server] = []
    for way, sealed in (("unsealed", False), ("sealed", True)):
        every += [
            Embedded(f"embedded, {way}", tools, sealed),
            Gateway(f"gateway, {way}", tools, sealed, api.address),
            HpkeHttp(f"hpke-http, {way}", tools, sealed),
        ]
    return sorted((server for server in every if kind(server) in kinds), key=lambda server: KINDS.index(kind(server)))


def kind(server: Server) -> str:
    return server.name.split(", ")[0]


def in_turn(every: list[Server], rounds: int, seconds: int) -> Runs:
    """All servers in each round, so that all meet the machine in the same moods."""
    runs: Runs = {server.name: [] for server in every}
    for number in range(rounds):
        for server in every:
            its = measure(server, seconds)
            runs[server.name].append(its)
            print(f"round {number + 1}: {server.name}: {its.rate:,.0f}/s, {its.cpu:.1f} us", file=sys.stderr)
    return runs


def machine(tools: Tools) -> dict[str, str]:
    packages = run([str(tools.python), "-m", "pip", "list", "--format", "freeze"]).decode().split()
    versions = [package for package in packages if package.split("==")[0].replace("_", "-") in PACKAGES]
    processor = subprocess.run(["lscpu"], capture_output=True, text=True, check=False).stdout
    model = next((line.split(":")[1].strip() for line in processor.splitlines() if line.startswith("Model name")), "?")
    load_average = f"{os.getloadavg()[2]:.1f}"
    return {"processor": model, "cores": f"{os.cpu_count()}", "load": load_average, "packages": " ".join(versions)}


PACKAGES = ("hpke-http", "fastapi", "uvicorn", "uvloop", "httptools")


def facts(tools: Tools) -> str:
    return "\n".join(f"{name}: {value}" for name, value in machine(tools).items())


if __name__ == "__main__":
    main()
