"""Who sent it: the content of a record of type 2."""

from dataclasses import dataclass

from .head import KIND_RESPONSE, KIND_VERDICT
from .primitives import sha512
from .refusal import Refused
from .signature import sign, signing_public_key, verify

LABEL = b"sealed-payload v1 proof\x00"
ALGORITHM_ED25519 = 1
LENGTH = 97


@dataclass(frozen=True)
class Statement:
    """What a proof speaks about, besides its own algorithm and key."""

    kind: int
    recipient_public_key: bytes
    info: bytes
    bind: bytes
    commitment: bytes
    head: bytes
    request_head_sha512: bytes | None = None  # kinds 3 and 4

    def signed_bytes(self, algorithm: int, public_key: bytes) -> bytes:
        text = LABEL + bytes([algorithm, self.kind]) + public_key
        text += sha512(self.recipient_public_key) + sha512(self.info) + sha512(self.bind)
        text += self.commitment + sha512(self.head)
        if self.kind in (KIND_RESPONSE, KIND_VERDICT):
            assert self.request_head_sha512 is not None
            text += self.request_head_sha512
        return text


def make_proof(seed: bytes, statement: Statement) -> bytes:
    public_key = signing_public_key(seed)
    signed = statement.signed_bytes(ALGORITHM_ED25519, public_key)
    return bytes([ALGORITHM_ED25519]) + public_key + sign(seed, signed)


def check_proof(content: bytes, statement: Statement, accepted: frozenset[bytes] | None) -> bytes:
    """The signer's public key. `accepted` None: any key, the caller looks it up."""
    if len(content) != LENGTH:
        raise Refused("proof", "length")
    algorithm, public_key, signature = content[0], content[1:33], content[33:]
    if algorithm != ALGORITHM_ED25519:
        raise Refused("proof", "algorithm")
    if accepted is not None and public_key not in accepted:
        raise Refused("proof", "a key that the configuration does not list")
    if not verify(public_key, signature, statement.signed_bytes(algorithm, public_key)):
        raise Refused("proof", "signature")
    return public_key
