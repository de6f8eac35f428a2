"""A message being made by hand: keys as they must be, everything after them as the scenario wants it."""

from dataclasses import dataclass, replace

from sealed_payload_reference.exchange import Exchange
from sealed_payload_reference.hpke import Context
from sealed_payload_reference.keys import RecipientKey
from sealed_payload_reference.message_keys import MessageKeys
from sealed_payload_reference.proof import Statement, make_proof
from sealed_payload_reference.records import TYPE_DATA, TYPE_END, TYPE_HEAD, TYPE_PROOF, plaintext, seal_record


@dataclass(frozen=True)
class Request:
    """A sealed request, for the vectors that answer it."""

    wire: bytes
    exchange: Exchange


@dataclass(frozen=True)
class Draft:
    kind: int
    recipient: RecipientKey  # of the opener
    prelude: bytes
    keys: MessageKeys
    statement: Statement
    context: Context | None = None  # kinds 1 and 2
    enc_private_key: bytes | None = None
    request: Request | None = None  # kinds 3 and 4

    @property
    def start(self) -> bytes:
        return self.prelude + self.keys.commitment

    def record(self, index: int, text: bytes) -> bytes:
        return seal_record(self.keys.suite.aead, self.keys.key, index, text)

    def records(self, *texts: bytes) -> bytes:
        return b"".join(self.record(index, text) for index, text in enumerate(texts))

    def message(self, *texts: bytes) -> bytes:
        return self.start + self.records(*texts)

    def proof(self, head: bytes, seed: bytes) -> bytes:
        return make_proof(seed, replace(self.statement, head=head))


def head_text(content: bytes, padding: int = 0) -> bytes:
    return _text(content, TYPE_HEAD, padding)


def proof_text(content: bytes, padding: int = 0) -> bytes:
    return _text(content, TYPE_PROOF, padding)


def data_text(content: bytes, padding: int = 0) -> bytes:
    return _text(content, TYPE_DATA, padding)


def end_text(content: bytes = b"", padding: int = 0) -> bytes:
    return _text(content, TYPE_END, padding)


def _text(content: bytes, record_type: int, padding: int) -> bytes:
    return plaintext(content, record_type, len(content) + 1 + padding)
