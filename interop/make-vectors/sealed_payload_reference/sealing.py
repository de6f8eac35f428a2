"""Seals messages of all four kinds. Randomness and time are the caller's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .composing import Composition, Signer, compose_bulk, compose_stream
from .exchange import Exchange
from .head import KIND_PAYLOAD, KIND_REQUEST, KIND_RESPONSE, KIND_VERDICT, Head
from .hpke import KDF_HKDF_SHA256, KEM_X25519, Context, Suite, setup_sender
from .keys import key_id
from .message_keys import MessageKeys
from .names import check_issuer, check_payload_name, info
from .padding import STANDARD, Padding
from .prelude import MAXIMUM_TIMESTAMP, Prelude, answer_prelude
from .primitives import sha512
from .proof import Statement
from .records import seal_record
from .verdict import parse_verdict

EXCHANGE_LIFETIME = 3_600


@dataclass(frozen=True)
class Recipient:
    public_key: bytes
    iss: str


@dataclass(frozen=True)
class Randomness:
    """All that makes one message differ from the next. In production: fresh, for every message."""

    enc_private_key: bytes
    nonce: bytes
    timestamp: int


@dataclass(frozen=True)
class Options:
    padding: Padding = STANDARD
    signing_seed: bytes | None = None


Body = bytes | Iterable[bytes]  # bytes: bulk; anything else: a stream of writes


@dataclass(frozen=True)
class Sealed:
    """A message on its way out, with what tests want to see."""

    prelude: bytes
    keys: MessageKeys
    context: Context | None
    composition: Composition

    def wire(self) -> Iterator[bytes]:
        yield self.prelude
        yield self.keys.commitment
        aead, key = self.keys.suite.aead, self.keys.key
        for index, text in enumerate(self.composition.plaintexts):
            yield seal_record(aead, key, index, text)


def seal_payload(
    to: Recipient, head: Head, body: Body, randomness: Randomness, options: Options = Options(), aead: int = 3
) -> Sealed:
    check_payload_name(to.iss)
    return _seal_first(KIND_PAYLOAD, to, head, body, randomness, options, aead)


def seal_request(
    to: Recipient, head: Head, body: Body, randomness: Randomness, options: Options = Options(), aead: int = 3
) -> tuple[Sealed, Exchange]:
    check_issuer(to.iss)
    sealed = _seal_first(KIND_REQUEST, to, head, body, randomness, options, aead)
    exchange = Exchange(
        suite=sealed.keys.suite,
        recipient_public_key=to.public_key,
        iss=to.iss,
        exporter_secret=sealed.keys.exporter_secret,
        request_prelude=sealed.prelude,
        request_head_sha512=sha512(sealed.composition.head),
        request_method=head.method.decode(),
        expires=randomness.timestamp + EXCHANGE_LIFETIME,
    )
    return sealed, exchange


def seal_response(exchange: Exchange, head: Head, body: Body, nonce: bytes, options: Options = Options()) -> Sealed:
    return _seal_answer(KIND_RESPONSE, exchange, head, body, nonce, options)


def seal_verdict(exchange: Exchange, head: Head, body: bytes, nonce: bytes, options: Options = Options()) -> Sealed:
    parse_verdict(head, body)
    return _seal_answer(KIND_VERDICT, exchange, head, body, nonce, options)


def _seal_first(
    kind: int, to: Recipient, head: Head, body: Body, randomness: Randomness, options: Options, aead: int
) -> Sealed:
    if not 0 <= randomness.timestamp <= MAXIMUM_TIMESTAMP:
        raise ValueError("timestamp")
    suite = Suite(KEM_X25519, KDF_HKDF_SHA256, aead)
    enc, context = setup_sender(suite, randomness.enc_private_key, to.public_key, info(to.iss))
    prelude = Prelude(
        kind, suite, key_id(suite.kem, to.public_key), enc, randomness.nonce, randomness.timestamp
    ).encode()
    keys = MessageKeys(suite, context.exporter_secret, prelude)
    statement = Statement(kind, to.public_key, info(to.iss), prelude, keys.commitment, b"")
    return Sealed(prelude, keys, context, _compose(kind, head, body, options, statement))


def _seal_answer(kind: int, exchange: Exchange, head: Head, body: Body, nonce: bytes, options: Options) -> Sealed:
    prelude = answer_prelude(kind, nonce)
    keys = MessageKeys(exchange.suite, exchange.exporter_secret, exchange.request_prelude + prelude)
    statement = Statement(
        kind,
        exchange.recipient_public_key,
        info(exchange.iss),
        keys.bind,
        keys.commitment,
        b"",
        exchange.request_head_sha512,
    )
    return Sealed(prelude, keys, None, _compose(kind, head, body, options, statement))


def _compose(kind: int, head: Head, body: Body, options: Options, statement: Statement) -> Composition:
    signer = Signer(options.signing_seed, statement) if options.signing_seed else None
    if isinstance(body, bytes):
        return compose_bulk(kind, head, body, options.padding, signer)
    return compose_stream(kind, head, body, options.padding, signer)
