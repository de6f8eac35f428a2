"""Opens messages of all four kinds, fed in pieces of any size."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from .body_reader import BodyReader, Opened, Rules
from .exchange import Exchange
from .head import KIND_PAYLOAD, KIND_REQUEST, KIND_RESPONSE, KIND_VERDICT
from .hpke import setup_recipient
from .input import Input
from .key_log import LoggedMessage
from .keys import KeyRing, RecipientKey
from .message_keys import COMMITMENT_LENGTH, LoggedKeys, MessageKeys
from .names import info
from .prelude import Prelude
from .prelude_reader import read_answer_prelude, read_first_prelude
from .primitives import ZeroSharedSecret, equal, sha512
from .proof import Statement
from .refusal import Refused
from .sealing import EXCHANGE_LIFETIME

Sink = Callable[[bytes], None]
ANY_SIGNER = None


@dataclass(frozen=True)
class Limits:
    body: int | None = None
    allow_http: bool = False


class Opener:
    """`feed` as bytes arrive, `finish` when no more will come; body bytes go to the sink once they may be seen."""

    def __init__(self, source: Input, reading: Generator[None, None, Opened]) -> None:
        self._source = source
        self._reading = reading
        self._opened: Opened | None = None

    def feed(self, data: bytes) -> None:
        self._source.append(data)
        self._resume()

    def finish(self) -> Opened:
        self._source.end()
        self._resume()
        assert self._opened is not None, "a reader yields only while it waits for input"
        return self._opened

    def _resume(self) -> None:
        try:
            next(self._reading)
        except StopIteration as stop:
            self._opened = stop.value


def payload_opener(keys: KeyRing, sink: Sink, limits: Limits = Limits()) -> Opener:
    source = Input()
    return Opener(source, _read_first(source, KIND_PAYLOAD, keys, sink, limits))


def request_opener(keys: KeyRing, sink: Sink, limits: Limits = Limits()) -> Opener:
    source = Input()
    return Opener(source, _read_first(source, KIND_REQUEST, keys, sink, limits))


def response_opener(
    exchange: Exchange, response_keys: frozenset[bytes] | None, sink: Sink, limits: Limits = Limits()
) -> Opener:
    """`response_keys`: what the configuration lists, or ANY_SIGNER."""
    source = Input()
    return Opener(source, _read_answer(source, exchange, response_keys, sink, limits))


def logged_opener(message: LoggedMessage, sink: Sink, limits: Limits = Limits()) -> Opener:
    """Opens the one message that a line of a key log is about; any signer is accepted, and told."""
    source = Input()
    return Opener(source, _read_logged(source, message, sink, limits))


def _read_first(source: Input, kind: int, keys: KeyRing, sink: Sink, limits: Limits) -> Generator[None, None, Opened]:
    prelude = yield from read_first_prelude(source, kind)
    recipient = keys.find(prelude.suite.kem, prelude.key_id)
    if recipient is None:
        raise Refused("key", "no such key", "unknown-key")
    message_keys = _decapsulate(prelude, recipient)
    yield from _read_commitment(source, message_keys)
    statement = Statement(
        kind, recipient.public_key, info(recipient.iss), message_keys.bind, message_keys.commitment, b""
    )
    reader = BodyReader(source, message_keys, statement, Rules(limits.body, limits.allow_http, ANY_SIGNER), sink)
    opened = yield from reader.read()
    opened.timestamp = prelude.timestamp
    if kind == KIND_REQUEST:
        opened.exchange = _exchange(recipient, prelude, message_keys, opened)
    return opened


def _read_answer(
    source: Input, exchange: Exchange, response_keys: frozenset[bytes] | None, sink: Sink, limits: Limits
) -> Generator[None, None, Opened]:
    kind, prelude = yield from read_answer_prelude(source, {KIND_RESPONSE, KIND_VERDICT})
    message_keys = MessageKeys(exchange.suite, exchange.exporter_secret, exchange.request_prelude + prelude)
    yield from _read_commitment(source, message_keys)
    statement = Statement(
        kind,
        exchange.recipient_public_key,
        info(exchange.iss),
        message_keys.bind,
        message_keys.commitment,
        b"",
        exchange.request_head_sha512,
    )
    rules = Rules(limits.body, limits.allow_http, response_keys, answers_head=exchange.request_method == "HEAD")
    return (yield from BodyReader(source, message_keys, statement, rules, sink).read())


def _read_logged(source: Input, message: LoggedMessage, sink: Sink, limits: Limits) -> Generator[None, None, Opened]:
    if (yield from source.take(len(message.own_prelude))) != message.own_prelude:
        raise Refused("commitment", "not the prelude that the line was written for")
    yield from _read_commitment(source, message.keys)
    statement = Statement(
        message.kind,
        message.recipient_public_key,
        info(message.iss),
        message.keys.bind,
        message.keys.commitment,
        b"",
        message.request_head_sha512,
    )
    rules = Rules(limits.body, limits.allow_http, ANY_SIGNER, answers_head=message.request_method == "HEAD")
    opened = yield from BodyReader(source, message.keys, statement, rules, sink).read()
    opened.timestamp = message.timestamp
    return opened


def _decapsulate(prelude: Prelude, recipient: RecipientKey) -> MessageKeys:
    try:
        context = setup_recipient(prelude.suite, prelude.enc, recipient.private_key, info(recipient.iss))
    except ZeroSharedSecret as error:
        raise Refused("kem", "enc is of low order") from error
    return MessageKeys(prelude.suite, context.exporter_secret, prelude.encode())


def _read_commitment(source: Input, keys: MessageKeys | LoggedKeys) -> Generator[None, None, None]:
    if not equal((yield from source.take(COMMITMENT_LENGTH)), keys.commitment):
        raise Refused("commitment", "sealed for another key, name or exchange, or modified")


def _exchange(recipient: RecipientKey, prelude: Prelude, keys: MessageKeys, opened: Opened) -> Exchange:
    return Exchange(
        suite=keys.suite,
        recipient_public_key=recipient.public_key,
        iss=recipient.iss,
        exporter_secret=keys.exporter_secret,
        request_prelude=keys.bind,
        request_head_sha512=sha512(opened.head_content),
        request_method=opened.head.method.decode(),
        expires=prelude.timestamp + EXCHANGE_LIFETIME,
    )
