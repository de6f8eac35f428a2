"""The key log of some of the vectors, and an export of a browser that saw them: spec/vectors/key_log.txt and .har."""

import base64
import json
from typing import Any

from sealed_payload_reference.head import KIND_PAYLOAD, KIND_REQUEST
from sealed_payload_reference.hpke import KDF_HKDF_SHA256, KEM_X25519, Suite, setup_recipient
from sealed_payload_reference.key_log import LoggedMessage
from sealed_payload_reference.keys import KeyRing, RecipientKey
from sealed_payload_reference.message_keys import LoggedKeys, MessageKeys
from sealed_payload_reference.names import info
from sealed_payload_reference.opening import request_opener

Members = dict[str, Any]

PAYLOADS = ("body_payload_named", "body_payload_signed_aes")
REQUESTS = ("body_short_signed",)
ANSWERS = ("response_signed", "response_aes", "verdict_stale")
COMMENT = "# The keys of some vectors, by commitment. A key log of real messages must be readable by its owner alone.\n"


def example_files(vectors: dict[str, str]) -> dict[str, str]:
    """`vectors`: the texts of the vector files, by name."""
    loaded = {name.removesuffix(".json"): json.loads(text) for name, text in vectors.items()}
    lines = [_first(KIND_PAYLOAD, loaded[name], "sealed").line() for name in PAYLOADS]
    lines += [_first(KIND_REQUEST, loaded[name], "sealed").line() for name in REQUESTS]
    for name in ANSWERS:
        lines += [_first(KIND_REQUEST, loaded[name], "request").line(), _answer(loaded[name]).line()]
    har = json.dumps(_archive(loaded), indent=1, ensure_ascii=True) + "\n"
    return {"key_log.txt": COMMENT + "".join(lines), "key_log.har": har}


def _recipient(vector: Members) -> RecipientKey:
    return RecipientKey(bytes.fromhex(vector["recipient"]["private_key"]), vector["recipient"]["iss"])


def _first(kind: int, vector: Members, member: str) -> LoggedMessage:
    recipient, prelude = _recipient(vector), bytes.fromhex(vector[member])[:76]
    suite = Suite(KEM_X25519, KDF_HKDF_SHA256, int.from_bytes(prelude[10:12], "big"))
    context = setup_recipient(suite, prelude[20:52], recipient.private_key, info(recipient.iss))
    keys = MessageKeys(suite, context.exporter_secret, prelude)
    return LoggedMessage(kind, _logged(keys), recipient.public_key, recipient.iss)


def _answer(vector: Members) -> LoggedMessage:
    opener = request_opener(KeyRing([_recipient(vector)]), lambda piece: None)
    opener.feed(bytes.fromhex(vector["request"]))
    exchange = opener.finish().exchange
    assert exchange is not None
    sealed = bytes.fromhex(vector["sealed"])
    keys = MessageKeys(exchange.suite, exchange.exporter_secret, exchange.request_prelude + sealed[:21])
    return LoggedMessage(
        sealed[4],
        _logged(keys),
        exchange.recipient_public_key,
        exchange.iss,
        exchange.request_method,
        exchange.request_head_sha512,
    )


def _logged(keys: MessageKeys) -> LoggedKeys:
    return LoggedKeys(keys.suite, keys.bind, keys.commitment, keys.key)


def _archive(vectors: dict[str, Members]) -> Members:
    """One entry in each form in which programs export sealed bodies."""
    signed, aes, verdict = (vectors[name] for name in ANSWERS)
    request = bytes.fromhex(signed["request"])
    escaped = request.decode("utf-8", errors="surrogateescape")
    entries = [
        _entry("GET", "https://api.example.com/plain", None, {"mimeType": "text/plain", "text": "not sealed"}),
        _entry("POST", "https://api.example.com/v1/orders", request.decode("latin-1"), _content(signed)),
        _entry("POST", "https://api.example.com/v1/orders", escaped, _content(signed)),
        _entry(
            "POST", "https://api.example.com/v1/orders", request.decode("utf-8", errors="replace"), _content(signed)
        ),
        _entry(
            "POST", "https://api.example.com/v1/orders", base64.b64encode(bytes.fromhex(aes["request"])).decode(), {}
        ),
        _entry("GET", "https://api.example.com/v1/orders", None, _content(verdict)),
        _entry("POST", "https://api.example.com/v1/orders", "U1BMAQ==", _content(vectors["response_short"])),
    ]
    signed_request = bytes.fromhex(vectors[REQUESTS[0]]["sealed"]).decode("latin-1")
    entries.append(_entry("POST", "https://api.example.com/v1/orders", signed_request, {}))
    carrier = ":" + base64.b64encode(bytes.fromhex(verdict["request"])).decode() + ":"
    entries[5]["request"]["headers"].append({"name": "Sealed-Payload", "value": carrier})
    return {"log": {"version": "1.2", "creator": {"name": "example", "version": "1"}, "entries": entries}}


def _content(vector: Members) -> Members:
    text = base64.b64encode(bytes.fromhex(vector["sealed"])).decode()
    return {"mimeType": "application/sealed-payload", "encoding": "base64", "text": text}


def _entry(method: str, url: str, body: str | None, content: Members) -> Members:
    request: Members = {"method": method, "url": url, "httpVersion": "h2", "cookies": [], "headers": []}
    request |= {"queryString": [], "headersSize": -1, "bodySize": len(body or "")}
    if body is not None:
        request["postData"] = {"mimeType": "application/sealed-payload; v=1", "text": body}
    response: Members = {"status": 200, "statusText": "OK", "httpVersion": "h2", "cookies": [], "headers": []}
    response |= {"content": {"size": 1} | content, "redirectURL": "", "headersSize": -1, "bodySize": 1}
    timings = {"send": 0.1250, "wait": 1e2, "receive": 3.0000000000000004}
    return {
        "startedDateTime": "2023-11-14T22:13:20.000Z",
        "time": 103.125,
        "request": request,
        "response": response,
        "cache": {},
        "timings": timings,
    }
