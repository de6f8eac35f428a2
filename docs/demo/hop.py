#!/usr/bin/env python3
"""A hop that captures all that passes and, when told to, attacks the next sealed request or its answer.

    hop.py NEXT_PORT CAPTURE_FOLDER ATTACK_FILE

It stands behind the nginx that ends TLS, for whoever runs the machines between. It prints `port N` once it listens. Requests
and answers are captured as `001.request`, `001.answer` and so on. The attack file has the name of an attack, and is removed
when the attack begins; `cut` ends an answer that has begun before its next piece.
"""

import http.client
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

NEXT_PORT, CAPTURES, ATTACK = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
SEALED = "application/sealed-payload"
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
FORGED_REFUSAL = b'{"type": "urn:sealed-payload:unknown-key", "status": 421}'
NUMBERS = count(1)
earlier_answers: list[bytes] = []


@dataclass
class Answer:
    """What came back: its pieces come one after another, as they arrive."""

    status: int
    fields: list[tuple[str, str]]
    pieces: Iterator[bytes]

    def whole(self) -> bytes:
        return b"".join(self.pieces)


class Hop(BaseHTTPRequestHandler):
    """Passes requests on, or attacks."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.number = next(NUMBERS)
        self._capture("request", head(f"{self.command} {self.path}", self.headers.items()) + body)
        attack = self._attack()
        if attack == "flip-request":
            body = flipped(body)
        if attack == "redirect":
            self.path = self.path.replace("/payments", "/refunds")
        answer = self._forward(body)
        if attack:
            answer.pieces = iter([self._attacked(attack, body, answer)])
        elif self._is_sealed() and self.command == "POST":
            answer.pieces = kept(answer.pieces)
        self._send(answer)

    do_GET = do_POST

    def _is_sealed(self) -> bool:
        return self.headers["content-type"] == SEALED or "sealed-payload" in self.headers

    def _attack(self) -> str:
        if not (self._is_sealed() and ATTACK.exists()):
            return ""
        attack = ATTACK.read_text().strip()
        ATTACK.unlink()
        return attack

    def _attacked(self, attack: str, body: bytes, answer: Answer) -> bytes:
        """The body of the answer that the client gets in place of the true one, which the hop keeps."""
        message = answer.whole()
        match attack:
            case "flip-answer":
                return flipped(message)
            case "truncate":
                return message[: len(message) * 2 // 3]
            case "swap":
                return earlier_answers[-1]
            case "duplicate":
                copy = self._forward(body)
                answer.status, answer.fields = copy.status, copy.fields
                return copy.whole()
            case "forge":
                answer.status, answer.fields = 421, [("content-type", "application/problem+json")]
                return FORGED_REFUSAL
        return message

    def _forward(self, body: bytes) -> Answer:
        fields = {name: value for name, value in self.headers.items() if name.lower() not in NOT_PASSED_ON}
        connection = http.client.HTTPConnection("127.0.0.1", NEXT_PORT)
        connection.request(self.command, self.path, body or None, fields)
        response = connection.getresponse()
        passed_on = [(name, value) for name, value in response.getheaders() if name.lower() not in NOT_PASSED_ON]
        return Answer(response.status, passed_on, iter(lambda: response.read1(1 << 16), b""))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.fields:
            self.send_header(name, value)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        self._capture("answer", head(f"status {answer.status}", answer.fields))
        for piece in answer.pieces:
            if self._attack() == "cut":
                break
            self._capture("answer", piece)
            self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.write(b"0\r\n\r\n")

    def _capture(self, what: str, data: bytes) -> None:
        with (CAPTURES / f"{self.number:03}.{what}").open("ab") as file:
            file.write(data)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def flipped(message: bytes) -> bytes:
    return message[:-1] + bytes([message[-1] ^ 1])


def kept(pieces: Iterator[bytes]) -> Iterator[bytes]:
    message = b""
    for piece in pieces:
        message += piece
        yield piece
    earlier_answers.append(message)


def head(line: str, fields: Iterable[tuple[str, str]]) -> bytes:
    lines = [line, *(f"{name.lower()}: {value}" for name, value in fields)]
    return "\n".join(lines).encode() + b"\n\n"


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hop)
    print(f"port {server.server_port}", flush=True)
    server.serve_forever()
