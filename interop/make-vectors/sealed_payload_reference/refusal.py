"""The one error of a message that must not be accepted."""

from typing import Literal

Outcome = Literal["rejected", "unknown-key", "too-large"]
Layer = Literal[
    "prelude", "key", "kem", "commitment", "framing", "aead", "plaintext",
    "order", "head", "proof", "digest", "verdict", "limit", "end",
]  # fmt: skip


class Refused(Exception):
    """A message was refused. `layer` is for tests and local diagnostics, never for the peer."""

    def __init__(self, layer: Layer, reason: str, outcome: Outcome = "rejected") -> None:
        super().__init__(f"{outcome} ({layer}): {reason}")
        self.layer = layer
        self.outcome = outcome
        self.reason = reason
