"""From an HPKE context to the key of one message."""

from dataclasses import dataclass

from .hpke import Suite, export
from .primitives import KEY_LENGTH

COMMITMENT_LENGTH = 32


@dataclass(frozen=True)
class MessageKeys:
    """secret = ctx.Export(bind, 32 + Nk); commitment = secret[0..<32]; key = secret[32...]"""

    suite: Suite
    exporter_secret: bytes
    bind: bytes

    @property
    def secret(self) -> bytes:
        return export(self.suite, self.exporter_secret, self.bind, COMMITMENT_LENGTH + KEY_LENGTH)

    @property
    def commitment(self) -> bytes:
        return self.secret[:COMMITMENT_LENGTH]

    @property
    def key(self) -> bytes:
        return self.secret[COMMITMENT_LENGTH:]


@dataclass(frozen=True)
class LoggedKeys:
    """The keys of one message, from a key log: there is no exporter secret to derive them from."""

    suite: Suite
    bind: bytes
    commitment: bytes
    key: bytes
