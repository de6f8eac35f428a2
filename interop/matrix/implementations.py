"""The command lines under test, each behind the same few methods."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

ORIGIN = "https://api.example"
NAME = "archive"
AUTHORITY, TARGET = "api.example", "/v1/orders?page=2"
FIELD = ("content-type", "application/octet-stream")
STATUS = 201
REFERENCE = Path(__file__).parent.parent / "make-vectors"


Arguments = list[str | Path]


@dataclass(frozen=True)
class Case:
    """How a message is sealed."""

    kind: str
    cipher: str
    signed: bool
    streamed: bool
    size: int


@dataclass(frozen=True)
class Keys:
    """Key files, and the public halves in one line."""

    recipient: Path
    recipient_line: str
    signer: Path
    signer_line: str
    foreign: Path


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    status: int
    errors: str

    def report(self) -> dict[str, object]:
        """What an opener told of the message."""
        report: dict[str, object] = json.loads(self.errors)
        return report


class Implementation(Protocol):
    """Seals and opens; `exchange` is what joins a request and its response."""

    name: str

    def seal_payload(self, case: Case, body: Path, message: Path) -> Result: ...
    def seal_request(self, case: Case, body: Path, message: Path, exchange: Path) -> Result: ...
    def seal_response(self, case: Case, body: Path, message: Path, exchange: Path) -> Result: ...
    def open_payload(self, message: Path, body: Path, *, streamed: bool, key: Path) -> Result: ...
    def open_request(self, message: Path, body: Path, exchange: Path, *, streamed: bool, key: Path) -> Result: ...
    def open_response(self, message: Path, body: Path, exchange: Path, *, streamed: bool) -> Result: ...
    def streams(self, size: int) -> bool:
        """Whether a body of this size can be sealed as a stream."""
        ...

    def attribution(self, case: Case) -> str:
        """What a reader should find of the sender of a message that this one sealed."""
        ...


def run(command: Arguments, environment: dict[str, str] | None = None) -> Result:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, text=True, check=False, timeout=300
    )
    return Result(done.returncode, done.stderr)


class SealTool:
    """`sealtool`: it seals bodies of up to 16 MiB whole, and streams larger ones."""

    name = "sealtool"
    WHOLE_LIMIT = 16 << 20
    CIPHERS: ClassVar = {"chacha20-poly1305": "chacha20poly1305", "aes-256-gcm": "aes256gcm"}

    def __init__(self, path: Path, keys: Keys) -> None:
        self._path = path
        self._keys = keys

    def streams(self, size: int) -> bool:
        return size > self.WHOLE_LIMIT

    def attribution(self, case: Case) -> str:
        return "signed" if case.signed else "none"

    def seal_payload(self, case: Case, body: Path, message: Path) -> Result:
        return self._seal("payload", case, body, message, *self._to(case), "--iss", NAME)

    def seal_request(self, case: Case, body: Path, message: Path, exchange: Path) -> Result:
        url = f"https://{AUTHORITY}{TARGET}"
        target: Arguments = ["--iss", ORIGIN, "--method", "POST", "--url", url, "--exchange", exchange]
        return self._seal("request", case, body, message, *self._to(case), *target)

    def seal_response(self, case: Case, body: Path, message: Path, exchange: Path) -> Result:
        return self._seal("response", case, body, message, "--exchange", exchange, "--status", str(STATUS))

    def open_payload(self, message: Path, body: Path, *, streamed: bool, key: Path) -> Result:
        return self._open(["open", "--key", key, "--iss", NAME], message, body, streamed)

    def open_request(self, message: Path, body: Path, exchange: Path, *, streamed: bool, key: Path) -> Result:
        return self._open(["open", "--key", key, "--iss", ORIGIN, "--exchange", exchange], message, body, streamed)

    def open_response(self, message: Path, body: Path, exchange: Path, *, streamed: bool) -> Result:
        return self._open(["open", "response", "--exchange", exchange], message, body, streamed)

    def _to(self, case: Case) -> Arguments:
        return ["--recipient", self._keys.recipient_line, "--suite", self.CIPHERS[case.cipher]]

    def _seal(self, kind: str, case: Case, body: Path, message: Path, *options: str | Path) -> Result:
        signing: Arguments = ["--sign-with", self._keys.signer] if case.signed else []
        field: Arguments = ["--header", f"{FIELD[0]}: {FIELD[1]}"]
        return run([self._path, "seal", kind, *options, *signing, *field, "-i", body, "-o", message])

    def _open(self, command: Arguments, message: Path, body: Path, streamed: bool) -> Result:
        streaming: Arguments = ["--stream"] if streamed else []
        return run([self._path, *command, *streaming, "--json", "-i", message, "-o", body])


class Reference:
    """The reference in Python: it seals a stream in writes of a size that no record has."""

    name = "python"
    WRITE = 10_007

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._environment = os.environ | {"PYTHONPATH": str(REFERENCE)}

    def streams(self, size: int) -> bool:
        return size < SealTool.WHOLE_LIMIT

    def attribution(self, case: Case) -> str:
        if not case.signed:
            return "none"
        return "authenticated" if case.streamed else "signed"

    def seal_payload(self, case: Case, body: Path, message: Path) -> Result:
        return self._seal("payload", case, body, message, *self._to(case), "--iss", NAME)

    def seal_request(self, case: Case, body: Path, message: Path, exchange: Path) -> Result:
        target: Arguments = ["--method", "POST", "--authority", AUTHORITY, "--path", TARGET]
        options: Arguments = ["--iss", ORIGIN, *target, "--exchange", exchange]
        return self._seal("request", case, body, message, *self._to(case), *options)

    def seal_response(self, case: Case, body: Path, message: Path, exchange: Path) -> Result:
        return self._seal("response", case, body, message, "--exchange", exchange, "--status", str(STATUS))

    def open_payload(self, message: Path, body: Path, *, streamed: bool, key: Path) -> Result:
        return self._run("open", "payload", "--key", key, "--iss", NAME, "--json", "-i", message, "-o", body)

    def open_request(self, message: Path, body: Path, exchange: Path, *, streamed: bool, key: Path) -> Result:
        options: Arguments = ["--key", key, "--iss", ORIGIN, "--exchange", exchange]
        return self._run("open", "request", *options, "--json", "-i", message, "-o", body)

    def open_response(self, message: Path, body: Path, exchange: Path, *, streamed: bool) -> Result:
        options: Arguments = ["--exchange", exchange, "--response-key", self._keys.signer_line]
        return self._run("open", "response", *options, "--json", "-i", message, "-o", body)

    def _to(self, case: Case) -> Arguments:
        return ["--to", self._keys.recipient_line, "--aead", case.cipher]

    def _seal(self, kind: str, case: Case, body: Path, message: Path, *options: str | Path) -> Result:
        signing: Arguments = ["--sign", self._keys.signer] if case.signed else []
        streaming: Arguments = ["--stream", str(self.WRITE)] if case.streamed else []
        field: Arguments = ["--field", f"{FIELD[0]}:{FIELD[1]}"]
        return self._run("seal", kind, *options, *signing, *streaming, *field, "-i", body, "-o", message)

    def _run(self, *arguments: str | Path) -> Result:
        return run([sys.executable, "-m", "sealed_payload_reference", *arguments], self._environment)
