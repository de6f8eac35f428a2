"""The message, opened whole and in pieces, ends as the vector says."""

import hashlib
from typing import Any

from sealed_payload_reference.body_reader import Opened
from sealed_payload_reference.refusal import Refused

from .vector import Failure, Run, Vector, run

STEPS = (1 << 30, 4_096, 7, 1)


def check_opening(vector: Vector) -> None:
    make = vector.opener_maker()
    for step in STEPS:
        ended = run(make, vector.sealed, step)
        found = _opened(ended.result, ended) if isinstance(ended.result, Opened) else _refused(ended.result, ended)
        expected = _expected(vector.expect)
        if found != expected:
            raise Failure(f"in steps of {step}: {_difference(found, expected)}")


def _opened(opened: Opened, ended: Run) -> dict[str, Any]:
    head = opened.head
    names = {"method": head.method, "scheme": head.scheme, "authority": head.authority, "path": head.path}
    control: dict[str, Any] = {name: value.decode() for name, value in names.items()} if head.method else {}
    if head.status is not None:
        control["status"] = head.status
    found: dict[str, Any] = {
        "outcome": "opened",
        "kind": opened.kind,
        "head": control,
        "fields": [[name.decode(), value.hex()] for name, value in head.fields],
        "body": hashlib.sha512(ended.released).hexdigest(),
        "attribution": opened.attribution,
        "signer": opened.signer.hex() if opened.signer else None,
    }
    if opened.timestamp is not None:
        found["timestamp"] = opened.timestamp
    if opened.verdict is not None:
        found["verdict"] = {name: value for name, value in vars(opened.verdict).items() if value is not None}
    return found


def _refused(refused: Refused, ended: Run) -> dict[str, Any]:
    released = {"length": len(ended.released), "sha512": hashlib.sha512(ended.released).hexdigest()}
    return {"outcome": refused.outcome, "layer": refused.layer, "released": released}


def _expected(expect: dict[str, Any]) -> dict[str, Any]:
    if expect["outcome"] != "opened":
        return expect
    return expect | {"body": _body_hash(expect["body"])}


def _body_hash(body: str | dict[str, Any]) -> str:
    if isinstance(body, dict):
        sha512: str = body["sha512"]
        return sha512
    return hashlib.sha512(bytes.fromhex(body)).hexdigest()


def _difference(found: dict[str, Any], expected: dict[str, Any]) -> str:
    keys = [key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)]
    return "; ".join(f"{key} is {found.get(key)}, not {expected.get(key)}" for key in sorted(keys))
