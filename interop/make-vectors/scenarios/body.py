"""Bodies of every size and cut, in messages of kinds 1 and 2."""

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.padding import Padding

from .bench import AES, ORDER, Bench
from .draft import data_text, end_text, head_text, proof_text
from .fixed import CLIENT_SEED, TIMESTAMP, mod251
from .outcome import Vector, opened, refused
from .registry import add, scenario
from .sealed import How, payload, request

SECTION = "Records"
NAMED = Head(fields=[(b"content-type", b"text/plain"), (b"x-note", b"")])


@scenario(SECTION, "The smallest request: empty body, everything in the end record.")
def body_empty(b: Bench) -> Vector:
    return request(b, b"")


@scenario(SECTION, "One byte of body.")
def body_one_byte(b: Bench) -> Vector:
    return request(b, b"x")


@scenario(SECTION, "A short body under AES-256-GCM: same layout, another suite in prelude and key schedule.")
def body_short_aes(b: Bench) -> Vector:
    return request(b, b'{"item":7}', How(aead=AES))


@scenario(SECTION, "A short body with proof: attribution signed.")
def body_short_signed(b: Bench) -> Vector:
    return request(b, b'{"item":7}', How(seed=CLIENT_SEED))


@scenario(SECTION, "An empty body, signed: the digest of nothing is still added.")
def body_empty_signed(b: Bench) -> Vector:
    return request(b, b"", How(seed=CLIENT_SEED))


@scenario(SECTION, "A body that ends in zeros and in bytes that look like record types: only padding may be stripped.")
def body_ends_in_zeros(b: Bench) -> Vector:
    return payload(b, b"\x04\x03\x02\x01\x00\x00\x00")


@scenario("Names", "A payload for a recipient with a name.")
def body_payload_named(b: Bench) -> Vector:
    return payload(b, b"backup of Monday", head=NAMED)


@scenario("Names", "A payload under AES-256-GCM, signed.")
def body_payload_signed_aes(b: Bench) -> Vector:
    return payload(b, b"backup of Tuesday", How(aead=AES, seed=CLIENT_SEED), NAMED)


def _sized(length: int, how: How) -> None:
    def make(b: Bench) -> Vector:
        return payload(b, mod251(length), how)

    reason = f"A body of {length} bytes, at the edge of a record."
    add(f"body_{length}_bytes" + ("_signed" if how.seed else ""), SECTION, reason, make)


for _length in (65_534, 65_535, 65_536, 131_070, 131_071):
    _sized(_length, How())
_sized(65_536, How(seed=CLIENT_SEED, aead=AES))


@scenario(SECTION, "Two records without padding: only the last one is short.")
def body_two_records_no_padding(b: Bench) -> Vector:
    return request(b, mod251(65_635), How(padding=Padding("none")))


@scenario(SECTION, "Cut otherwise than a bulk sealer does: any cut is good, as long as it ends.")
def body_cut_anywhere(b: Bench) -> Vector:
    draft = b.order()
    pieces = [mod251(600)[:1], mod251(600)[1:300], mod251(600)[300:]]
    texts = [head_text(encode_head(ORDER), 3), data_text(pieces[0], 9), data_text(pieces[1]), end_text(pieces[2], 500)]
    return opened(draft, texts, ORDER, mod251(600), timestamp=TIMESTAMP)


@scenario(SECTION, "A stream: a data record for each flush, an empty one first, an empty end.")
def body_stream(b: Bench) -> Vector:
    return request(b, b"", How(writes=(b"data: one\n\n", b"data: two, and longer\n\n")))


@scenario(SECTION, "A stream of tokens of 1 and 7 bytes: padding makes their records equally long.")
def body_stream_tokens(b: Bench) -> Vector:
    return request(b, b"", How(writes=(b"I", b" seal t", b"h", b"is body")))


@scenario(SECTION, "A stream without any write: head, empty data record, end.")
def body_stream_empty(b: Bench) -> Vector:
    return payload(b, b"", How(writes=()))


@scenario("Proof", "A signed stream goes without digest: attribution authenticated, never signed.")
def body_stream_signed(b: Bench) -> Vector:
    return request(b, b"", How(writes=(b"one", b"two"), seed=CLIENT_SEED))


@scenario(SECTION, "A write longer than a record is cut.")
def body_stream_long_write(b: Bench) -> Vector:
    return payload(b, b"", How(writes=(mod251(65_540),), padding=Padding("none")))


def _empty_run(count: int) -> list[bytes]:
    return [head_text(encode_head(ORDER)), *[data_text(b"")] * count, end_text(b"x")]


@scenario(SECTION, "16 empty data records in a row are allowed.")
def body_16_empty_records(b: Bench) -> Vector:
    return opened(b.order(), _empty_run(16), ORDER, b"x", timestamp=TIMESTAMP)


@scenario(SECTION, "17 empty data records in a row are not: they cost the reader work and carry nothing.")
def body_17_empty_records(b: Bench) -> Vector:
    return refused(b.order(), _empty_run(17), "order")


@scenario(SECTION, "A data record with content starts the count anew; an empty end is not counted.")
def body_empty_records_interrupted(b: Bench) -> Vector:
    empty = [data_text(b"")] * 16
    texts = [head_text(encode_head(ORDER)), *empty, data_text(b"x"), *empty, end_text()]
    return opened(b.order(), texts, ORDER, b"x", timestamp=TIMESTAMP)


@scenario(SECTION, "Empty is a matter of content, not of length: padded empty records count too.")
def body_17_empty_padded_records(b: Bench) -> Vector:
    padded = [data_text(b"", 10 * i) for i in range(17)]
    return refused(
        b.order(), [head_text(encode_head(ORDER)), data_text(b"ab"), *padded, end_text()], "order", released=b"ab"
    )


@scenario("Limits", "Exactly at the body limit: 4 + length of each record after the head.")
def body_at_limit(b: Bench) -> Vector:
    texts = [head_text(encode_head(ORDER)), data_text(b"abc"), end_text(b"de")]
    limit = (4 + 4 + 16) + (4 + 3 + 16)
    return opened(b.order(), texts, ORDER, b"abcde", timestamp=TIMESTAMP, body_limit=limit)


@scenario("Limits", "One byte over the body limit, found when the length of the last record is read.")
def body_over_limit(b: Bench) -> Vector:
    texts = [head_text(encode_head(ORDER)), data_text(b"abc"), end_text(b"def")]
    limit = (4 + 4 + 16) + (4 + 3 + 16)
    return refused(b.order(), texts, "limit", outcome="too-large", released=b"abc", body_limit=limit)


@scenario("Limits", "The limit counts ciphertext: padding alone exceeds it.")
def body_over_limit_by_padding(b: Bench) -> Vector:
    texts = [
        head_text(encode_head(ORDER)),
        data_text(b"a", 126),
        data_text(b"b", 126),
        data_text(b"c", 126),
        end_text(),
    ]
    return refused(b.order(), texts, "limit", outcome="too-large", released=b"ab", body_limit=400)


@scenario("Limits", "The proof is counted, the head is not.")
def body_over_limit_by_proof(b: Bench) -> Vector:
    draft, head = b.order(), encode_head(ORDER)
    texts = [head_text(head), proof_text(draft.proof(head, CLIENT_SEED)), end_text(b"x")]
    limit = 97 + 1 + 16 + 4 + (4 + 2 + 16) - 1
    return refused(draft, texts, "limit", outcome="too-large", body_limit=limit)
