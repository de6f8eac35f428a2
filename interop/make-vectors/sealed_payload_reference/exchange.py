"""What a client keeps to open the response, and a server to seal it. Secret."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .encoding import base64url, from_base64url
from .hpke import KDF_HKDF_SHA256, KEM_X25519, Suite
from .keys import parse_x25519_line, x25519_line
from .names import check_issuer

Role = Literal["client", "server"]
PRELUDE_LENGTH = 76


@dataclass(frozen=True)
class Exchange:
    suite: Suite
    recipient_public_key: bytes
    iss: str
    exporter_secret: bytes
    request_prelude: bytes
    request_head_sha512: bytes
    request_method: str
    expires: int

    def write(self, path: Path, role: Role) -> None:
        members = {
            "sealed_payload_exchange": 1,
            "role": role,
            "kem": self.suite.kem,
            "kdf": self.suite.kdf,
            "aead": self.suite.aead,
            "recipient": x25519_line(self.recipient_public_key),
            "iss": self.iss,
            "exporter_secret": base64url(self.exporter_secret),
            "request_prelude": base64url(self.request_prelude),
            "request_head_sha512": base64url(self.request_head_sha512),
            "request_method": self.request_method,
            "expires": self.expires,
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(members, indent=2) + "\n")


def load_exchange(path: Path, role: Role, now: int) -> Exchange:
    members = json.loads(path.read_text())
    if members.get("sealed_payload_exchange") != 1 or members["role"] != role:
        raise ValueError(f"not an exchange file of a {role}")
    suite = Suite(members["kem"], members["kdf"], members["aead"])
    if suite.kem != KEM_X25519 or suite.kdf != KDF_HKDF_SHA256 or suite.aead not in (2, 3):
        raise ValueError("a suite that is not known here")
    if now >= members["expires"]:
        raise ValueError("the exchange has expired")
    check_issuer(members["iss"])
    return Exchange(
        suite,
        parse_x25519_line(members["recipient"]),
        members["iss"],
        from_base64url(members["exporter_secret"], 32),
        from_base64url(members["request_prelude"], PRELUDE_LENGTH),
        from_base64url(members["request_head_sha512"], 64),
        members["request_method"],
        members["expires"],
    )
