"""Reads a prelude and checks each field as soon as it is there."""

from collections.abc import Collection, Generator

from .hpke import KDF_HKDF_SHA256, KEM_X25519, KEM_XWING, MODE_BASE, Suite
from .input import Input
from .keys import KEY_ID_LENGTH
from .prelude import MAGIC, MAXIMUM_TIMESTAMP, NONCE_LENGTH, VERSION, Prelude, answer_prelude
from .primitives import AES_256_GCM, CHACHA20_POLY1305
from .refusal import Refused

ENC_LENGTH = 32


def read_first_prelude(source: Input, kind: int) -> Generator[None, None, Prelude]:
    """Kinds 1 and 2."""
    yield from _read_kind(source, {kind})
    mode = yield from _read_number(source, 1, {MODE_BASE}, "mode")
    kem = yield from _read_number(source, 2, {KEM_X25519, KEM_XWING}, "kem")
    if kem == KEM_XWING:
        raise Refused("prelude", "X-Wing is not in this build")
    kdf = yield from _read_number(source, 2, {KDF_HKDF_SHA256}, "kdf")
    aead = yield from _read_number(source, 2, {AES_256_GCM, CHACHA20_POLY1305}, "aead")
    key_id = yield from source.take(KEY_ID_LENGTH)
    enc = yield from source.take(ENC_LENGTH)
    nonce = yield from source.take(NONCE_LENGTH)
    timestamp = int.from_bytes((yield from source.take(8)), "big")
    if timestamp > MAXIMUM_TIMESTAMP:
        raise Refused("prelude", "timestamp")
    return Prelude(kind, Suite(kem, kdf, aead), key_id, enc, nonce, timestamp, mode)


def read_answer_prelude(source: Input, kinds: Collection[int]) -> Generator[None, None, tuple[int, bytes]]:
    """Kinds 3 and 4: the kind, and the prelude's bytes."""
    kind = yield from _read_kind(source, kinds)
    nonce = yield from source.take(NONCE_LENGTH)
    return kind, answer_prelude(kind, nonce)


def _read_kind(source: Input, kinds: Collection[int]) -> Generator[None, None, int]:
    if (yield from source.take(len(MAGIC))) != MAGIC:
        raise Refused("prelude", "magic")
    yield from _read_number(source, 1, {VERSION}, "version")
    return (yield from _read_number(source, 1, kinds, "kind"))


def _read_number(source: Input, size: int, allowed: Collection[int], what: str) -> Generator[None, None, int]:
    number = int.from_bytes((yield from source.take(size)), "big")
    if number not in allowed:
        raise Refused("prelude", what)
    return number
