"""Path and query, already normal: nothing that one hop could read differently from the next."""

import re

from .authority import ENCODED_UNRESERVED

_PCHAR = rb"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-F]{2})"
_PATH = re.compile(rb"/(?:" + _PCHAR + rb"|/)*")
_ENCODED_CONTROL = re.compile(rb"%(?:[01][0-9A-F]|7F)")
_QUERY = re.compile(rb"(?:" + _PCHAR + rb"|[/?])*")


def is_normal_path(target: bytes) -> bool:
    path, mark, query = target.partition(b"?")
    return _is_path(path) and (not mark or _is_query(query))


def _is_path(path: bytes) -> bool:
    if not _PATH.fullmatch(path) or ENCODED_UNRESERVED.search(path):
        return False
    if any(encoded in path for encoded in (b"%2F", b"%5C")) or _ENCODED_CONTROL.search(path):
        return False
    segments = path[1:].split(b"/")
    return all(segments[:-1]) and b"." not in segments and b".." not in segments


def _is_query(query: bytes) -> bool:
    return bool(_QUERY.fullmatch(query)) and not ENCODED_UNRESERVED.search(query) and b"%00" not in query
