"""u32 length || AEAD(content || type || zeros)"""

from .primitives import NONCE_LENGTH, TAG_LENGTH, AuthenticationFailure, aead_open, aead_seal
from .refusal import Refused

TYPE_HEAD, TYPE_PROOF, TYPE_DATA, TYPE_END = 1, 2, 3, 4
MINIMUM_LENGTH = 1 + TAG_LENGTH
MAXIMUM_LENGTH = 65_536 + TAG_LENGTH
MAXIMUM_CONTENT = 65_535
MAXIMUM_EMPTY_RUN = 16


def record_nonce(index: int) -> bytes:
    return index.to_bytes(NONCE_LENGTH, "big")


def plaintext(content: bytes, record_type: int, length: int) -> bytes:
    return content + bytes([record_type]) + bytes(length - len(content) - 1)


def frame(ciphertext: bytes) -> bytes:
    return len(ciphertext).to_bytes(4, "big") + ciphertext


def seal_record(aead: int, key: bytes, index: int, text: bytes) -> bytes:
    return frame(aead_seal(aead, key, record_nonce(index), text))


def check_length(length: int) -> None:
    if not MINIMUM_LENGTH <= length <= MAXIMUM_LENGTH:
        raise Refused("framing", f"record of {length} bytes")


def open_record(aead: int, key: bytes, index: int, ciphertext: bytes) -> tuple[int, bytes]:
    """Type and content."""
    try:
        text = aead_open(aead, key, record_nonce(index), ciphertext)
    except AuthenticationFailure as error:
        raise Refused("aead", f"record {index}") from error
    unpadded = text.rstrip(b"\x00")
    if not unpadded or not TYPE_HEAD <= unpadded[-1] <= TYPE_END:
        raise Refused("plaintext", f"record {index} has no known type")
    return unpadded[-1], unpadded[:-1]


class RecordOrder:
    """head, at most one proof, data, end; never more than 16 empty data records in a row."""

    def __init__(self) -> None:
        self.index = 0
        self._empty_run = 0

    def accept(self, record_type: int, content: bytes) -> None:
        if (record_type == TYPE_HEAD) != (self.index == 0):
            raise Refused("order", "the head is not the first record")
        if record_type == TYPE_PROOF and self.index != 1:
            raise Refused("order", "the proof is not the second record")
        if record_type == TYPE_DATA:
            self._empty_run = 0 if content else self._empty_run + 1
            if self._empty_run > MAXIMUM_EMPTY_RUN:
                raise Refused("order", "too many empty data records in a row")
        self.index += 1
