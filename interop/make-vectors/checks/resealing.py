"""Sealing what was opened, with the randomness that the vector names, gives the same bytes."""

from collections.abc import Iterator
from typing import Any

from sealed_payload_reference.head import KIND_PAYLOAD, KIND_REQUEST, KIND_VERDICT, Head
from sealed_payload_reference.padding import Padding
from sealed_payload_reference.sealing import (
    Body,
    Options,
    Randomness,
    Recipient,
    Sealed,
    seal_payload,
    seal_request,
    seal_response,
    seal_verdict,
)

from .vector import Failure, Vector


def check_resealing(vector: Vector) -> None:
    if "seal" in vector.members and b"".join(_sealed(vector, vector.members["seal"]).wire()) != vector.sealed:
        raise Failure("sealing again gives other bytes")


def _sealed(vector: Vector, seal: dict[str, Any]) -> Sealed:
    kind = vector.expect["kind"]
    head, body = _head(vector.expect, seal), _body(vector.expect["body"], seal)
    seed = seal.get("signing_seed")
    options = Options(Padding(seal["padding"]), bytes.fromhex(seed) if seed else None)
    nonce = bytes.fromhex(seal["nonce"])
    if kind in (KIND_PAYLOAD, KIND_REQUEST):
        recipient = vector.members["recipient"]
        to = Recipient(bytes.fromhex(recipient["public_key"]), recipient["iss"])
        randomness = Randomness(bytes.fromhex(seal["enc_private_key"]), nonce, seal["timestamp"])
        aead = vector.sealed[11]
        if kind == KIND_PAYLOAD:
            return seal_payload(to, head, body, randomness, options, aead)
        return seal_request(to, head, body, randomness, options, aead)[0]
    if kind == KIND_VERDICT:
        assert isinstance(body, bytes)
        return seal_verdict(vector.exchange(), head, body, nonce, options)
    return seal_response(vector.exchange(), head, body, nonce, options)


def _head(expect: dict[str, Any], seal: dict[str, Any]) -> Head:
    control = expect["head"]
    fields = [(name.encode(), bytes.fromhex(value)) for name, value in seal["fields_in"]]
    return Head(
        method=control.get("method", "").encode(),
        scheme=control.get("scheme", "").encode(),
        authority=control.get("authority", "").encode(),
        path=control.get("path", "").encode(),
        status=control.get("status"),
        fields=fields,
    )


def _body(body: str | dict[str, Any], seal: dict[str, Any]) -> Body:
    whole = bytes.fromhex(body) if isinstance(body, str) else bytes(i % 251 for i in range(body["length"]))
    return whole if seal["mode"] == "bulk" else _writes(whole, seal["writes"])


def _writes(whole: bytes, lengths: list[int]) -> Iterator[bytes]:
    offset = 0
    for length in lengths:
        yield whole[offset : offset + length]
        offset += length
