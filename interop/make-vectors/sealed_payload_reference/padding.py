"""How long a plaintext (content, type, zeros) becomes."""

from dataclasses import dataclass
from typing import Literal

MAXIMUM_PLAINTEXT = 65_536


@dataclass(frozen=True)
class Padding:
    """`standard`, `none`, or a multiple."""

    policy: Literal["standard", "none"] | int = "standard"

    def plaintext_length(self, unpadded: int) -> int:
        """Of a head, a proof or a streamed record."""
        if self.policy == "none":
            return unpadded
        return min(round_up(unpadded, 128 if self.policy == "standard" else self.policy), MAXIMUM_PLAINTEXT)

    def end_plaintext_length(self, unpadded: int, body_length: int) -> int:
        """Of the last record of a whole body: the body as a whole is rounded, as far as one record can."""
        if self.policy != "standard":
            return self.plaintext_length(unpadded)
        whole = body_length + 1
        return min(unpadded + padme(whole) - whole, MAXIMUM_PLAINTEXT)


STANDARD = Padding()


def round_up(length: int, multiple: int) -> int:
    return -(-length // multiple) * multiple


def padme(length: int) -> int:
    """At most 12 % more, and only O(log log) bits of the length leak."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    significant = exponent.bit_length()  # floor(log2 exponent) + 1
    return round_up(length, 1 << (exponent - significant))
