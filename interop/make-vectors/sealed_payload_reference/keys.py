"""Keys, their ids, and the two ways they are written: one line (public) and JWK (private)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .encoding import base64url, from_base64url
from .hpke import KEM_X25519
from .primitives import ZeroSharedSecret, sha256, x25519, x25519_public_key
from .signature import is_acceptable_point, signing_public_key

KEY_ID_LABEL = b"sealed-payload v1 key"
KEY_ID_LENGTH = 8


def key_id(kem: int, public_key: bytes) -> bytes:
    return sha256(KEY_ID_LABEL + kem.to_bytes(2, "big") + public_key)[:KEY_ID_LENGTH]


@dataclass(frozen=True)
class RecipientKey:
    """A private key and the one name it belongs to."""

    private_key: bytes
    iss: str
    kem: int = KEM_X25519

    @property
    def public_key(self) -> bytes:
        return x25519_public_key(self.private_key)

    @property
    def key_id(self) -> bytes:
        return key_id(self.kem, self.public_key)


class KeyRing:
    def __init__(self, keys: Iterable[RecipientKey]) -> None:
        self._keys: dict[tuple[int, bytes], RecipientKey] = {}
        for key in keys:
            if any(known == key.key_id for _, known in self._keys):
                raise ValueError("two keys with one key_id")
            self._keys[key.kem, key.key_id] = key

    def find(self, kem: int, wanted: bytes) -> RecipientKey | None:
        return self._keys.get((kem, wanted))


def x25519_line(public_key: bytes) -> str:
    return "x25519:" + base64url(public_key)


def ed25519_line(public_key: bytes) -> str:
    return "ed25519:" + base64url(public_key)


def parse_x25519_line(line: str) -> bytes:
    public_key = _parse_line("x25519:", line)
    try:
        x25519(b"\x01" * 32, public_key)
    except ZeroSharedSecret as error:
        raise ValueError("a recipient key of low order") from error
    return public_key


def parse_ed25519_line(line: str) -> bytes:
    public_key = _parse_line("ed25519:", line)
    if not is_acceptable_point(public_key):
        raise ValueError("not canonical, or of small order")
    return public_key


def _parse_line(prefix: str, line: str) -> bytes:
    if not line.startswith(prefix):
        raise ValueError(f"does not start with {prefix}")
    return from_base64url(line[len(prefix) :], 32)


def load_jwk(path: Path, curve: str) -> bytes:
    """The private key (X25519) or the seed (Ed25519)."""
    jwk = json.loads(path.read_text())
    if jwk.get("kty") != "OKP" or jwk.get("crv") != curve:
        raise ValueError(f"not a private {curve} key")
    private_key = from_base64url(jwk["d"], 32)
    public_key = x25519_public_key(private_key) if curve == "X25519" else signing_public_key(private_key)
    if from_base64url(jwk["x"], 32) != public_key:
        raise ValueError("x does not belong to d")
    return private_key
