"""The values in between, so that a new implementation can see where it goes astray."""

import hashlib
from dataclasses import replace
from typing import Any

from sealed_payload_reference.names import info
from sealed_payload_reference.primitives import aead_seal
from sealed_payload_reference.proof import ALGORITHM_ED25519
from sealed_payload_reference.records import TYPE_DATA, TYPE_END, TYPE_HEAD, TYPE_PROOF, record_nonce

from .draft import Draft

LONGEST_IN_HEX = 2_048


def derivation(draft: Draft, texts: list[bytes]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if draft.enc_private_key is not None:
        values["enc_private_key"] = draft.enc_private_key.hex()
    if draft.context is not None:
        values["enc"] = draft.prelude[20:52].hex()
        values["shared_secret"] = draft.context.shared_secret.hex()
    values |= {
        "info": draft.statement.info.hex(),
        "exporter_secret": draft.keys.exporter_secret.hex(),
        "bind": draft.keys.bind.hex(),
        "secret": draft.keys.secret.hex(),
        "commitment": draft.keys.commitment.hex(),
        "key": draft.keys.key.hex(),
    }
    if draft.request is not None:
        values["request_head_sha512"] = draft.request.exchange.request_head_sha512.hex()
    return values | _of_records(draft, texts)


def _of_records(draft: Draft, texts: list[bytes]) -> dict[str, Any]:
    values: dict[str, Any] = {"records": [_record(draft, index, text) for index, text in enumerate(texts)]}
    contents = [(text.rstrip(b"\x00")[-1:], text.rstrip(b"\x00")[:-1]) for text in texts]
    body = b"".join(content for kind, content in contents if kind in (bytes([TYPE_DATA]), bytes([TYPE_END])))
    values["content_sha512"] = hashlib.sha512(body).hexdigest()
    if len(contents) > 1 and contents[0][0] == bytes([TYPE_HEAD]) and contents[1][0] == bytes([TYPE_PROOF]):
        values["signed_bytes"] = _signed_bytes(draft, contents[0][1], contents[1][1]).hex()
    return values


def _signed_bytes(draft: Draft, head: bytes, proof: bytes) -> bytes:
    """What the opener verifies; in refused vectors not always what was signed."""
    opener = replace(
        draft.statement, head=head, recipient_public_key=draft.recipient.public_key, info=info(draft.recipient.iss)
    )
    return opener.signed_bytes(ALGORITHM_ED25519, proof[1:33])


def _record(draft: Draft, index: int, text: bytes) -> dict[str, Any]:
    nonce = record_nonce(index)
    ciphertext = aead_seal(draft.keys.suite.aead, draft.keys.key, nonce, text)
    unpadded = text.rstrip(b"\x00")
    values: dict[str, Any] = {"index": index, "type": unpadded[-1] if unpadded else 0, "nonce": nonce.hex()}
    if len(text) <= LONGEST_IN_HEX:
        return values | {"plaintext": text.hex(), "ciphertext": ciphertext.hex()}
    return values | {
        "plaintext_length": len(text),
        "plaintext_sha512": hashlib.sha512(text).hexdigest(),
        "ciphertext_sha512": hashlib.sha512(ciphertext).hexdigest(),
    }
