"""QUIC's variable-length integer (RFC 9000 16), shortest form only."""


class VarintError(Exception):
    pass


def encode_varint(value: int) -> bytes:
    for prefix, size in ((0, 1), (1, 2), (2, 4), (3, 8)):
        if value < 1 << (8 * size - 2):
            return (value | prefix << (8 * size - 2)).to_bytes(size, "big")
    raise VarintError("larger than 2^62 - 1")


def decode_varint(data: bytes, offset: int) -> tuple[int, int]:
    """The value, and the offset after it."""
    if offset >= len(data):
        raise VarintError("ends before an integer")
    size = 1 << (data[offset] >> 6)
    if offset + size > len(data):
        raise VarintError("ends within an integer")
    value = int.from_bytes(data[offset : offset + size], "big") & ((1 << (8 * size - 2)) - 1)
    if len(encode_varint(value)) != size:
        raise VarintError("not the shortest form")
    return value, offset + size
