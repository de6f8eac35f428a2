"""Vectors of messages sealed as a real sealer does it: opening gives the input, sealing again gives the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sealed_payload_reference.fields import values_of
from sealed_payload_reference.head import KIND_PAYLOAD, KIND_REQUEST, KIND_RESPONSE, KIND_VERDICT, Head, parse_head
from sealed_payload_reference.keys import RecipientKey
from sealed_payload_reference.names import info
from sealed_payload_reference.padding import STANDARD, Padding
from sealed_payload_reference.proof import Statement
from sealed_payload_reference.sealing import (
    Options,
    Randomness,
    Recipient,
    Sealed,
    seal_payload,
    seal_request,
    seal_response,
    seal_verdict,
)
from sealed_payload_reference.signature import signing_public_key
from sealed_payload_reference.verdict import Verdict, parse_verdict

from .bench import CHACHA, ORDER, Bench
from .draft import Draft, Request
from .fixed import API_KEY, ARCHIVE_KEY, TIMESTAMP, fixed
from .outcome import Vector, opened


@dataclass(frozen=True)
class How:
    padding: Padding = STANDARD
    seed: bytes | None = None
    writes: tuple[bytes, ...] | None = None  # streamed, if given
    aead: int = CHACHA
    timestamp: int = TIMESTAMP

    @property
    def options(self) -> Options:
        return Options(self.padding, self.seed)

    def body(self, whole: bytes) -> bytes | Iterable[bytes]:
        return whole if self.writes is None else self.writes

    def whole(self, body: bytes) -> bytes:
        return body if self.writes is None else b"".join(self.writes)


def payload(b: Bench, body: bytes, how: How = How(), head: Head = Head(), key: RecipientKey = ARCHIVE_KEY) -> Vector:
    randomness = b.randomness(timestamp=how.timestamp)
    to = Recipient(key.public_key, key.iss)
    sealed = seal_payload(to, head, how.body(body), randomness, how.options, how.aead)
    return _first(KIND_PAYLOAD, key, sealed, randomness, head, how.whole(body), how)


def request(
    b: Bench, body: bytes, how: How = How(), head: Head = ORDER, key: RecipientKey = API_KEY, **more: object
) -> Vector:
    randomness = b.randomness(timestamp=how.timestamp)
    to = Recipient(key.public_key, key.iss)
    sealed, _ = seal_request(to, head, how.body(body), randomness, how.options, how.aead)
    return _first(KIND_REQUEST, key, sealed, randomness, head, how.whole(body), how, **more)


def response(
    b: Bench, body: bytes, how: How = How(), head: Head = Head(status=200), to: Request | None = None
) -> Vector:
    to = to or b.request(aead=how.aead)
    nonce = fixed(f"{b.name} nonce", 16)
    sealed = seal_response(to.exchange, head, how.body(body), nonce, how.options)
    return _answer(KIND_RESPONSE, to, sealed, nonce, head, how.whole(body), how, None)


def verdict(b: Bench, head: Head, body: bytes, how: How = How()) -> Vector:
    to = b.request(aead=how.aead)
    nonce = fixed(f"{b.name} nonce", 16)
    sealed = seal_verdict(to.exchange, head, body, nonce, how.options)
    return _answer(KIND_VERDICT, to, sealed, nonce, head, body, how, parse_verdict(head, body))


def _first(
    kind: int,
    key: RecipientKey,
    sealed: Sealed,
    randomness: Randomness,
    head: Head,
    body: bytes,
    how: How,
    **more: object,
) -> Vector:
    statement = Statement(kind, key.public_key, info(key.iss), sealed.prelude, sealed.keys.commitment, b"")
    draft = Draft(kind, key, sealed.prelude, sealed.keys, statement, sealed.context, randomness.enc_private_key)
    seal = _seal(how, head, randomness.nonce) | {
        "timestamp": randomness.timestamp,
        "enc_private_key": randomness.enc_private_key.hex(),
    }
    return _opened(draft, sealed, body, how, seal, timestamp=randomness.timestamp, **more)


def _answer(
    kind: int, to: Request, sealed: Sealed, nonce: bytes, head: Head, body: bytes, how: How, told: Verdict | None
) -> Vector:
    statement = Statement(
        kind,
        to.exchange.recipient_public_key,
        info(API_KEY.iss),
        sealed.keys.bind,
        sealed.keys.commitment,
        b"",
        to.exchange.request_head_sha512,
    )
    draft = Draft(kind, API_KEY, sealed.prelude, sealed.keys, statement, request=to)
    listed = [signing_public_key(how.seed).hex()] if how.seed else []
    seal = _seal(how, head, nonce)
    return _opened(draft, sealed, body, how, seal, verdict=told, response_keys=listed)


def _opened(draft: Draft, sealed: Sealed, body: bytes, how: How, seal: dict[str, Any], **more: Any) -> Vector:
    head = parse_head(sealed.composition.head, draft.kind, allow_http=True)
    signer = signing_public_key(how.seed) if how.seed else None
    digest = values_of(head.fields, b"content-digest")
    attribution = "none" if signer is None else "signed" if digest else "authenticated"
    vector = opened(draft, sealed.composition.plaintexts, head, body, signer=signer, attribution=attribution, **more)
    return vector | {"seal": seal}


def _seal(how: How, head: Head, nonce: bytes) -> dict[str, Any]:
    members: dict[str, Any] = {
        "padding": how.padding.policy,
        "mode": "bulk" if how.writes is None else "stream",
        "nonce": nonce.hex(),
        "fields_in": [[name.decode(), value.hex()] for name, value in head.fields],
    }
    if how.writes is not None:
        members["writes"] = [len(write) for write in how.writes]
    if how.seed is not None:
        members["signing_seed"] = how.seed.hex()
    return members
