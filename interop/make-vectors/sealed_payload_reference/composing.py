"""From head and body to the plaintexts of the records, whole or as a stream."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from .digest import content_digest_field, parse_content_digest, without_content_digest
from .head import MAXIMUM_LENGTH, Head, encode_head, parse_head
from .padding import MAXIMUM_PLAINTEXT, Padding
from .primitives import sha512
from .proof import Statement, make_proof
from .records import MAXIMUM_CONTENT, TYPE_DATA, TYPE_END, TYPE_HEAD, TYPE_PROOF, plaintext


@dataclass(frozen=True)
class Composition:
    """A message before encryption."""

    head: bytes
    proof: bytes | None
    plaintexts: Iterator[bytes]


@dataclass(frozen=True)
class Signer:
    """Signs the statement once the head is known."""

    seed: bytes
    statement: Statement  # its head is filled in here

    def proof(self, head: bytes) -> bytes:
        return make_proof(self.seed, replace(self.statement, head=head))


def compose_bulk(kind: int, head: Head, body: bytes, padding: Padding, signer: Signer | None) -> Composition:
    if signer is not None:
        fields = [*without_content_digest(head.fields), content_digest_field(sha512(body))]
        head = replace(head, fields=fields)
    content = _checked_head(kind, head)
    proof = signer.proof(content) if signer else None
    return Composition(content, proof, _bulk_plaintexts(content, proof, body, padding))


def compose_stream(
    kind: int, head: Head, writes: Iterable[bytes], padding: Padding, signer: Signer | None
) -> Composition:
    """One data record per write, more if it is too long for one, none if it is empty (openers count those);
    an empty record first, unless a proof is second."""
    content = _checked_head(kind, head)
    proof = signer.proof(content) if signer else None
    return Composition(content, proof, _stream_plaintexts(content, proof, writes, padding))


def _checked_head(kind: int, head: Head) -> bytes:
    content = encode_head(head)
    if len(content) > MAXIMUM_LENGTH:
        raise ValueError("the head does not fit into one record")
    parse_content_digest(parse_head(content, kind, allow_http=True).fields)
    return content


def _bulk_plaintexts(head: bytes, proof: bytes | None, body: bytes, padding: Padding) -> Iterator[bytes]:
    yield from _opening_plaintexts(head, proof, padding)
    data_records = max(0, -(-len(body) // MAXIMUM_CONTENT) - 1)
    for i in range(data_records):
        yield plaintext(body[i * MAXIMUM_CONTENT : (i + 1) * MAXIMUM_CONTENT], TYPE_DATA, MAXIMUM_PLAINTEXT)
    rest = body[data_records * MAXIMUM_CONTENT :]
    yield plaintext(rest, TYPE_END, padding.end_plaintext_length(len(rest) + 1, len(body)))


def _stream_plaintexts(head: bytes, proof: bytes | None, writes: Iterable[bytes], padding: Padding) -> Iterator[bytes]:
    yield from _opening_plaintexts(head, proof, padding)
    if proof is None:
        yield _padded(b"", TYPE_DATA, padding)
    for write in writes:
        for i in range(0, len(write), MAXIMUM_CONTENT):
            yield _padded(write[i : i + MAXIMUM_CONTENT], TYPE_DATA, padding)
    yield _padded(b"", TYPE_END, padding)


def _opening_plaintexts(head: bytes, proof: bytes | None, padding: Padding) -> Iterator[bytes]:
    yield _padded(head, TYPE_HEAD, padding)
    if proof is not None:
        yield _padded(proof, TYPE_PROOF, padding)


def _padded(content: bytes, record_type: int, padding: Padding) -> bytes:
    return plaintext(content, record_type, padding.plaintext_length(len(content) + 1))
