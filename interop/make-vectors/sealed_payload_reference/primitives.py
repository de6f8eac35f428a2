"""Every call into a cryptographic library. Nothing below this line is written here."""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AES_256_GCM = 0x0002
CHACHA20_POLY1305 = 0x0003
KEY_LENGTH = 32  # Nk of both
NONCE_LENGTH = 12  # Nn of both
TAG_LENGTH = 16  # Nt of both


class AuthenticationFailure(Exception):
    """The tag does not belong to this key, nonce and ciphertext."""


class ZeroSharedSecret(Exception):
    """RFC 9180 7.1.4: the Diffie-Hellman output is all zero, so the peer's point is of low order."""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def sha512(data: bytes) -> bytes:
    return hashlib.sha512(data).digest()


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    return hmac.digest(key, data, "sha256")


def equal(a: bytes, b: bytes) -> bool:
    return hmac.compare_digest(a, b)


def x25519_public_key(private_key: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def x25519(private_key: bytes, public_key: bytes) -> bytes:
    try:
        peer = X25519PublicKey.from_public_bytes(public_key)
        return X25519PrivateKey.from_private_bytes(private_key).exchange(peer)
    except ValueError as error:
        raise ZeroSharedSecret from error


def _cipher(aead: int, key: bytes) -> AESGCM | ChaCha20Poly1305:
    return AESGCM(key) if aead == AES_256_GCM else ChaCha20Poly1305(key)


def aead_seal(aead: int, key: bytes, nonce: bytes, plaintext: bytes) -> bytes:
    return _cipher(aead, key).encrypt(nonce, plaintext, None)


def aead_open(aead: int, key: bytes, nonce: bytes, ciphertext: bytes) -> bytes:
    try:
        return _cipher(aead, key).decrypt(nonce, ciphertext, None)
    except InvalidTag as error:
        raise AuthenticationFailure from error
