"""A vector file, and an opener made from it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sealed_payload_reference.body_reader import Opened
from sealed_payload_reference.exchange import Exchange
from sealed_payload_reference.keys import KeyRing, RecipientKey
from sealed_payload_reference.opening import Limits, Opener, payload_opener, request_opener, response_opener
from sealed_payload_reference.refusal import Refused

VECTORS = Path(__file__).resolve().parents[3] / "spec" / "vectors"


class Failure(Exception):
    """The implementation and the vector disagree."""


@dataclass(frozen=True)
class Run:
    """How one opening ended, and what came out before."""

    result: Opened | Refused
    released: bytes


@dataclass(frozen=True)
class Vector:
    members: dict[str, Any]

    @property
    def sealed(self) -> bytes:
        return bytes.fromhex(self.members["sealed"])

    @property
    def expect(self) -> dict[str, Any]:
        expect: dict[str, Any] = self.members["expect"]
        return expect

    @property
    def keys(self) -> KeyRing:
        recipient = self.members["recipient"]
        key = RecipientKey(bytes.fromhex(recipient["private_key"]), recipient["iss"], recipient["kem"])
        if key.public_key.hex() != recipient["public_key"]:
            raise Failure("public_key is not private_key's")
        return KeyRing([key])

    def exchange(self) -> Exchange:
        opener = request_opener(self.keys, lambda piece: None)
        opener.feed(bytes.fromhex(self.members["request"]))
        exchange = opener.finish().exchange
        assert exchange is not None
        return exchange

    def opener_maker(self) -> Callable[[Callable[[bytes], None]], Opener]:
        """Opens the request only once, however often the response is opened."""
        limits = Limits(self.members.get("body_limit"), self.members.get("allow_http", False))
        keys = self.keys
        if self.members["open_as"] == "payload":
            return lambda sink: payload_opener(keys, sink, limits)
        if self.members["open_as"] == "request":
            return lambda sink: request_opener(keys, sink, limits)
        exchange = self.exchange()
        listed = frozenset(bytes.fromhex(key) for key in self.members["response_keys"])
        return lambda sink: response_opener(exchange, listed, sink, limits)


def load(path: Path) -> Vector:
    vector = Vector(json.loads(path.read_text(encoding="utf-8")))
    if vector.members["name"] != path.stem:
        raise Failure("name is not the file's")
    return vector


def run(make: Callable[[Callable[[bytes], None]], Opener], sealed: bytes, step: int) -> Run:
    released: list[bytes] = []
    opener = make(released.append)
    try:
        for start in range(0, len(sealed), step):
            opener.feed(sealed[start : start + step])
        return Run(opener.finish(), b"".join(released))
    except Refused as refused:
        return Run(refused, b"".join(released))
