"""Proofs that prove nothing: from elsewhere, of something else, or malformed."""

from dataclasses import replace

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.keys import RecipientKey
from sealed_payload_reference.names import info
from sealed_payload_reference.primitives import sha512
from sealed_payload_reference.proof import ALGORITHM_ED25519, make_proof
from sealed_payload_reference.signature import signing_public_key

from . import forgery
from .bench import ORDER, Bench
from .draft import Draft, data_text, end_text, head_text, proof_text
from .fixed import ARCHIVE_KEY, CLIENT_SEED, OTHER_API, SERVER_SEED, STRANGER_SEED, TIMESTAMP, UNKNOWN_KEY
from .outcome import Vector, opened, refused
from .registry import add, scenario

SECTION = "Proof"
HEAD = encode_head(ORDER)
OTHER_HEAD = encode_head(replace(ORDER, path=b"/v1/refunds"))
OK = Head(status=200)
OK_HEAD = encode_head(OK)


def _with(draft: Draft, proof: bytes, head: bytes = HEAD) -> Vector:
    texts = [head_text(head, 9), proof_text(proof, 30), data_text(b"hello"), end_text()]
    return refused(draft, texts, "proof")


@scenario(SECTION, "A proof without any digest, bulk: attribution authenticated.")
def proof_without_digest(b: Bench) -> Vector:
    draft = b.order()
    texts = [head_text(HEAD), proof_text(draft.proof(HEAD, CLIENT_SEED)), data_text(b"a"), end_text(b"b")]
    signer = signing_public_key(CLIENT_SEED)
    return opened(draft, texts, ORDER, b"ab", signer=signer, attribution="authenticated", timestamp=TIMESTAMP)


@scenario(SECTION, "No proof where a route may want one: opened, attribution none; the refusal is policy's.")
def proof_absent(b: Bench) -> Vector:
    return opened(b.order(), [head_text(HEAD), end_text(b"a")], ORDER, b"a", timestamp=TIMESTAMP)


# Shape


def _shaped(name: str, reason: str, cut: int = 97, extra: bytes = b"", algorithm: int = 1) -> None:
    def make(b: Bench) -> Vector:
        draft = b.order()
        proof = draft.proof(HEAD, CLIENT_SEED)
        return _with(draft, bytes([algorithm]) + proof[1:cut] + extra)

    add(f"proof_{name}", SECTION, reason, make)


_shaped("one_byte_short", "96 bytes.", cut=96)
_shaped("one_byte_long", "98 bytes.", extra=b"\x00")
_shaped("algorithm_2", "An unknown algorithm is not passed over.", algorithm=2)


@scenario(SECTION, "An empty proof.")
def proof_empty(b: Bench) -> Vector:
    return _with(b.order(), b"")


# Signatures that don't verify


@scenario(SECTION, "Another key than the one that signed, as after a message that was verified.")
def proof_other_public_key(b: Bench) -> Vector:
    draft = b.order()
    proof = draft.proof(HEAD, CLIENT_SEED)
    return _with(draft, proof[:1] + signing_public_key(STRANGER_SEED) + proof[33:])


@scenario(SECTION, "A signature of zeros.")
def proof_signature_zero(b: Bench) -> Vector:
    return _with(b.order(), b"\x01" + signing_public_key(CLIENT_SEED) + bytes(64))


# Statements of something else


def _stated(name: str, reason: str, **change: object) -> None:
    """Signed well, but about something else in one respect."""

    def make(b: Bench) -> Vector:
        draft = b.order()
        statement = replace(draft.statement, head=HEAD)
        return _with(draft, make_proof(CLIENT_SEED, replace(statement, **change)))  # type: ignore[arg-type]

    add(f"proof_of_other_{name}", SECTION, reason, make)


_stated("recipient", "Made for another recipient key.", recipient_public_key=UNKNOWN_KEY.public_key)
_stated("issuer", "Made for another API that has the same key.", info=info(OTHER_API))
_stated("head", "Made for another head.", head=OTHER_HEAD)
_stated("commitment", "Made for another commitment.", commitment=sha512(b"other")[:32])
_stated("bind", "Made for another prelude.", bind=b"other")
_stated("kind", "Made for a payload, shown in a request.", kind=1)


@scenario(SECTION, "A proof of one message inside another of the same session, with the same head.")
def proof_of_other_message(b: Bench) -> Vector:
    other = Bench(f"{b.name} other").order()
    return _with(b.order(), other.proof(HEAD, CLIENT_SEED))


@scenario(SECTION, "A proof for a recipient with a name, shown to the same key without a name.")
def proof_of_named_for_nameless(b: Bench) -> Vector:
    draft = b.payload(RecipientKey(ARCHIVE_KEY.private_key, ""))
    head = encode_head(Head())
    statement = replace(draft.statement, head=head, info=info(ARCHIVE_KEY.iss))
    return _with(draft, make_proof(CLIENT_SEED, statement), head)


def _raw_statement(draft: Draft, label: bytes) -> bytes:
    seed, statement = CLIENT_SEED, replace(draft.statement, head=HEAD)
    signed = statement.signed_bytes(ALGORITHM_ED25519, signing_public_key(seed))
    return forgery.sign_bytes(seed, label + signed[24:])


@scenario(SECTION, "The label without its final NUL.")
def proof_label_without_nul(b: Bench) -> Vector:
    draft = b.order()
    return _with(draft, _raw_statement(draft, b"sealed-payload v1 proof"))


@scenario(SECTION, "No label: a signature over the rest could be meant for another protocol.")
def proof_without_label(b: Bench) -> Vector:
    draft = b.order()
    return _with(draft, _raw_statement(draft, b""))


# Signatures that a careless verifier takes


@scenario(SECTION, "A of order 1: with it one signature fits every message.")
def proof_small_order_key(b: Bench) -> Vector:
    return _with(b.order(), forgery.with_small_order_key(forgery.IDENTITY))


@scenario(SECTION, "A of order 1, not canonically written.")
def proof_small_order_key_not_canonical(b: Bench) -> Vector:
    return _with(b.order(), forgery.with_small_order_key(forgery.IDENTITY_NOT_CANONICAL))


@scenario(SECTION, "R of order 1: the equation holds, and S betrays the private key.")
def proof_small_order_r(b: Bench) -> Vector:
    draft = b.order()
    return _with(draft, forgery.with_small_order_r(CLIENT_SEED, replace(draft.statement, head=HEAD)))


@scenario(SECTION, "S + L in place of S: a second signature from the first, without the key.")
def proof_s_not_canonical(b: Bench) -> Vector:
    draft = b.order()
    return _with(draft, forgery.with_s_plus_order(draft.proof(HEAD, CLIENT_SEED)))


@scenario(SECTION, "R with a part of order 2: holds only if both sides are multiplied by the cofactor.")
def proof_only_with_cofactor(b: Bench) -> Vector:
    draft = b.order()
    return _with(draft, forgery.with_order_2_in_r(CLIENT_SEED, SERVER_SEED, replace(draft.statement, head=HEAD)))


# Responses


@scenario(SECTION, "The request's own proof inside the response.")
def proof_of_request_in_response(b: Bench) -> Vector:
    order = b.order()
    proof = order.proof(HEAD, SERVER_SEED)
    request = b.request_of(order, ORDER, head_text(HEAD), proof_text(proof), end_text())
    draft = b.answer(request)
    return _with(draft, proof, OK_HEAD) | {"response_keys": [signing_public_key(SERVER_SEED).hex()]}


@scenario(SECTION, "A response signed for another request's head.")
def proof_of_other_request_head(b: Bench) -> Vector:
    draft = b.answer()
    statement = replace(draft.statement, head=OK_HEAD, request_head_sha512=sha512(OTHER_HEAD))
    proof = make_proof(SERVER_SEED, statement)
    return _with(draft, proof, OK_HEAD) | {"response_keys": [signing_public_key(SERVER_SEED).hex()]}


@scenario(SECTION, "A response signed without the request's head.")
def proof_without_request_head(b: Bench) -> Vector:
    draft = b.answer()
    proof = make_proof(SERVER_SEED, replace(draft.statement, head=OK_HEAD, request_head_sha512=b""))
    return _with(draft, proof, OK_HEAD) | {"response_keys": [signing_public_key(SERVER_SEED).hex()]}


@scenario(SECTION, "A response signed by a key that the configuration does not list.")
def proof_response_key_not_listed(b: Bench) -> Vector:
    draft = b.answer()
    proof = draft.proof(OK_HEAD, STRANGER_SEED)
    return _with(draft, proof, OK_HEAD) | {"response_keys": [signing_public_key(SERVER_SEED).hex()]}


@scenario(SECTION, "A response signed although the configuration lists no key at all.")
def proof_response_no_key_listed(b: Bench) -> Vector:
    draft = b.answer()
    return _with(draft, draft.proof(OK_HEAD, SERVER_SEED), OK_HEAD)


@scenario(SECTION, "The second of two listed keys.")
def proof_response_second_key(b: Bench) -> Vector:
    draft = b.answer()
    texts = [head_text(OK_HEAD), proof_text(draft.proof(OK_HEAD, SERVER_SEED)), end_text(b"hello")]
    signer = signing_public_key(SERVER_SEED)
    listed = [signing_public_key(STRANGER_SEED).hex(), signer.hex()]
    return opened(draft, texts, OK, b"hello", signer=signer, attribution="authenticated", response_keys=listed)
