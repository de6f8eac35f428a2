"""The head: a Binary HTTP message (RFC 9292, known length) without content and trailers."""

from dataclasses import dataclass, field

from .authority import is_authority
from .fields import TOKEN, Field, FieldError, check_fields, content_length
from .path import is_normal_path
from .refusal import Refused
from .varint import VarintError, decode_varint, encode_varint

KIND_PAYLOAD, KIND_REQUEST, KIND_RESPONSE, KIND_VERDICT = 1, 2, 3, 4
NO_CONTENT_NO_TRAILERS = b"\x00\x00"
MAXIMUM_LENGTH = 65_535
MAXIMUM_METHOD = 32


@dataclass(frozen=True)
class Head:
    """Request: the four strings. Response: the status. Payload: neither."""

    method: bytes = b""
    scheme: bytes = b""
    authority: bytes = b""
    path: bytes = b""
    status: int | None = None
    fields: list[Field] = field(default_factory=list)

    def content_length(self) -> int | None:
        return content_length(self.fields)


def encode_head(head: Head) -> bytes:
    if head.status is None:
        control = b"\x00" + b"".join(_string(s) for s in (head.method, head.scheme, head.authority, head.path))
    else:
        control = b"\x01" + encode_varint(head.status)
    lines = b"".join(_string(name) + _string(value) for name, value in head.fields)
    return control + _string(lines) + NO_CONTENT_NO_TRAILERS


def parse_head(content: bytes, kind: int, allow_http: bool = False) -> Head:
    """Everything of layer `head` that can be told from the head alone."""
    try:
        head = _parse(content, is_response=kind in (KIND_RESPONSE, KIND_VERDICT))
        check_fields(head.fields)
    except (VarintError, FieldError) as error:
        raise Refused("head", str(error)) from error
    if kind == KIND_PAYLOAD:
        _check_payload(head)
    elif kind == KIND_REQUEST:
        _check_request(head, allow_http)
    return head


def _parse(content: bytes, is_response: bool) -> Head:
    indicator, offset = decode_varint(content, 0)
    if indicator != (1 if is_response else 0):
        raise FieldError("wrong framing indicator")
    method = scheme = authority = path = b""
    status = None
    if is_response:
        status, offset = decode_varint(content, offset)
        if not 200 <= status <= 599:
            raise FieldError("status is not final")
    else:
        method, offset = _take_string(content, offset)
        scheme, offset = _take_string(content, offset)
        authority, offset = _take_string(content, offset)
        path, offset = _take_string(content, offset)
    section, offset = _take_string(content, offset)
    if content[offset:] != NO_CONTENT_NO_TRAILERS:
        raise FieldError("does not end with no content and no trailers")
    return Head(method, scheme, authority, path, status, _parse_fields(section))


def _parse_fields(section: bytes) -> list[Field]:
    fields, offset = [], 0
    while offset < len(section):
        name, offset = _take_string(section, offset)
        value, offset = _take_string(section, offset)
        fields.append((name, value))
    return fields


def _check_payload(head: Head) -> None:
    if head.method or head.scheme or head.authority or head.path:
        raise Refused("head", "a payload has no control data")


def _check_request(head: Head, allow_http: bool) -> None:
    if not TOKEN.fullmatch(head.method) or len(head.method) > MAXIMUM_METHOD or head.method == b"CONNECT":
        raise Refused("head", "method")
    if head.scheme != b"https" and not (allow_http and head.scheme == b"http"):
        raise Refused("head", "scheme")
    if not is_authority(head.authority):
        raise Refused("head", "authority")
    if not is_normal_path(head.path):
        raise Refused("head", "path")


def _string(data: bytes) -> bytes:
    return encode_varint(len(data)) + data


def _take_string(data: bytes, offset: int) -> tuple[bytes, int]:
    length, offset = decode_varint(data, offset)
    if length > len(data) - offset:
        raise VarintError("a length points past the end")
    return data[offset : offset + length], offset + length
