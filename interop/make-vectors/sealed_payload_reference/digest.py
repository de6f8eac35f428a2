"""`content-digest` (RFC 9530): a dictionary of byte sequences (RFC 9651), read strictly."""

import base64
import binascii
import hashlib
import re

from .fields import Field, values_of
from .refusal import Refused

LENGTHS = {"sha-512": 64, "sha-256": 32}

_KEY = re.compile(rb"[a-z*][a-z0-9_\-.*]*")
_BYTE_SEQUENCE = re.compile(rb"=:([A-Za-z0-9+/]*={0,2}):")
_COMMA = re.compile(rb"[ \t]*,[ \t]*")


def content_digest_field(digest: bytes) -> Field:
    return b"content-digest", b"sha-512=:" + base64.b64encode(digest) + b":"


def without_content_digest(fields: list[Field]) -> list[Field]:
    return [(name, value) for name, value in fields if name != b"content-digest"]


def parse_content_digest(fields: list[Field]) -> dict[str, bytes]:
    """The digests that will be checked. Refuses the head (layer `digest`) if any member is not as it must be."""
    values = values_of(fields, b"content-digest")
    members = _parse_dictionary(b", ".join(values)) if values else {}
    for name, length in LENGTHS.items():
        if name in members and len(members[name]) != length:
            raise Refused("digest", f"{name} has the wrong length")
    return {name: digest for name, digest in members.items() if name in LENGTHS}


def _parse_dictionary(text: bytes) -> dict[str, bytes]:
    members: dict[str, bytes] = {}
    offset = 0
    while offset < len(text):
        if offset:
            offset = _skip(_COMMA, text, offset).end()
        key = _skip(_KEY, text, offset)
        value = _skip(_BYTE_SEQUENCE, text, key.end())
        name = key[0].decode("ascii")
        if name in members:
            raise Refused("digest", "a doubled member")
        members[name] = _decode_base64(value[1])
        offset = value.end()
    return members


def _skip(pattern: re.Pattern[bytes], text: bytes, offset: int) -> re.Match[bytes]:
    match = pattern.match(text, offset)
    if match is None:
        raise Refused("digest", "not a dictionary of byte sequences")
    return match


def _decode_base64(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Refused("digest", "not base64") from error
    if base64.b64encode(data) != text:
        raise Refused("digest", "not canonical base64")
    return data


class BodyDigests:
    """Runs over the body as sealed; asked once, at its end."""

    def __init__(self, expected: dict[str, bytes]) -> None:
        self.expected = expected
        self._hashes = {name: hashlib.new(name.replace("-", "")) for name in expected}

    def update(self, content: bytes) -> None:
        for running in self._hashes.values():
            running.update(content)

    def check(self) -> None:
        for name, running in self._hashes.items():
            if running.digest() != self.expected[name]:
                raise Refused("digest", f"{name} is not the body's")
