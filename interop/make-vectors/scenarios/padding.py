"""Padding: every policy gives other bytes, and every opener takes all of them."""

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.padding import Padding

from .bench import ORDER, Bench
from .draft import end_text, head_text
from .fixed import CLIENT_SEED, TIMESTAMP, mod251
from .outcome import Vector, opened
from .registry import add, scenario
from .sealed import How, payload, request

SECTION = "Padding"


def _policy(name: str, policy: Padding, reason: str) -> None:
    def make(b: Bench) -> Vector:
        return request(b, mod251(1_000), How(padding=policy, seed=CLIENT_SEED))

    add(f"padding_{name}", SECTION, reason, make)


_policy("none", Padding("none"), "No padding: every plaintext is content and type.")
_policy("standard", Padding(), "Head and proof to multiples of 128, the body's 1,001 bytes to Padme's 1,024.")
_policy("multiple_of_1", Padding(1), "A multiple of 1 is no padding.")
_policy("multiple_of_100", Padding(100), "Every record to a multiple of 100.")
_policy("multiple_of_1001", Padding(1_001), "A plaintext that is a multiple already is not padded.")


@scenario(SECTION, "The largest multiple: every record is full.")
def padding_multiple_of_65536(b: Bench) -> Vector:
    return payload(b, b"hello", How(padding=Padding(65_536)))


@scenario(SECTION, "A multiple that does not divide 65,536 is capped there.")
def padding_multiple_capped(b: Bench) -> Vector:
    return payload(b, mod251(60_000), How(padding=Padding(50_000)))


def _padme(length: int, padded: int) -> None:
    def make(b: Bench) -> Vector:
        return payload(b, mod251(length), How(), Head())

    reason = f"Padme: {length} bytes of body and the type become {padded}."
    add(f"padding_padme_{length}", SECTION, reason, make)


for _length, _padded in ((8, 10), (9, 10), (127, 128), (128, 144), (5_000, 5_120)):
    _padme(_length, _padded)


@scenario(SECTION, "A stream with a multiple: it holds for all its records.")
def padding_stream_multiple(b: Bench) -> Vector:
    return request(b, b"", How(padding=Padding(64), writes=(b"a", b"b" * 64)))


@scenario(SECTION, "Openers accept any padding, whatever a policy would give.")
def padding_any(b: Bench) -> Vector:
    texts = [head_text(encode_head(ORDER), 1), end_text(b"hello", 1_777)]
    return opened(b.order(), texts, ORDER, b"hello", timestamp=TIMESTAMP)
