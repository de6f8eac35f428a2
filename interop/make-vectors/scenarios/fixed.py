"""All randomness of the vectors: SHA-512 of a label. Never to be used outside tests."""

import hashlib

from sealed_payload_reference.keys import RecipientKey

API = "https://api.example.com"
OTHER_API = "https://api.example.net"
ARCHIVE = "archive"
TIMESTAMP = 1_700_000_000


def fixed(label: str, length: int) -> bytes:
    return hashlib.sha512(b"sealed-payload vectors: " + label.encode()).digest()[:length]


API_KEY = RecipientKey(fixed("recipient key of the API", 32), API)
ARCHIVE_KEY = RecipientKey(fixed("recipient key of the archive", 32), ARCHIVE)
UNKNOWN_KEY = RecipientKey(fixed("a recipient key that the opener does not have", 32), API)

CLIENT_SEED = fixed("signing seed of the client", 32)
SERVER_SEED = fixed("signing seed of the server", 32)
STRANGER_SEED = fixed("signing seed of a stranger", 32)


def mod251(length: int) -> bytes:
    return (bytes(range(251)) * (length // 251 + 1))[:length]
