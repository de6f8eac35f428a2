"""Reads the records of one message: head, proof, data, end, and what can be checked only there."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Literal

from .digest import BodyDigests, parse_content_digest
from .exchange import Exchange
from .head import KIND_VERDICT, Head, parse_head
from .input import Input
from .message_keys import LoggedKeys, MessageKeys
from .proof import Statement, check_proof
from .records import TYPE_END, TYPE_PROOF, RecordOrder, check_length, open_record
from .refusal import Refused
from .verdict import MAXIMUM_LENGTH as MAXIMUM_VERDICT
from .verdict import Verdict, parse_verdict

Attribution = Literal["none", "authenticated", "signed"]


@dataclass(frozen=True)
class Rules:
    body_limit: int | None
    allow_http: bool
    accepted_signers: frozenset[bytes] | None
    answers_head: bool = False


@dataclass
class Opened:
    kind: int
    head: Head
    head_content: bytes
    signer: bytes | None
    attribution: Attribution
    timestamp: int | None = None
    verdict: Verdict | None = None
    exchange: Exchange | None = None  # of an opened request


class BodyReader:
    def __init__(
        self,
        source: Input,
        keys: MessageKeys | LoggedKeys,
        statement: Statement,
        rules: Rules,
        sink: Callable[[bytes], None],
    ) -> None:
        self._source = source
        self._suite, self._key = keys.suite, keys.key
        self._statement = statement
        self._rules = rules
        self._sink = sink
        self._order = RecordOrder()
        self._counted = 0
        self._body_length = 0
        self._verdict_body = b""

    def read(self) -> Generator[None, None, Opened]:
        _, content = yield from self._next_record()
        head = parse_head(content, self._statement.kind, self._rules.allow_http)
        digests = BodyDigests(parse_content_digest(head.fields))
        signer = None
        while True:
            record_type, piece = yield from self._next_record()
            if record_type == TYPE_PROOF:
                signer = self._check_proof(piece, content)
                continue
            self._body_length += len(piece)
            digests.update(piece)
            if self._statement.kind == KIND_VERDICT:
                piece = self._keep_verdict(piece)
            if record_type == TYPE_END:
                break
            self._sink(piece)
        verdict = self._check_end(head, digests)
        self._sink(self._verdict_body if verdict else piece)
        yield from self._source.expect_end()
        attribution: Attribution = "none" if signer is None else "signed" if digests.expected else "authenticated"
        return Opened(self._statement.kind, head, content, signer, attribution, verdict=verdict)

    def _next_record(self) -> Generator[None, None, tuple[int, bytes]]:
        length = int.from_bytes((yield from self._source.take(4)), "big")
        check_length(length)
        if self._order.index > 0:
            self._count(4 + length)
        ciphertext = yield from self._source.take(length)
        record_type, content = open_record(self._suite.aead, self._key, self._order.index, ciphertext)
        self._order.accept(record_type, content)
        return record_type, content

    def _count(self, length: int) -> None:
        self._counted += length
        if self._rules.body_limit is not None and self._counted > self._rules.body_limit:
            raise Refused("limit", "body", "too-large")

    def _check_proof(self, proof: bytes, head: bytes) -> bytes:
        return check_proof(proof, replace(self._statement, head=head), self._rules.accepted_signers)

    def _keep_verdict(self, piece: bytes) -> bytes:
        """A verdict is handed on only whole; until then there is nothing to hand on."""
        self._verdict_body += piece
        if len(self._verdict_body) > MAXIMUM_VERDICT:
            raise Refused("verdict", "too long")
        return b""

    def _check_end(self, head: Head, digests: BodyDigests) -> Verdict | None:
        """In this order: content-length, digests, verdict."""
        declared = head.content_length()
        bodiless = self._body_length == 0 and (self._rules.answers_head or head.status == 304)
        if declared is not None and declared != self._body_length and not bodiless:
            raise Refused("head", "content-length is not the body's")
        digests.check()
        return parse_verdict(head, self._verdict_body) if self._statement.kind == KIND_VERDICT else None
