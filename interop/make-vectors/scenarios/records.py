"""Records that are cut, moved, missing, or wrong inside."""

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.primitives import aead_seal
from sealed_payload_reference.records import frame, plaintext, record_nonce

from .bench import AES, ORDER, Bench
from .draft import Draft, data_text, end_text, head_text, proof_text
from .fixed import CLIENT_SEED, TIMESTAMP
from .outcome import Vector, opened, refused
from .registry import add, scenario

SECTION = "Records"
HEAD = encode_head(ORDER)
TEXTS = [head_text(HEAD), data_text(b"one"), data_text(b"two"), end_text(b"end")]


def _pieces(draft: Draft) -> list[bytes]:
    return [draft.record(index, text) for index, text in enumerate(TEXTS)]


# Moved, dropped, doubled, foreign


@scenario(SECTION, "Two records exchanged: the index is the AEAD's nonce.")
def records_swapped(b: Bench) -> Vector:
    draft = b.order()
    r = _pieces(draft)
    return refused(draft, TEXTS, "aead", sealed=draft.start + r[0] + r[2] + r[1] + r[3])


@scenario(SECTION, "A record twice.")
def records_duplicated(b: Bench) -> Vector:
    draft = b.order()
    r = _pieces(draft)
    return refused(draft, TEXTS, "aead", sealed=draft.start + r[0] + r[1] + r[1] + r[2] + r[3], released=b"one")


@scenario(SECTION, "A record in the middle is missing.")
def records_dropped(b: Bench) -> Vector:
    draft = b.order()
    r = _pieces(draft)
    return refused(draft, TEXTS, "aead", sealed=draft.start + r[0] + r[1] + r[3], released=b"one")


@scenario(SECTION, "The first record is missing.")
def records_dropped_head(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, TEXTS, "aead", sealed=draft.start + b"".join(_pieces(draft)[1:]))


@scenario(SECTION, "The last record is missing: cut exactly between two records.")
def records_dropped_end(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, TEXTS, "end", sealed=draft.start + b"".join(_pieces(draft)[:-1]), released=b"onetwo")


@scenario(SECTION, "A record of another message of the same session, at the same index: its key is another.")
def records_from_other_message(b: Bench) -> Vector:
    draft = b.order()
    other = Bench(f"{b.name} other").order()
    r = _pieces(draft)
    return refused(draft, TEXTS, "aead", sealed=draft.start + r[0] + other.record(1, TEXTS[1]) + r[2] + r[3])


@scenario(SECTION, "A record of the request, put into its response at the same index: kinds have different keys.")
def records_of_request_in_response(b: Bench) -> Vector:
    request = b.request(body=b"body")
    draft = b.answer(request)
    texts = [head_text(encode_head(Head(status=200))), end_text(b"body")]
    last = request.wire[-(4 + 5 + 16) :]
    return refused(draft, texts, "aead", sealed=draft.start + draft.record(0, texts[0]) + last)


@scenario(SECTION, "A record of the response, put into its request at the same index.")
def records_of_response_in_request(b: Bench) -> Vector:
    draft = b.order()
    to = b.request_of(draft, ORDER)
    foreign = b.answer(to).record(1, end_text(b"body"))
    return refused(draft, TEXTS, "aead", sealed=draft.start + draft.record(0, TEXTS[0]) + foreign)


# Length


def _length(name: str, length: int, at: int, reason: str) -> None:
    def make(b: Bench) -> Vector:
        draft = b.order()
        r = _pieces(draft)
        wrong = length.to_bytes(4, "big") + r[at][4:]
        released = b"one" if at == 2 else b""
        return refused(draft, TEXTS, "framing", sealed=draft.start + b"".join(r[:at]) + wrong, released=released)

    add(f"records_length_{name}", SECTION, reason, make)


_length("0", 0, 0, "A record of no bytes.")
_length("16", 16, 0, "A tag and nothing in it: there is no type.")
_length("65553", 65_553, 0, "One byte more than the longest record; refused before anything is buffered.")
_length("2_to_31", 2**31, 0, "A length that a signed 32-bit integer does not hold.")
_length("2_to_32_minus_1", 2**32 - 1, 0, "The largest length: no arithmetic on it may trap, and nothing is allocated.")
_length("2_to_32_minus_1_later", 2**32 - 1, 2, "The largest length, in the middle of the body.")


@scenario(SECTION, "An authentic record with empty plaintext: refused by its length alone.")
def records_empty_plaintext(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, [TEXTS[0], b"", end_text()], "framing")


@scenario(SECTION, "An authentic record one byte longer than allowed: refused by its length alone.")
def records_too_long(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, [TEXTS[0], data_text(bytes(65_536)), end_text()], "framing")


@scenario(SECTION, "The longest padding: an empty data record of 65,536 bytes of plaintext.")
def records_longest_padding(b: Bench) -> Vector:
    texts = [TEXTS[0], data_text(b"", 65_535), end_text(b"x")]
    return opened(b.order(), texts, ORDER, b"x", timestamp=TIMESTAMP)


@scenario(SECTION, "The length is not authenticated by itself; a record made longer by one byte fails its tag.")
def records_length_plus_1(b: Bench) -> Vector:
    draft = b.order()
    r = _pieces(draft)
    longer = (len(r[1]) - 4 + 1).to_bytes(4, "big") + r[1][4:]
    return refused(draft, TEXTS, "aead", sealed=draft.start + r[0] + longer + r[2] + r[3])


# Tag


def _tag(name: str, at: int, released: bytes, reason: str, aead: int = 3) -> None:
    def make(b: Bench) -> Vector:
        draft = b.order(aead=aead)
        r = _pieces(draft)
        r[at] = r[at][:-1] + bytes([r[at][-1] ^ 1])
        return refused(draft, TEXTS, "aead", sealed=draft.start + b"".join(r), released=released)

    add(f"records_tag_{name}", SECTION, reason, make)


_tag("of_head", 0, b"", "The last bit of the head's tag flipped.")
_tag("of_head_aes", 0, b"", "The last bit of the head's tag flipped, AES-256-GCM.", AES)
_tag("of_second", 1, b"", "The last bit of the second record's tag flipped: not even the head is reported.")
_tag("of_third", 2, b"one", "The last bit of the third record's tag flipped: what came before may be out.")
_tag("of_end", 3, b"onetwo", "The last bit of the last tag flipped: no clean end.")


@scenario(SECTION, "A record sealed with associated data: the format has none.")
def records_with_associated_data(b: Bench) -> Vector:
    draft = b.order()
    wrong = ChaCha20Poly1305(draft.keys.key).encrypt(record_nonce(1), TEXTS[1], b"\x00")
    return refused(draft, TEXTS, "aead", sealed=draft.start + draft.record(0, TEXTS[0]) + frame(wrong))


@scenario(SECTION, "Nonces are big-endian: a record sealed with a little-endian one.")
def records_nonce_little_endian(b: Bench) -> Vector:
    draft = b.order()
    wrong = aead_seal(draft.keys.suite.aead, draft.keys.key, (1).to_bytes(12, "little"), TEXTS[1])
    return refused(draft, TEXTS, "aead", sealed=draft.start + draft.record(0, TEXTS[0]) + frame(wrong))


# Type


def _typed(name: str, text: bytes, reason: str) -> None:
    def make(b: Bench) -> Vector:
        return refused(b.order(), [TEXTS[0], TEXTS[1], text, end_text()], "plaintext", released=b"one")

    add(f"records_{name}", SECTION, reason, make)


_typed("all_zeros", bytes(32), "Nothing but zeros: there is no type.")
_typed("type_0", b"xyz\x00", "Type 0 can't be told from padding; what stands before it is no type.")
_typed("type_5", plaintext(b"xyz", 5, 4), "Type 5 is unknown; unknown is not passed over.")
_typed("type_255", plaintext(b"xyz", 255, 40), "Type 255 is unknown.")


# Order


@scenario(SECTION, "No head.")
def records_no_head(b: Bench) -> Vector:
    return refused(b.order(), [data_text(b"one"), end_text()], "order")


@scenario(SECTION, "Only an end.")
def records_only_end(b: Bench) -> Vector:
    return refused(b.order(), [end_text(b"all")], "order")


@scenario(SECTION, "Data before the head.")
def records_data_before_head(b: Bench) -> Vector:
    return refused(b.order(), [data_text(b"one"), head_text(HEAD), end_text()], "order")


@scenario(SECTION, "The proof before the head.")
def records_proof_before_head(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, [proof_text(draft.proof(HEAD, CLIENT_SEED)), head_text(HEAD), end_text()], "order")


@scenario(SECTION, "Two heads: one body must not be read under two.")
def records_two_heads(b: Bench) -> Vector:
    return refused(b.order(), [head_text(HEAD), head_text(HEAD), end_text()], "order")


@scenario(SECTION, "The proof comes third: data was already out without it.")
def records_proof_third(b: Bench) -> Vector:
    draft = b.order()
    proof = proof_text(draft.proof(HEAD, CLIENT_SEED))
    return refused(draft, [head_text(HEAD), data_text(b"one"), proof, end_text()], "order", released=b"one")


@scenario(SECTION, "Two proofs.")
def records_two_proofs(b: Bench) -> Vector:
    draft = b.order()
    proof = proof_text(draft.proof(HEAD, CLIENT_SEED))
    return refused(draft, [head_text(HEAD), proof, proof, end_text()], "order")


@scenario(SECTION, "A data record after the end.")
def records_data_after_end(b: Bench) -> Vector:
    texts = [head_text(HEAD), data_text(b"one"), end_text(b"two"), data_text(b"three")]
    return refused(b.order(), texts, "end", released=b"onetwo")


@scenario(SECTION, "Two ends.")
def records_two_ends(b: Bench) -> Vector:
    return refused(b.order(), [head_text(HEAD), end_text(b"one"), end_text(b"two")], "end", released=b"one")


# Ends


@scenario(SECTION, "One byte after the end.")
def records_byte_after_end(b: Bench) -> Vector:
    draft = b.order()
    return refused(draft, TEXTS, "end", sealed=draft.message(*TEXTS) + b"\x00", released=b"onetwoend")


@scenario(SECTION, "A line feed after the end, as text tools add it.")
def records_newline_after_end(b: Bench) -> Vector:
    draft = b.payload()
    texts = [head_text(b"\x00" * 8), end_text(b"text")]
    return refused(draft, texts, "end", sealed=draft.message(*texts) + b"\n", released=b"text")


def _cut(name: str, length: int, reason: str, released: bytes = b"") -> None:
    def make(b: Bench) -> Vector:
        draft = b.order()
        message = draft.message(*TEXTS)
        return refused(
            draft, TEXTS, "end", sealed=message[: length if length >= 0 else len(message) + length], released=released
        )

    add(f"records_cut_{name}", SECTION, reason, make)


_HEAD_RECORD = 4 + len(HEAD) + 1 + 16

_cut("to_nothing", 0, "An empty message is not an empty body.")
_cut("before_commitment", 76, "Cut between prelude and commitment.")
_cut("before_head", 108, "Prelude and commitment alone, no record.")
_cut("in_length", 110, "Cut within the first length.")
_cut("after_head", 108 + _HEAD_RECORD, "Cut after the head record: nothing was reported yet.")
_cut("after_second", 108 + _HEAD_RECORD + 4 + 4 + 16, "Cut after the second record.", b"one")
_cut("in_last_tag", -1, "One byte is missing: everything but the clean end may be out.", b"onetwo")
