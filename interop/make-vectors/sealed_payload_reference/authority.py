"""`host[:port]`, in the one spelling that is accepted."""

import re

_UNRESERVED = rb"[a-z0-9\-._~]"
_SUB_DELIMS = rb"[!$&'()*+,;=]"
_ENCODED = rb"%[0-9A-F]{2}"
_REG_NAME = rb"(?:" + _UNRESERVED + rb"|" + _SUB_DELIMS + rb"|" + _ENCODED + rb")+"
_IPV6 = rb"\[[0-9a-f:.]+\]"
_AUTHORITY = re.compile(rb"(?P<host>" + _REG_NAME + rb"|" + _IPV6 + rb")(?::(?P<port>[1-9][0-9]{0,4}))?")

ENCODED_UNRESERVED = re.compile(rb"%(?:2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)")


def is_authority(authority: bytes) -> bool:
    match = _AUTHORITY.fullmatch(authority)
    if match is None or ENCODED_UNRESERVED.search(match["host"]):
        return False
    return match["port"] is None or int(match["port"]) <= 65_535
