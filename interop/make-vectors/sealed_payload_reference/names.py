"""Whom a recipient key belongs to: the issuer of an API (an origin), or the name of a kind 1 recipient."""

from .authority import is_authority

INFO_LABEL = b"sealed-payload v1\x00"
MAXIMUM_LENGTH = 255


def info(iss: str) -> bytes:
    """HPKE's info."""
    return INFO_LABEL + iss.encode()


def check_issuer(iss: str) -> None:
    """Raises ValueError unless `iss` is an origin, byte for byte as the key configuration writes it."""
    for scheme, default_port in (("https://", ":443"), ("http://", ":80")):
        if iss.startswith(scheme):
            authority = iss[len(scheme) :].encode()
            if is_authority(authority) and not iss.endswith(default_port) and len(iss.encode()) <= MAXIMUM_LENGTH:
                return
    raise ValueError(f"not an origin: {iss!r}")


def check_payload_name(name: str) -> None:
    """Raises ValueError for a name that could be taken for an origin, or that can't be shown safely."""
    if "://" in name or len(name.encode()) > MAXIMUM_LENGTH or any(ord(c) < 0x20 or ord(c) == 0x7F for c in name):
        raise ValueError(f"not a recipient's name: {name!r}")
