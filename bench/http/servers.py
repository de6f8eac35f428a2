"""The servers that are measured: how each is started, and how messages for it are made."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

ISSUER = "http://api.example"
HERE = Path(__file__).parent

NGINX = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 100000000;
  client_body_temp_path {folder}/nginx; proxy_temp_path {folder}/nginx; fastcgi_temp_path {folder}/nginx;
  uwsgi_temp_path {folder}/nginx; scgi_temp_path {folder}/nginx;
  server {{ listen {address} reuseport; location / {{ default_type application/octet-stream; return 200 {body}; }} }}
}}
"""


@dataclass
class Cores:
    """Who runs where."""

    server: list[int]
    load: list[int]

    @staticmethod
    def split(shared: bool) -> Cores:
        every = sorted(os.sched_getaffinity(0))
        return Cores(every, every) if shared or len(every) == 1 else Cores(every[:1], every[1:])


@dataclass
class Tools:
    """Where the programs are and where they run, and a folder for files."""

    httpbench: Path
    sealgate: Path
    python: Path
    folder: Path
    cores: Cores


def pinned(cores: list[int], *command: str | Path) -> list[str]:
    return ["taskset", "--cpu-list", ",".join(map(str, cores)), *map(str, command)]


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


class Process:
    """A server, from when it accepts connections until it has ended."""

    def __init__(self, command: list[str], address: str | None = None, variables: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, **(variables or {})}
        )
        self.first_line = ""
        if address is None:
            self.first_line = self.process.stdout.readline() if self.process.stdout else ""
            found = re.search(r"listening on (\S+)", self.first_line)
            if not found:
                raise SystemExit(f"{command[3]} did not start")
            address = found[1]
        self.address = address
        self.wait_for_connection()

    def wait_for_connection(self) -> None:
        host, port = self.address.rsplit(":", 1)
        for _ in range(500):
            try:
                socket.create_connection((host, int(port))).close()
                return
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"nothing accepts connections at {self.address}")

    @property
    def pin(self) -> str:
        found = re.search(r"pin (\S+)", self.first_line)
        if not found:
            raise SystemExit("the server did not tell its pin")
        return found[1]

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


@dataclass
class Server:
    """One of the measured servers: `sealed` messages are made anew for each run, the plain one is always the same."""

    name: str
    tools: Tools
    sealed: bool
    echoes = True
    likely_rate: float = field(default=1_000, init=False)

    def start(self) -> Process:
        raise NotImplementedError

    def write_messages(self, process: Process, count: int, file: Path) -> None:
        command = (
            ["messages", process.address, ISSUER, process.pin, str(count), str(file)]
            if self.sealed
            else ["plain-message", process.address, str(file)]
        )
        run([str(self.tools.httpbench), *command])

    def check(self, process: Process) -> None:
        """One exchange, opened by a client: what is measured must be what it seems to be."""
        if not self.sealed:
            return
        body = self.tools.folder / "body"
        body.write_bytes(os.urandom(1024) if self.echoes else b"a" * 1024)
        command: list[str | Path] = [
            self.tools.sealgate,
            "request",
            "--allow-http-issuer-for-local-work",
            "--connect",
            process.address,
        ]
        command += ["--pin", process.pin, "--data", f"@{body}", f"{ISSUER}/echo"]
        if run(list(map(str, command))) != body.read_bytes():
            raise SystemExit(f"{self.name}: the answer is not the body that was sent")


class Embedded(Server):
    """`SealedServer` behind the listener, or the same handler without it."""

    def start(self) -> Process:
        command = ["serve", str(self.tools.folder / "keys")] if self.sealed else ["serve-unsealed"]
        return Process(pinned(self.tools.cores.server, self.tools.httpbench, *command))


@dataclass
class Gateway(Server):
    """`sealgate serve` before an API; the route is an exception where messages are not sealed."""

    api: str
    echoes = False

    def start(self) -> Process:
        command: list[str | Path] = [
            self.tools.sealgate,
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--upstream",
            f"http://{self.api}",
        ]
        command += ["--issuer", ISSUER, "--allow-http-issuer-for-local-work", "--keys", self.tools.folder / "keys"]
        command += ["--log-level", "error"]
        return Process(
            pinned(self.tools.cores.server, *command, *([] if self.sealed else ["--route", "POST /echo=unsealed"]))
        )


class HpkeHttp(Server):
    """hpke-http on FastAPI and uvicorn, or the same application without it."""

    def start(self) -> Process:
        key, address = self.tools.folder / "hpke-http.key", free_address()
        if not key.exists():
            run([str(self.tools.python), str(HERE / "hpke_http_messages.py"), "--key", str(key)])
        application = "hpke_http_server:" + ("protected_api" if self.sealed else "api")
        command: list[str | Path] = [
            self.tools.python,
            "-m",
            "uvicorn",
            application,
            "--port",
            address.rsplit(":", 1)[1],
        ]
        command += ["--app-dir", HERE, "--no-access-log", "--log-level", "warning"]
        return Process(pinned(self.tools.cores.server, *command), address, {"HPKE_HTTP_KEY": str(key)})

    def write_messages(self, process: Process, count: int, file: Path) -> None:
        if not self.sealed:
            return super().write_messages(process, count, file)
        key = self.tools.folder / "hpke-http.key"
        program = [str(self.tools.python), str(HERE / "hpke_http_messages.py")]
        run([*program, str(key), process.address, str(count), str(file)])

    def check(self, process: Process) -> None:
        """`hpke_http_messages.py` does it."""


def start_api(tools: Tools) -> Process:
    """A fast API that answers with 1 KiB."""
    address, settings = free_address(), tools.folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=tools.folder, address=address, body="a" * 1024))
    return Process(pinned(tools.cores.load, "nginx", "-c", settings), address)


def run(command: list[str]) -> bytes:
    result = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit status {result.returncode}")
    return result.stdout
