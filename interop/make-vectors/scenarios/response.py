"""Messages of kind 3, each with the request that it answers, or does not."""

from dataclasses import replace

from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.padding import Padding
from sealed_payload_reference.prelude import answer_prelude

from .bench import AES, ORDER, Bench
from .draft import Draft, end_text, head_text
from .fixed import SERVER_SEED, mod251
from .outcome import Vector, refused
from .registry import scenario
from .sealed import How, response

SECTION = "Response"
TEXTS = [head_text(encode_head(Head(status=200))), end_text(b"hello")]


@scenario(SECTION, "A response: suite, key and bind come from the request.")
def response_short(b: Bench) -> Vector:
    return response(b, b'{"order":1}', head=Head(status=201, fields=[(b"content-type", b"application/json")]))


@scenario(SECTION, "A response under the request's AES-256-GCM.")
def response_aes(b: Bench) -> Vector:
    return response(b, b"ok", How(aead=AES))


@scenario(SECTION, "A response signed by a key that the configuration lists: a receipt.")
def response_signed(b: Bench) -> Vector:
    return response(b, b"receipt", How(seed=SERVER_SEED))


@scenario(SECTION, "An empty response with status 204, sealed like any other.")
def response_204(b: Bench) -> Vector:
    return response(b, b"", head=Head(status=204))


@scenario(SECTION, "A response of several records.")
def response_long(b: Bench) -> Vector:
    return response(b, mod251(70_000), How(padding=Padding("none")))


@scenario(SECTION, "A streamed response, as to a chat: equal records for tokens of different lengths.")
def response_stream(b: Bench) -> Vector:
    return response(b, b"", How(writes=(b"data: A\n\n", b"data: longer token\n\n", b"data: B\n\n")))


@scenario(SECTION, "A streamed response, signed: no digest, attribution authenticated.")
def response_stream_signed(b: Bench) -> Vector:
    return response(b, b"", How(writes=(b"one", b"two"), seed=SERVER_SEED))


@scenario(SECTION, "A response that looks like a verdict is the application's, not the server's.")
def response_problem_json(b: Bench) -> Vector:
    head = Head(status=409, fields=[(b"content-type", b"application/problem+json")])
    body = b'{"type":"urn:sealed-payload:stale","status":409,"processed":false,"time":1700000000}'
    return response(b, body, head=head)


@scenario(SECTION, "The request itself comes back as its response.")
def response_reflected_request(b: Bench) -> Vector:
    draft = b.answer()
    assert draft.request is not None
    return refused(draft, [], "prelude", sealed=draft.request.wire)


@scenario(SECTION, "The request comes back with its kind changed to 3: what follows is no commitment.")
def response_reflected_as_kind_3(b: Bench) -> Vector:
    draft = b.answer()
    assert draft.request is not None
    return refused(draft, [], "commitment", sealed=draft.request.wire[:4] + b"\x03" + draft.request.wire[5:])


@scenario(SECTION, "The request's commitment and records under a response's prelude.")
def response_made_of_request(b: Bench) -> Vector:
    draft = b.answer()
    assert draft.request is not None
    return refused(draft, [], "commitment", sealed=draft.prelude + draft.request.wire[76:])


@scenario(SECTION, "The response to another request, of another session.")
def response_to_other_request(b: Bench) -> Vector:
    return refused(b.answer(b.request(what="other"), opens=b.request()), TEXTS, "commitment")


@scenario(SECTION, "The response to another request of the same session: only the nonces differ.")
def response_to_other_of_session(b: Bench) -> Vector:
    mine, other = b.order(), _next_of_session(b)
    opens = b.request_of(mine, ORDER, head_text(encode_head(ORDER)), end_text())
    return refused(b.answer(b.request_of(other, ORDER), opens=opens), TEXTS, "commitment")


def _next_of_session(b: Bench) -> Draft:
    """The same ephemeral key, another nonce."""
    first = b.order()
    prelude = first.prelude[:52] + bytes(16) + first.prelude[68:]
    return replace(first, prelude=prelude, keys=replace(first.keys, bind=prelude))


@scenario(SECTION, "A response whose key was derived without the request's prelude.")
def response_not_bound(b: Bench) -> Vector:
    draft = b.answer()
    loose = replace(draft, keys=replace(draft.keys, bind=draft.prelude))
    return refused(loose, TEXTS, "commitment")


@scenario(SECTION, "A verdict passed off as a response: the kind is bound.")
def response_kind_changed(b: Bench) -> Vector:
    draft = b.answer(kind=4)
    message = draft.message(*TEXTS)
    return refused(draft, TEXTS, "commitment", sealed=message[:4] + b"\x03" + message[5:])


@scenario(SECTION, "The nonce of a response is bound.")
def response_nonce_flipped(b: Bench) -> Vector:
    draft = b.answer()
    message = bytearray(draft.message(*TEXTS))
    message[20] ^= 1
    return refused(draft, TEXTS, "commitment", sealed=bytes(message))


def _of_kind(b: Bench, kind: int) -> Vector:
    draft = b.answer()
    prelude = answer_prelude(kind, draft.prelude[5:])
    exchange = b.request().exchange
    wrong = replace(draft, prelude=prelude, keys=replace(draft.keys, bind=exchange.request_prelude + prelude))
    return refused(wrong, TEXTS, "prelude")


@scenario(SECTION, "Kind 1 is not a response, even with a response's prelude and keys.")
def response_kind_1(b: Bench) -> Vector:
    return _of_kind(b, 1)


@scenario(SECTION, "Kind 2 is not a response, even with a response's prelude and keys.")
def response_kind_2(b: Bench) -> Vector:
    return _of_kind(b, 2)


@scenario(SECTION, "A response cut before its end.")
def response_cut(b: Bench) -> Vector:
    draft = b.answer()
    return refused(draft, TEXTS, "end", sealed=draft.message(*TEXTS)[:-30])
