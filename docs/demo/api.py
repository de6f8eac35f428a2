#!/usr/bin/env python3
"""A small API of plain JSON. It knows nothing of sealing.

    api.py LOG_FILE

POST /v1/payments pays, GET /v1/payments tells how many payments there are, GET /v1/events is a stream of events, each sent
once the one before is confirmed by a line on standard input. It prints `port N` once it listens, and logs what it sees.
"""

import json
import sys
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

LOG_FILE = Path(sys.argv[1])
BALANCE = "1042.17 EUR"
LOCK = Lock()
PAYMENTS: list[dict[str, str]] = []


class API(BaseHTTPRequestHandler):
    """One connection; no connection is kept."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self._log(f"{self.command} {self.path}", self.headers.items(), body)
        if not self.path.endswith("/payments"):
            self._send(404, {"error": "no such path"})
            return
        payment: dict[str, str] = json.loads(body)
        with LOCK:
            PAYMENTS.append(payment)
            number = len(PAYMENTS)
        self._send(201, {"payment": number, "card": payment["card"], "balance": BALANCE})

    def do_GET(self) -> None:
        if self.path == "/v1/payments":
            self._send(200, {"payments": len(PAYMENTS)})
        elif self.path == "/v1/events":
            self._stream()
        else:
            self._send(404, {"error": "no such path"})

    def _stream(self) -> None:
        """Three events; the second and the third wait for word that the one before has arrived."""
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        for number in (1, 2, 3):
            self.wfile.write(f"data: event {number}, balance {BALANCE}\n\n".encode())
            self.wfile.flush()
            if number < 3 and not sys.stdin.readline():
                return

    def _send(self, status: int, content: dict[str, object]) -> None:
        body = json.dumps(content).encode() + b"\n"
        self._log(f"status {status}", [("content-type", "application/json")], body)
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _log(self, line: str, fields: Iterable[tuple[str, str]], body: bytes) -> None:
        lines = [line, *(f"{name.lower()}: {value}" for name, value in fields), "", body.decode()]
        with LOG_FILE.open("a") as file:
            print(*lines, sep="\n", file=file)

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), API)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()
