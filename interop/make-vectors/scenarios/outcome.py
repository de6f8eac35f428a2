"""From a draft to the members of a vector file."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sealed_payload_reference.fields import Field
from sealed_payload_reference.head import KIND_VERDICT, Head
from sealed_payload_reference.refusal import Layer, Outcome
from sealed_payload_reference.verdict import Verdict

from .derivation import derivation
from .draft import Draft
from .fixed import mod251

Vector = dict[str, Any]
LONGEST_IN_HEX = 2_048
OPENERS = {1: "payload", 2: "request", 3: "response", 4: "response"}


def opened(
    draft: Draft,
    texts: Iterable[bytes],
    head: Head,
    body: bytes,
    *,
    signer: bytes | None = None,
    attribution: str = "none",
    timestamp: int | None = None,
    verdict: Verdict | None = None,
    **more: object,
) -> Vector:
    texts = list(texts)
    expect: Vector = {
        "outcome": "opened",
        "kind": draft.kind,
        "head": _control(head),
        "fields": _fields(head.fields),
        "body": described_body(body),
        "attribution": attribution,
        "signer": signer.hex() if signer else None,
    }
    if timestamp is not None:
        expect["timestamp"] = timestamp
    if draft.kind == KIND_VERDICT:
        assert verdict is not None
        expect["verdict"] = {name: value for name, value in vars(verdict).items() if value is not None}
    return _vector(draft, OPENERS[draft.kind], draft.message(*texts), texts, expect, more)


def refused(
    draft: Draft,
    texts: Iterable[bytes],
    layer: Layer,
    *,
    sealed: bytes | None = None,
    released: bytes = b"",
    outcome: Outcome = "rejected",
    open_as: str | None = None,
    **more: object,
) -> Vector:
    """`sealed`: the broken bytes, if they are not simply the records one after the other."""
    texts = list(texts)
    wire = draft.message(*texts) if sealed is None else sealed
    expect = {"outcome": outcome, "layer": layer, "released": _released(released)}
    return _vector(draft, open_as or OPENERS[draft.kind], wire, texts, expect, more)


def _vector(
    draft: Draft, open_as: str, wire: bytes, texts: list[bytes], expect: Vector, more: dict[str, object]
) -> Vector:
    recipient = {
        "kem": draft.recipient.kem,
        "private_key": draft.recipient.private_key.hex(),
        "public_key": draft.recipient.public_key.hex(),
        "iss": draft.recipient.iss,
    }
    vector: Vector = {"open_as": open_as, "recipient": recipient}
    if draft.request is not None:
        vector |= {"request": draft.request.wire.hex(), "response_keys": []}
    return vector | more | {"sealed": wire.hex(), "expect": expect, "derivation": derivation(draft, texts)}


def _control(head: Head) -> Vector:
    if head.status is not None:
        return {"status": head.status}
    names = {"method": head.method, "scheme": head.scheme, "authority": head.authority, "path": head.path}
    return {name: value.decode() for name, value in names.items()} if head.method else {}


def _fields(fields: list[Field]) -> list[list[str]]:
    return [[name.decode(), value.hex()] for name, value in fields]


def described_body(body: bytes) -> object:
    if len(body) <= LONGEST_IN_HEX:
        return body.hex()
    assert body == mod251(len(body))
    return {"length": len(body), "pattern": "mod251", "sha512": hashlib.sha512(body).hexdigest()}


def _released(body: bytes) -> Vector:
    return {"length": len(body), "sha512": hashlib.sha512(body).hexdigest()}
