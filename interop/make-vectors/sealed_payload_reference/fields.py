"""Which header fields a head may carry, and what `content-length` says."""

import re

Field = tuple[bytes, bytes]

MAXIMUM_FIELDS = 128
FORBIDDEN = frozenset(
    {
        b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect", b"host",
        b"sealed-payload", b"proxy", b"http2-settings",
    }
)  # fmt: skip
FRAMING = frozenset({b"content-length", b"content-digest"})

TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_NAME = re.compile(rb"[!#$%&'*+\-.^_`|~0-9a-z]+")
_VALUE = re.compile(rb"[\t\x20-\x7e\x80-\xff]*")
_CONTENT_LENGTH = re.compile(rb"0|[1-9][0-9]{0,18}")


class FieldError(Exception):
    pass


def check_fields(fields: list[Field]) -> None:
    if len(fields) > MAXIMUM_FIELDS:
        raise FieldError("more than 128 fields")
    for name, value in fields:
        if not _NAME.fullmatch(name):
            raise FieldError("a name is not a lower-case token")
        if _is_forbidden(name):
            raise FieldError("a name belongs to the connection, or passes for one that does")
        if not _VALUE.fullmatch(value) or value != value.strip(b" \t"):
            raise FieldError("a value is not a field value")
    content_length(fields)


def _is_forbidden(name: bytes) -> bool:
    """Gateways to programs write `-` and `_` alike: a name with `_` must not become one of these."""
    folded = name.replace(b"_", b"-")
    return folded in FORBIDDEN or folded.startswith(b"proxy-") or (folded != name and folded in FRAMING)


def values_of(fields: list[Field], wanted: bytes) -> list[bytes]:
    return [value for name, value in fields if name == wanted]


def content_length(fields: list[Field]) -> int | None:
    values = values_of(fields, b"content-length")
    if not values:
        return None
    if len(values) > 1 or not _CONTENT_LENGTH.fullmatch(values[0]):
        raise FieldError("content-length is not one number")
    return int(values[0])
