"""Every field of the prelude, wrong: consistently (all keys derived from the wrong bytes), or flipped on the way."""

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.keys import RecipientKey
from sealed_payload_reference.prelude import MAXIMUM_TIMESTAMP
from sealed_payload_reference.refusal import Layer, Outcome

from .bench import ORDER, Bench, Edit
from .draft import Draft, end_text, head_text
from .fixed import API_KEY, ARCHIVE_KEY, OTHER_API, UNKNOWN_KEY
from .outcome import Vector, refused
from .registry import add, scenario
from .sealed import How, payload

SECTION = "Prelude"
TEXTS = [head_text(encode_head(ORDER)), end_text(b"hello")]
NAMELESS_KEY = RecipientKey(ARCHIVE_KEY.private_key, "")


def _put(offset: int, value: bytes) -> Edit:
    return lambda prelude: prelude[:offset] + value + prelude[offset + len(value) :]


def _wrong(name: str, offset: int, value: bytes, reason: str, layer: Layer = "prelude") -> None:
    """The sealer itself put the value there, so that nothing but the field's own check can find it."""

    def make(b: Bench) -> Vector:
        return refused(b.first(2, API_KEY, edit=_put(offset, value)), TEXTS, layer)

    add(f"prelude_{name}", SECTION, reason, make)


_wrong("magic_first_byte", 0, b"s", "The magic is compared byte for byte: first byte.")
_wrong("magic_second_byte", 1, b"p", "The magic is compared byte for byte: second byte.")
_wrong("magic_third_byte", 2, b"M", "The magic is compared byte for byte: third byte.")
_wrong("version_0", 3, b"\x00", "There is no version 0.")
_wrong("version_2", 3, b"\x02", "A later version is not read as this one.")
_wrong("mode_1", 5, b"\x01", "HPKE mode psk is reserved, not accepted.")
_wrong("mode_2", 5, b"\x02", "HPKE mode auth is not accepted.")
_wrong("mode_3", 5, b"\x03", "HPKE mode auth_psk is not accepted.")
_wrong("mode_255", 5, b"\xff", "An unknown HPKE mode.")
_wrong("kem_p256", 6, b"\x00\x10", "DHKEM(P-256) is a KEM of RFC 9180, but not one of this format.")
_wrong("kem_bytes_swapped", 6, b"\x20\x00", "Integers are big-endian.")
_wrong("kdf_sha512", 8, b"\x00\x03", "HKDF-SHA512 is a KDF of RFC 9180, but not one of this format.")
_wrong("aead_aes128", 10, b"\x00\x01", "AES-128-GCM is an AEAD of RFC 9180, but not one of this format.")
_wrong("aead_export_only", 10, b"\xff\xff", "The export-only AEAD encrypts nothing.")
_wrong("timestamp_year_10000", 68, (MAXIMUM_TIMESTAMP + 1).to_bytes(8, "big"), "The second after the year 9999.")
_wrong("timestamp_2_to_53", 68, (2**53).to_bytes(8, "big"), "A timestamp that a double does not hold exactly.")
_wrong("timestamp_2_to_64_minus_1", 68, b"\xff" * 8, "The largest timestamp: no arithmetic on it may trap.")


def _of_kind(kind: int) -> None:
    def make(b: Bench) -> Vector:
        return refused(b.first(kind, API_KEY), TEXTS, "prelude", open_as="request")

    add(f"prelude_kind_{kind}_as_request", SECTION, f"Kind {kind} is not a request, well sealed or not.", make)


for _kind in (0, 1, 3, 4, 5):
    _of_kind(_kind)


@scenario(SECTION, "A request is not a payload, even for the key that would open it.")
def prelude_kind_2_as_payload(b: Bench) -> Vector:
    return refused(b.first(2, ARCHIVE_KEY), TEXTS, "prelude", open_as="payload")


@scenario(SECTION, "A response is not a payload.")
def prelude_kind_3_as_payload(b: Bench) -> Vector:
    return refused(b.first(3, ARCHIVE_KEY), TEXTS, "prelude", open_as="payload")


@scenario(SECTION, "The checks have an order: a wrong version is found although the key is unknown as well.")
def prelude_version_before_key(b: Bench) -> Vector:
    return refused(b.first(2, UNKNOWN_KEY, edit=_put(3, b"\x07"), opener=API_KEY), TEXTS, "prelude")


@scenario(SECTION, "The checks have an order: a timestamp out of range is found although the key is unknown as well.")
def prelude_timestamp_before_key(b: Bench) -> Vector:
    draft = b.first(2, UNKNOWN_KEY, edit=_put(68, b"\xff" * 8), opener=API_KEY)
    return refused(draft, TEXTS, "prelude")


@scenario("Keys", "Sealed for another key: the one refusal that makes a client fetch the configuration.")
def prelude_key_unknown(b: Bench) -> Vector:
    return refused(b.first(2, UNKNOWN_KEY, opener=API_KEY), TEXTS, "key", outcome="unknown-key")


def _flipped(name: str, offset: int, bit: int, reason: str, layer: Layer, outcome: Outcome = "rejected") -> None:
    def make(b: Bench) -> Vector:
        draft = b.order()
        return refused(draft, TEXTS, layer, outcome=outcome, sealed=_flip(draft, offset, bit))

    add(f"prelude_flipped_{name}", SECTION, reason, make)


def _flip(draft: Draft, offset: int, bit: int) -> bytes:
    message = bytearray(draft.message(*TEXTS))
    message[offset] ^= bit
    return bytes(message)


_flipped("key_id_first_byte", 12, 0x01, "A key_id that no key has.", "key", "unknown-key")
_flipped("aead", 11, 0x01, "The other AEAD: the suite is part of the key schedule.", "commitment")
_flipped("enc_first_byte", 20, 0x01, "Another enc, another shared secret.", "commitment")
_flipped("enc_top_bit", 51, 0x80, "X25519 ignores this bit; the KEM context does not.", "commitment")
_flipped("nonce_last_byte", 67, 0x80, "All 16 bytes of the nonce are bound.", "commitment")
_flipped(
    "timestamp_last_bit", 75, 0x01, "A message can't be given another time: it is bound into the key.", "commitment"
)
_flipped("commitment_first_byte", 76, 0x01, "The commitment is compared before any record is read.", "commitment")


def _low_order(name: str, enc: str) -> None:
    def make(b: Bench) -> Vector:
        return refused(b.low_order(bytes.fromhex(enc)), TEXTS, "kem")

    reason = (
        "A point of low order as enc, everything else as it follows from an all-zero secret: anyone could have made it."
    )
    add(f"prelude_enc_{name}", "Keys", reason, make)


_low_order("zero", "00" * 32)
_low_order("one", "01" + "00" * 31)
_low_order("order_8", "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")
_low_order("minus_one", "ec" + "ff" * 30 + "7f")
_low_order("p", "ed" + "ff" * 30 + "7f")
_low_order("zero_top_bit", "00" * 31 + "80")


@scenario(
    "Names", "Sealed for one API, delivered to another that has the same private key: the issuer is in HPKE's info."
)
def prelude_other_issuer(b: Bench) -> Vector:
    return refused(b.order(), TEXTS, "commitment") | {"recipient": _recipient(API_KEY, OTHER_API)}


@scenario("Names", "Sealed for a recipient without a name, opened under a name.")
def prelude_name_instead_of_none(b: Bench) -> Vector:
    texts = [head_text(encode_head(Head())), end_text(b"hello")]
    return refused(b.payload(NAMELESS_KEY), texts, "commitment") | {"recipient": _recipient(ARCHIVE_KEY, "archive")}


def _recipient(key: RecipientKey, iss: str) -> dict[str, object]:
    return {"kem": key.kem, "private_key": key.private_key.hex(), "public_key": key.public_key.hex(), "iss": iss}


@scenario("Names", "A recipient without a name.")
def prelude_name_empty(b: Bench) -> Vector:
    return payload(b, b"to nobody in particular", key=NAMELESS_KEY)


@scenario("Names", "A name beyond ASCII: its UTF-8 bytes are what counts.")
def prelude_name_utf8(b: Bench) -> Vector:
    return payload(b, b"hello", key=RecipientKey(ARCHIVE_KEY.private_key, "Büro \u2116 7"))


@scenario(SECTION, "The timestamp 0 is well formed; whether it is fresh is not the format's question.")
def prelude_timestamp_0(b: Bench) -> Vector:
    return payload(b, b"old", How(timestamp=0))


@scenario(SECTION, "The last second of the year 9999 is well formed.")
def prelude_timestamp_last(b: Bench) -> Vector:
    return payload(b, b"new", How(timestamp=MAXIMUM_TIMESTAMP))
