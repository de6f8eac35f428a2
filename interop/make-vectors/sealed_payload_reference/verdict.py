"""The server's sealed refusal: a head and a small JSON object."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from .fields import values_of
from .head import Head
from .prelude import MAXIMUM_TIMESTAMP
from .refusal import Refused

MAXIMUM_LENGTH = 65_536
MAXIMUM_NESTING = 16
_TYPE = re.compile(r"urn:sealed-payload:([a-z][a-z-]{0,63})")


@dataclass(frozen=True)
class Verdict:
    reason: str
    status: int
    time: int
    processed: bool | None = None


def parse_verdict(head: Head, body: bytes) -> Verdict:
    if values_of(head.fields, b"content-type") != [b"application/problem+json"]:
        raise Refused("verdict", "content-type")
    members = _parse_object(body)
    match = _TYPE.fullmatch(members["type"]) if isinstance(members.get("type"), str) else None
    status, time, processed = members.get("status"), members.get("time"), members.get("processed")
    if match is None:
        raise Refused("verdict", "type")
    if type(status) is not int or status != head.status:
        raise Refused("verdict", "status")
    if type(time) is not int or not 0 <= time <= MAXIMUM_TIMESTAMP:
        raise Refused("verdict", "time")
    if "processed" in members and type(processed) is not bool:
        raise Refused("verdict", "processed")
    if match[1] == "replayed" and processed is False:
        raise Refused("verdict", "a replayed message was processed, or may have been")
    return Verdict(match[1], status, time, processed)


def _parse_object(body: bytes) -> dict[str, Any]:
    if len(body) > MAXIMUM_LENGTH:
        raise Refused("verdict", "too long")
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits),
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses surrogates that came alone
    except (ValueError, RecursionError) as error:
        raise Refused("verdict", "not JSON") from error
    if not isinstance(value, dict) or _nesting(value) > MAXIMUM_NESTING:
        raise Refused("verdict", "not an object, or nested too deep")
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a doubled member")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _nesting(value: object) -> int:
    """Levels of objects and arrays, the outermost counted as 1."""
    if isinstance(value, dict):
        return 1 + max((_nesting(v) for v in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((_nesting(v) for v in value), default=0)
    return 0
