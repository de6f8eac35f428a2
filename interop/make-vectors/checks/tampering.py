"""A good message cut at any byte, or with any byte flipped, is refused."""

from sealed_payload_reference.body_reader import Opened

from .vector import Failure, Vector, run

LONGEST = 2_048
WHOLE = 1 << 30


def check_cuts(vector: Vector) -> None:
    if not _is_small_and_good(vector):
        return
    make = vector.opener_maker()
    for length in range(len(vector.sealed)):
        result = run(make, vector.sealed[:length], WHOLE).result
        if isinstance(result, Opened) or result.layer != "end":
            raise Failure(f"cut after {length} bytes: {result}")


def check_flips(vector: Vector) -> None:
    if not _is_small_and_good(vector):
        return
    make = vector.opener_maker()
    for position in range(len(vector.sealed)):
        changed = bytearray(vector.sealed)
        changed[position] ^= 0x01 if position % 2 else 0x80
        if isinstance(run(make, bytes(changed), WHOLE).result, Opened):
            raise Failure(f"opened with byte {position} changed")


def _is_small_and_good(vector: Vector) -> bool:
    return vector.expect["outcome"] == "opened" and len(vector.sealed) <= LONGEST
