"""Signatures that hold in the bare equation S·B = R + h·A but must be refused. No curve arithmetic is needed:
a·B is the public key of a seed, and adding the point of order 2 negates both coordinates."""

import hashlib

from sealed_payload_reference.proof import ALGORITHM_ED25519, Statement
from sealed_payload_reference.signature import FIELD_PRIME, GROUP_ORDER, sign, signing_public_key

from .fixed import fixed

IDENTITY = (1).to_bytes(32, "little")
IDENTITY_NOT_CANONICAL = (FIELD_PRIME + 1).to_bytes(32, "little")


def sign_bytes(seed: bytes, signed: bytes) -> bytes:
    return _proof(signing_public_key(seed), sign(seed, signed))


def with_small_order_key(public_key: bytes) -> bytes:
    """h·A vanishes, so R = a·B and S = a fit any message."""
    seed = fixed("a nonce of a forged signature", 32)
    return _proof(public_key, signing_public_key(seed) + _number(_scalar(seed)))


def with_small_order_r(seed: bytes, statement: Statement) -> bytes:
    """R vanishes, so S = h·a."""
    public_key = signing_public_key(seed)
    h = _challenge(IDENTITY, public_key, statement)
    return _proof(public_key, IDENTITY + _number(h * _scalar(seed)))


def with_s_plus_order(proof: bytes) -> bytes:
    s = int.from_bytes(proof[65:], "little") + GROUP_ORDER
    return proof[:65] + s.to_bytes(32, "little")


def with_order_2_in_r(seed: bytes, nonce_seed: bytes, statement: Statement) -> bytes:
    """R = r·B + T, T of order 2, and S = r + h·a: both sides differ by T."""
    public_key = signing_public_key(seed)
    r = _plus_order_2(signing_public_key(nonce_seed))
    h = _challenge(r, public_key, statement)
    return _proof(public_key, r + _number(_scalar(nonce_seed) + h * _scalar(seed)))


def _plus_order_2(point: bytes) -> bytes:
    """(x, y) + (0, -1) = (-x, -y)"""
    number = int.from_bytes(point, "little")
    sign_of_x, y = number >> 255, number & ((1 << 255) - 1)
    return ((1 - sign_of_x) << 255 | FIELD_PRIME - y).to_bytes(32, "little")


def _proof(public_key: bytes, signature: bytes) -> bytes:
    return bytes([ALGORITHM_ED25519]) + public_key + signature


def _challenge(r: bytes, public_key: bytes, statement: Statement) -> int:
    signed = statement.signed_bytes(ALGORITHM_ED25519, public_key)
    return int.from_bytes(hashlib.sha512(r + public_key + signed).digest(), "little")


def _scalar(seed: bytes) -> int:
    """RFC 8032 5.1.5"""
    number = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    return number & ((1 << 254) - 8) | 1 << 254


def _number(scalar: int) -> bytes:
    return (scalar % GROUP_ORDER).to_bytes(32, "little")
