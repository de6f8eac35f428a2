"""RFC 9180, mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256: as far as the exporter secret, and Export."""

from dataclasses import dataclass

from .primitives import hmac_sha256, x25519, x25519_public_key

MODE_BASE = 0x00
KEM_X25519 = 0x0020
KEM_XWING = 0x647A
KDF_HKDF_SHA256 = 0x0001
HASH_LENGTH = 32  # Nh


@dataclass(frozen=True)
class Suite:
    kem: int
    kdf: int
    aead: int

    @property
    def kem_id(self) -> bytes:
        return b"KEM" + self.kem.to_bytes(2, "big")

    @property
    def hpke_id(self) -> bytes:
        return b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (self.kem, self.kdf, self.aead))


@dataclass(frozen=True)
class Context:
    """What both sides hold after the key schedule; only Export is used."""

    suite: Suite
    shared_secret: bytes
    exporter_secret: bytes

    def export(self, exporter_context: bytes, length: int) -> bytes:
        """Context.Export(exporter_context, L) = LabeledExpand(self.exporter_secret, "sec", exporter_context, L)"""
        return export(self.suite, self.exporter_secret, exporter_context, length)


def export(suite: Suite, exporter_secret: bytes, exporter_context: bytes, length: int) -> bytes:
    return labeled_expand(suite.hpke_id, exporter_secret, b"sec", exporter_context, length)


def setup_sender(
    suite: Suite, enc_private_key: bytes, recipient_public_key: bytes, info: bytes
) -> tuple[bytes, Context]:
    """SetupBaseS, with the ephemeral key given: enc and the context."""
    enc = x25519_public_key(enc_private_key)
    shared_secret = kem_shared_secret(x25519(enc_private_key, recipient_public_key), enc, recipient_public_key, suite)
    return enc, key_schedule(suite, shared_secret, info)


def setup_recipient(suite: Suite, enc: bytes, private_key: bytes, info: bytes) -> Context:
    """SetupBaseR. Raises ZeroSharedSecret for an `enc` of low order."""
    dh = x25519(private_key, enc)
    return key_schedule(suite, kem_shared_secret(dh, enc, x25519_public_key(private_key), suite), info)


def kem_shared_secret(dh: bytes, enc: bytes, recipient_public_key: bytes, suite: Suite) -> bytes:
    """RFC 9180 4.1: ExtractAndExpand(dh, kem_context), kem_context = enc || pkRm"""
    eae_prk = labeled_extract(suite.kem_id, b"", b"eae_prk", dh)
    return labeled_expand(suite.kem_id, eae_prk, b"shared_secret", enc + recipient_public_key, 32)


def key_schedule(suite: Suite, shared_secret: bytes, info: bytes) -> Context:
    """RFC 9180 5.1: KeySchedule(mode_base, shared_secret, info, "", "")"""
    psk_id_hash = labeled_extract(suite.hpke_id, b"", b"psk_id_hash", b"")
    info_hash = labeled_extract(suite.hpke_id, b"", b"info_hash", info)
    key_schedule_context = bytes([MODE_BASE]) + psk_id_hash + info_hash
    secret = labeled_extract(suite.hpke_id, shared_secret, b"secret", b"")
    exporter_secret = labeled_expand(suite.hpke_id, secret, b"exp", key_schedule_context, HASH_LENGTH)
    return Context(suite, shared_secret, exporter_secret)


def labeled_extract(suite_id: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hkdf_extract(salt, b"HPKE-v1" + suite_id + label + ikm)


def labeled_expand(suite_id: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return hkdf_expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite_id + label + info, length)


def hkdf_extract(salt: bytes, ikm: bytes) -> bytes:
    return hmac_sha256(salt or bytes(HASH_LENGTH), ikm)


def hkdf_expand(prk: bytes, info: bytes, length: int) -> bytes:
    block, output, counter = b"", b"", 1
    while len(output) < length:
        block = hmac_sha256(prk, block + info + bytes([counter]))
        output += block
        counter += 1
    return output[:length]
