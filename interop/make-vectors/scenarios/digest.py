"""content-digest: right, wrong, and written as it must not be."""

import base64
import hashlib
from dataclasses import replace

from sealed_payload_reference.fields import Field
from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.padding import Padding
from sealed_payload_reference.signature import signing_public_key

from .bench import ORDER, Bench
from .draft import data_text, end_text, head_text, proof_text
from .fixed import CLIENT_SEED, TIMESTAMP, mod251
from .outcome import Vector, opened, refused
from .registry import add, scenario
from .sealed import How, payload, request

SECTION = "Content digest"
BODY = b"hello"
SHA_512 = b"sha-512=:" + base64.b64encode(hashlib.sha512(BODY).digest()) + b":"
SHA_256 = b"sha-256=:" + base64.b64encode(hashlib.sha256(BODY).digest()) + b":"
OTHER_SHA_512 = b"sha-512=:" + base64.b64encode(hashlib.sha512(b"other").digest()) + b":"
OTHER_SHA_256 = b"sha-256=:" + base64.b64encode(hashlib.sha256(b"other").digest()) + b":"


def _lines(*values: bytes) -> Head:
    fields: list[Field] = [(b"content-digest", value) for value in values]
    return replace(ORDER, fields=[(b"x-before", b"1"), *fields, (b"x-after", b"2")])


def _good(name: str, head: Head, reason: str, attribution: str = "signed") -> None:
    def make(b: Bench) -> Vector:
        draft, content = b.order(), encode_head(head)
        texts = [
            head_text(content),
            proof_text(draft.proof(content, CLIENT_SEED)),
            data_text(BODY[:2]),
            end_text(BODY[2:]),
        ]
        signer = signing_public_key(CLIENT_SEED)
        return opened(draft, texts, head, BODY, signer=signer, attribution=attribution, timestamp=TIMESTAMP)

    add(f"digest_{name}", SECTION, reason, make)


def _bad(name: str, head: Head, reason: str) -> None:
    """Found when the head is read: nothing is out yet."""

    def make(b: Bench) -> Vector:
        draft, content = b.order(), encode_head(head)
        texts = [
            head_text(content),
            proof_text(draft.proof(content, CLIENT_SEED)),
            data_text(BODY[:2]),
            end_text(BODY[2:]),
        ]
        return refused(draft, texts, "digest")

    add(f"digest_{name}", SECTION, reason, make)


def _mismatch(name: str, head: Head, reason: str) -> None:
    """Found at the end of the body."""

    def make(b: Bench) -> Vector:
        draft, content = b.order(), encode_head(head)
        texts = [head_text(content), data_text(BODY[:2]), end_text(BODY[2:])]
        return refused(draft, texts, "digest", released=BODY[:2])

    add(f"digest_{name}", SECTION, reason, make)


_good("sha256", _lines(SHA_256), "sha-256 alone is enough for attribution signed.")
_good("both", _lines(SHA_256 + b", " + SHA_512), "Both digests, both right.")
_good("two_lines", _lines(SHA_256, SHA_512), "Two field lines are one dictionary.")
_good("odd_spacing", _lines(SHA_256 + b" \t,\t " + SHA_512), "Space and HTAB around the comma.")
_good("with_unknown", _lines(b"md5=:AAAA:," + SHA_512), "An unknown algorithm beside a known one is passed over.")
_good(
    "only_unknown",
    _lines(b"md5=:AAAA:"),
    "Only an unknown algorithm: no checked digest, so not signed.",
    "authenticated",
)

_mismatch("mismatch", _lines(OTHER_SHA_512), "The digest of another body.")
_mismatch("one_of_two_wrong", _lines(SHA_512 + b", " + OTHER_SHA_256), "Each digest present is checked.")

_bad(
    "doubled", _lines(SHA_512 + b", " + SHA_512), "A doubled member: RFC 9651 would take the last, here it is refused."
)
_bad("doubled_lines", _lines(SHA_512, OTHER_SHA_512), "A doubled member, on two lines.")
_bad("doubled_unknown", _lines(b"md5=:AAAA:, md5=:AAAA:, " + SHA_512), "A doubled member of an algorithm not checked.")
_bad("parameter", _lines(SHA_512 + b";q=1"), "A parameter.")
_bad("string", _lines(b'sha-512="' + SHA_512[9:-1] + b'"'), "A string in place of a byte sequence.")
_bad("boolean", _lines(b"sha-512"), "A member without value is boolean true, not a byte sequence.")
_bad("unknown_not_bytes", _lines(b"md5=1, " + SHA_512), "An integer, in a member that is not checked.")
_bad(
    "sha512_of_32_bytes",
    _lines(b"sha-512=:" + SHA_256[9:]),
    "32 bytes for sha-512: no shorter digest is taken for a longer.",
)
_bad("without_padding", _lines(SHA_512.replace(b"==:", b":")), "base64 without its padding.")
_bad("pad_bits", _lines(SHA_256[:-3] + bytes([SHA_256[-3] + 1]) + b"=:"), "base64 with bits set that are thrown away.")
_bad("trailing_comma", _lines(SHA_512 + b","), "A comma without member after it.")


@scenario(
    SECTION, "The body exchanged under a signed head, by someone who holds the keys (the recipient): the digest tells."
)
def digest_body_exchanged(b: Bench) -> Vector:
    draft, content = b.order(), encode_head(_lines(SHA_512))
    proof = proof_text(draft.proof(content, CLIENT_SEED))
    return refused(draft, [head_text(content), proof, data_text(b"howdy"), end_text()], "digest", released=b"howdy")


@scenario(SECTION, "A long body with one byte exchanged: all but the last record may be out.")
def digest_long_body_exchanged(b: Bench) -> Vector:
    digest = base64.b64encode(hashlib.sha512(mod251(3_000)).digest())
    content = encode_head(replace(ORDER, fields=[(b"content-digest", b"sha-512=:" + digest + b":")]))
    texts = [head_text(content), data_text(mod251(2_999)), end_text(b"?")]
    return refused(b.order(), texts, "digest", released=mod251(2_999))


@scenario(SECTION, "A signing sealer replaces the application's digests by its own, as the last field.")
def digest_replaced_by_signer(b: Bench) -> Vector:
    fields = [(b"content-digest", SHA_256), (b"x-a", b"1"), (b"content-digest", b"md5=:AAAA:"), (b"x-b", b"2")]
    return request(b, BODY, How(seed=CLIENT_SEED), replace(ORDER, fields=fields))


@scenario(SECTION, "A sealer that does not sign leaves the application's digest alone; it is checked all the same.")
def digest_kept_without_signer(b: Bench) -> Vector:
    return payload(b, BODY, head=Head(fields=[(b"content-digest", SHA_256), (b"x-a", b"1")]))


@scenario(SECTION, "A signed stream with a digest that the application knew beforehand: attribution signed.")
def digest_in_signed_stream(b: Bench) -> Vector:
    how = How(seed=CLIENT_SEED, writes=(b"he", b"llo"), padding=Padding("none"))
    return request(b, BODY, how, replace(ORDER, fields=[(b"content-digest", SHA_512)]))
