"""The cleartext before the commitment."""

from dataclasses import dataclass

from .hpke import Suite

MAGIC = b"SPL"
VERSION = 1
NONCE_LENGTH = 16
MAXIMUM_TIMESTAMP = 253_402_300_799  # the year 9999 ends


@dataclass(frozen=True)
class Prelude:
    """Kinds 1 and 2."""

    kind: int
    suite: Suite
    key_id: bytes
    enc: bytes
    nonce: bytes
    timestamp: int
    mode: int = 0

    def encode(self) -> bytes:
        suite = b"".join(n.to_bytes(2, "big") for n in (self.suite.kem, self.suite.kdf, self.suite.aead))
        start = MAGIC + bytes([VERSION, self.kind, self.mode]) + suite
        return start + self.key_id + self.enc + self.nonce + self.timestamp.to_bytes(8, "big")


def answer_prelude(kind: int, nonce: bytes) -> bytes:
    """Kinds 3 and 4."""
    return MAGIC + bytes([VERSION, kind]) + nonce
