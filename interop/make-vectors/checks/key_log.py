"""Opens vectors with nothing but their lines in a key log."""

from sealed_payload_reference.body_reader import Opened
from sealed_payload_reference.key_log import LoggedMessage, read_key_log
from sealed_payload_reference.opening import logged_opener
from sealed_payload_reference.refusal import Refused

from .vector import VECTORS, Failure, Vector, run

KEY_LOG = read_key_log((VECTORS / "key_log.txt").read_text(encoding="utf-8"))
found: set[bytes] = set()


def check_key_log(vector: Vector) -> None:
    for member in ("sealed", "request"):
        sealed = bytes.fromhex(vector.members.get(member, ""))
        message = _line(sealed)
        if message is None:
            continue
        attribution = _attribution(message, sealed)
        if member == "sealed" and attribution != vector.expect["attribution"]:
            raise Failure("another attribution with the line")


def _attribution(message: LoggedMessage, sealed: bytes) -> str:
    found.add(message.keys.commitment)
    opened = run(lambda sink: logged_opener(message, sink), sealed, 4_096).result
    if not isinstance(opened, Opened):
        raise Failure(f"does not open with its line: {opened}")
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    if not isinstance(run(lambda sink: logged_opener(message, sink), changed, 4_096).result, Refused):
        raise Failure("a changed message opens with its line")
    return opened.attribution


def check_all_found() -> None:
    if not KEY_LOG or found != set(KEY_LOG):
        raise Failure("the key log has lines of no vector")


def _line(sealed: bytes) -> LoggedMessage | None:
    start = 21 if sealed[4:5] in (b"\x03", b"\x04") else 76
    return KEY_LOG.get(sealed[start : start + 32])
