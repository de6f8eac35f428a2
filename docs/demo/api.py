#!/usr/bin/env python3
"""A small HTTP API whose bodies are sealed: `sealtool open` on the way in, `sealtool seal response` on the way out.

    api.py KEYFILE ORIGIN

It prints `port N` once it listens. It is for showing, not for use: it checks neither clock nor replay.
"""

import json
import subprocess
import sys
import tempfile
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

SEALED = "application/sealed-payload"
KEYFILE, ORIGIN = sys.argv[1:]
ORDER_NUMBERS = count(1)


class Refused(Exception):
    """What the client is told of it; the details stay in this process."""


class API(BaseHTTPRequestHandler):
    """POST /v1/orders takes an order and confirms it."""

    def do_POST(self) -> None:
        message = self.rfile.read(int(self.headers["content-length"]))
        try:
            answer = self._answer(message)
        except Refused as refused:
            problem = {"type": f"urn:sealed-payload:{refused}", "status": HTTPStatus.BAD_REQUEST}
            self._send(HTTPStatus.BAD_REQUEST, "application/problem+json", json.dumps(problem).encode())
        else:
            self._send(HTTPStatus.OK, SEALED, answer)

    def _answer(self, message: bytes) -> bytes:
        """Sealed request in, sealed response out. Nothing unsealed is ever taken for sealed."""
        if self.headers["content-type"] != SEALED:
            raise Refused("sealing-required")
        with tempfile.TemporaryDirectory() as folder:
            exchange = Path(folder, "exchange")
            body, head = open_request(message, exchange)
            if (head["method"], head["path"]) != (self.command, self.path):
                raise Refused("rejected")  # A hop sent it elsewhere.
            return seal_response(confirm(json.loads(body)), exchange)

    def _send(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", media_type)
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-store, no-transform")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def open_request(message: bytes, exchange: Path) -> tuple[bytes, dict[str, str]]:
    command = ["sealtool", "open", "--key", KEYFILE, "--iss", ORIGIN, "--exchange", str(exchange), "--json"]
    opened = subprocess.run(command, input=message, capture_output=True, check=False)
    if opened.returncode != 0:
        raise Refused("rejected")
    return opened.stdout, json.loads(opened.stderr)


def seal_response(body: bytes, exchange: Path) -> bytes:
    command = ["sealtool", "seal", "response", "--exchange", str(exchange), "--status", "201"]
    command += ["--header", "content-type: application/json"]
    return subprocess.run(command, input=body, capture_output=True, check=True).stdout


def confirm(order: dict[str, str]) -> bytes:
    """The application itself: it knows nothing of sealing."""
    return json.dumps({"order": next(ORDER_NUMBERS), "item": order["item"], "charged_to": order["card"]}).encode()


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), API)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()
