"""`host[:port]`, in the one spelling that every parser reads alike."""

import ipaddress
import re

_LABEL = rb"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(_LABEL + rb"(?:\." + _LABEL + rb")*")
_AUTHORITY = re.compile(rb"(?P<host>[^\[\]:]+|\[[0-9a-f:]+\])(?::(?P<port>[1-9][0-9]{0,4}))?")
_NUMBER = re.compile(rb"[0-9]+|0x[0-9a-f]*")
MAXIMUM_NAME = 253

ENCODED_UNRESERVED = re.compile(rb"%(?:2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)")


def is_authority(authority: bytes) -> bool:
    match = _AUTHORITY.fullmatch(authority)
    if match is None:
        return False
    host = match["host"]
    if not (_is_ipv6(host[1:-1].decode()) if host.startswith(b"[") else _is_name(host)):
        return False
    return match["port"] is None or int(match["port"]) <= 65_535


def _is_name(host: bytes) -> bool:
    if len(host) > MAXIMUM_NAME or not _NAME.fullmatch(host):
        return False
    if not _NUMBER.fullmatch(host.rpartition(b".")[2]):
        return True
    try:
        return str(ipaddress.IPv4Address(host.decode())) == host.decode()
    except ValueError:
        return False


def _is_ipv6(text: str) -> bool:
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return address.ipv4_mapped is None and str(address) == text
