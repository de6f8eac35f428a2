"""Bytes as they arrive. Readers are generators that ask for the next n bytes and are resumed when there are enough."""

from collections.abc import Generator

from .refusal import Refused

Reading = Generator[None, None, bytes]


class Input:
    def __init__(self) -> None:
        self._buffer = bytearray()
        self._ended = False

    def append(self, data: bytes) -> None:
        self._buffer += data

    def end(self) -> None:
        self._ended = True

    def take(self, count: int) -> Reading:
        while len(self._buffer) < count:
            if self._ended:
                raise Refused("end", "the message is cut short")
            yield
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    def expect_end(self) -> Generator[None, None, None]:
        while not self._buffer:
            if self._ended:
                return
            yield
        raise Refused("end", "bytes after the last record")
