"""A line of a key log: what opens one message, and nothing else (spec/key-log.md)."""

from dataclasses import dataclass

from .head import KIND_PAYLOAD, KIND_REQUEST, KIND_RESPONSE, KIND_VERDICT
from .hpke import KDF_HKDF_SHA256, KEM_X25519, Suite
from .keys import key_id, parse_x25519_line, x25519_line
from .message_keys import COMMITMENT_LENGTH, LoggedKeys
from .names import check_issuer, check_payload_name
from .prelude import MAGIC, VERSION
from .primitives import KEY_LENGTH

LABEL = "SEALED_PAYLOAD_MESSAGE_1"
ANSWER_PRELUDE_LENGTH = 21
FIRST_PRELUDE_LENGTH = 76  # X25519, the only KEM here
SHA512_LENGTH = 64


@dataclass(frozen=True)
class LoggedMessage:
    kind: int
    keys: LoggedKeys
    recipient_public_key: bytes
    iss: str
    request_method: str | None = None
    request_head_sha512: bytes = b""

    @property
    def is_answer(self) -> bool:
        return self.kind in (KIND_RESPONSE, KIND_VERDICT)

    @property
    def own_prelude(self) -> bytes:
        return self.keys.bind[-ANSWER_PRELUDE_LENGTH:] if self.is_answer else self.keys.bind

    @property
    def timestamp(self) -> int | None:
        return None if self.is_answer else int.from_bytes(self.keys.bind[-8:], "big")

    def line(self) -> str:
        request = f"{self.request_method} {self.request_head_sha512.hex()}" if self.is_answer else "- -"
        keys = self.keys
        return (
            f"{LABEL} {keys.commitment.hex()} {keys.key.hex()} {self.kind} {keys.suite.aead} {keys.bind.hex()} "
            f"{x25519_line(self.recipient_public_key)} {request} iss={self.iss}\n"
        )


def read_key_log(text: str) -> dict[bytes, LoggedMessage]:
    """By commitment; what other programs wrote is passed over."""
    messages: dict[bytes, LoggedMessage] = {}
    for line in text.split("\n"):
        if line.startswith(LABEL + " "):
            message = parse_line(line)
            messages.setdefault(message.keys.commitment, message)
    return messages


def parse_line(line: str) -> LoggedMessage:
    """Raises ValueError for a line whose parts don't fit each other."""
    _, commitment, key, kind_text, aead_text, bind_text, recipient, method, head_hash, iss = line.split(" ", 9)
    kind, aead, bind = int(kind_text), int(aead_text), bytes.fromhex(bind_text)
    public_key = parse_x25519_line(recipient)
    if not iss.startswith("iss="):
        raise ValueError("no issuer")
    suite = Suite(KEM_X25519, KDF_HKDF_SHA256, aead)
    keys = LoggedKeys(suite, bind, _sized(commitment, COMMITMENT_LENGTH), _sized(key, KEY_LENGTH))
    message = LoggedMessage(kind, keys, public_key, iss.removeprefix("iss="))
    (check_payload_name if kind == KIND_PAYLOAD else check_issuer)(message.iss)
    if message.is_answer:
        message = LoggedMessage(kind, keys, public_key, message.iss, method, _sized(head_hash, SHA512_LENGTH))
    elif (method, head_hash) != ("-", "-"):
        raise ValueError("a request or payload that answers something")
    _check_bind(message)
    return message


def _check_bind(message: LoggedMessage) -> None:
    bind, suite = message.keys.bind, message.keys.suite
    numbers = b"".join(n.to_bytes(2, "big") for n in (suite.kem, suite.kdf, suite.aead))
    first_kind = KIND_REQUEST if message.is_answer else message.kind
    start = MAGIC + bytes([VERSION, first_kind, 0]) + numbers + key_id(suite.kem, message.recipient_public_key)
    length = FIRST_PRELUDE_LENGTH + (ANSWER_PRELUDE_LENGTH if message.is_answer else 0)
    if not bind.startswith(start) or len(bind) != length:
        raise ValueError("bind does not belong to this kind, suite and recipient")
    if not message.own_prelude.startswith(MAGIC + bytes([VERSION, message.kind])):
        raise ValueError("bind ends in another kind")


def _sized(text: str, length: int) -> bytes:
    data = bytes.fromhex(text)
    if len(data) != length:
        raise ValueError(f"{len(data)} bytes instead of {length}")
    return data
