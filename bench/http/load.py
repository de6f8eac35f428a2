"""One run: a server is started, warmed up, and put under load with messages that were sealed just before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from servers import HERE, Process, Server, pinned, run

CONNECTIONS = 32
WARM_UP_SECONDS = 1
# So many times the messages are sealed that the highest rate so far asks for.
SPARE = 1.5


@dataclass
class Run:
    """Requests in a second; latencies and processor time of a request in microseconds."""

    rate: float
    p50: float
    p99: float
    cpu: float


def measure(server: Server, seconds: int) -> Run:
    process = server.start()
    messages = server.tools.folder / "messages"
    try:
        server.check(process)
        attempt(server, process, messages, WARM_UP_SECONDS)
        result = attempt(server, process, messages, seconds)
    finally:
        process.stop()
        messages.unlink(missing_ok=True)
    if result["refused"] or result["broken"]:
        raise SystemExit(
            f"{server.name}: {result['refused']:.0f} answers of 400 and above, {result['broken']:.0f} broken"
        )
    requests = result["requests"]
    return Run(requests / result["seconds"], result["p50"], result["p99"], result["cpu"] / requests * 1e6)


def attempt(server: Server, process: Process, messages: Path, seconds: int) -> dict[str, float]:
    """Load for some seconds; once more if there were too few messages, as copies don't count."""
    while True:
        count = int(server.likely_rate * seconds * SPARE)
        server.write_messages(process, count, messages)
        before = process.cpu_seconds()
        result = load(server.tools.cores.load, process, messages, seconds)
        result["cpu"] = process.cpu_seconds() - before
        server.likely_rate = max(server.likely_rate, result["requests"] / result["seconds"])
        if not server.sealed or result["requests"] < count - CONNECTIONS:
            return result


def load(cores: list[int], process: Process, messages: Path, seconds: int) -> dict[str, float]:
    command = [
        "wrk",
        "--threads",
        "1",
        "--connections",
        str(CONNECTIONS),
        "--duration",
        f"{seconds}s",
        "--timeout",
        "10s",
    ]
    command += ["--script", str(HERE / "messages.lua"), f"http://{process.address}/echo", "--", str(messages)]
    lines = run(pinned(cores, *command)).decode().splitlines()
    figures: dict[str, float] = json.loads(lines[-1])
    return figures
