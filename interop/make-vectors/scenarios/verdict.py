"""Messages of kind 4: only what the server itself says about a request."""

from sealed_payload_reference.fields import Field
from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.verdict import Verdict

from .bench import AES, Bench
from .draft import data_text, end_text, head_text
from .fixed import SERVER_SEED
from .outcome import Vector, opened, refused
from .registry import add, scenario
from .sealed import How, verdict

SECTION = "Verdict"
PROBLEM: Field = (b"content-type", b"application/problem+json")
TIME = b'"time":1700000000'


def _json(reason: bytes, status: bytes, *more: bytes) -> bytes:
    return b'{"type":"urn:sealed-payload:' + reason + b'","status":' + b",".join([status, *more]) + b"}"


STALE = _json(b"stale", b"409", b'"processed":false', TIME)
NESTED = b'"more":' + b"[" * 15 + b"]" * 15


def _head(status: int = 409, *fields: Field) -> Head:
    return Head(status=status, fields=list(fields) or [PROBLEM])


@scenario(SECTION, "A refusal with the promise that nothing was done.")
def verdict_stale(b: Bench) -> Vector:
    return verdict(b, _head(), STALE)


@scenario(SECTION, "A refusal without that promise, under AES-256-GCM.")
def verdict_replayed(b: Bench) -> Vector:
    return verdict(b, _head(), _json(b"replayed", b"409", TIME), How(aead=AES))


@scenario(SECTION, "A signed refusal.")
def verdict_signed(b: Bench) -> Vector:
    return verdict(b, _head(403), _json(b"proof-required", b"403", b'"processed":false', TIME), How(seed=SERVER_SEED))


@scenario(SECTION, "Fields beside content-type, members beside the known ones, processed true, space, escapes.")
def verdict_more_members(b: Bench) -> Vector:
    body = (
        b' {"detail":"\\u00fc \xc3\xbc","time":0,\r\n\t"type":"urn:sealed-payload:rate-limited",'
        b'"x":[1.5e3,null,{"time":-1}],"processed":true,"status":429} '
    )
    return verdict(b, _head(429, (b"retry-after", b"7"), PROBLEM), body)


@scenario(SECTION, "Nesting of 16, the object itself counted as the first.")
def verdict_nested_16(b: Bench) -> Vector:
    return verdict(b, _head(), _json(b"stale", b"409", TIME, NESTED))


def _bad(name: str, body: bytes, reason: str, head: Head | None = None) -> None:
    def make(b: Bench) -> Vector:
        texts = [head_text(encode_head(head or _head())), end_text(body)]
        return refused(b.answer(kind=4), texts, "verdict")

    add(f"verdict_{name}", SECTION, reason, make)


_bad(
    "replayed_not_processed",
    _json(b"replayed", b"409", b'"processed":false', TIME),
    "The first copy may have been processed.",
)
_bad("status_differs", _json(b"stale", b"400", TIME), "The object's status is the head's.")
_bad("status_string", _json(b"stale", b'"409"', TIME), "A string is not an integer.")
_bad("status_fraction", _json(b"stale", b"409.0", TIME), "A fraction is not an integer.")
_bad("type_other_urn", b'{"type":"about:blank","status":409,' + TIME + b"}", "Not one of ours.")
_bad("type_upper_case", _json(b"Stale", b"409", TIME), "Reasons are lower-case.")
_bad("type_65_letters", _json(b"a" * 65, b"409", TIME), "A reason of 65 letters.")
_bad("time_missing", _json(b"stale", b"409"), "No time.")
_bad("time_negative", _json(b"stale", b"409", b'"time":-1'), "A time before 1970.")
_bad("time_year_10000", _json(b"stale", b"409", b'"time":253402300800'), "A time after the year 9999.")
_bad("time_huge", _json(b"stale", b"409", b'"time":' + b"9" * 400), "A number that no integer holds must not trap.")
_bad("processed_null", _json(b"stale", b"409", b'"processed":null', TIME), "null is not a boolean.")
_bad(
    "doubled_member",
    _json(b"stale", b"409", b'"processed":true,"processed":false', TIME),
    "Readers differ on which one counts.",
)
_bad(
    "doubled_escaped",
    _json(b"stale", b"409", b'"processed":true,"pr\\u006fcessed":false', TIME),
    "One name, written in two ways.",
)
_bad("doubled_nested", _json(b"stale", b"409", TIME, b'"more":{"a":1,"a":1}'), "Doubled on an inner level.")
_bad(
    "nested_17", _json(b"stale", b"409", TIME, NESTED.replace(b"[", b"[[", 1).replace(b"]", b"]]", 1)), "Nesting of 17."
)
_bad("nested_deep", b"[" * 30_000 + b"]" * 30_000, "Nesting that exhausts a recursive reader's stack.")
_bad("array", b"[" + STALE + b"]", "Not an object.")
_bad("empty", b"", "No object.")
_bad("trailing_text", STALE + b"x", "Text after the object.")
_bad("not_utf8", STALE[:-1] + b',"x":"\xff"}', "Not UTF-8.")
_bad("byte_order_mark", b"\xef\xbb\xbf" + STALE, "JSON between machines has no byte order mark.")
_bad("nan", _json(b"stale", b"409", TIME, b'"x":NaN'), "Not JSON.")
_bad("content_type_missing", STALE, "Without its content type it is not a verdict.", Head(status=409))
_bad("content_type_other", STALE, "Another content type.", _head(409, (b"content-type", b"application/json")))
_bad("content_type_twice", STALE, "Two content types.", _head(409, PROBLEM, PROBLEM))


@scenario(SECTION, "Longer than 64 KiB.")
def verdict_too_long(b: Bench) -> Vector:
    texts = [head_text(encode_head(_head())), data_text(b" " * 65_000), data_text(STALE), end_text(b" " * 600)]
    return refused(b.answer(kind=4), texts, "verdict")


@scenario(SECTION, "A response passed off as a verdict: an application can't make one.")
def verdict_kind_changed(b: Bench) -> Vector:
    draft = b.answer(kind=3)
    texts = [head_text(encode_head(_head())), end_text(STALE)]
    message = draft.message(*texts)
    return refused(draft, texts, "commitment", sealed=message[:4] + b"\x04" + message[5:])


@scenario(SECTION, "The verdict on another request.")
def verdict_on_other_request(b: Bench) -> Vector:
    draft = b.answer(b.request(what="other"), kind=4, opens=b.request())
    return refused(draft, [head_text(encode_head(_head())), end_text(STALE)], "commitment")


@scenario(SECTION, "A verdict in several records is whole only at its end: nothing of it is out before.")
def verdict_cut(b: Bench) -> Vector:
    draft = b.answer(kind=4)
    texts = [head_text(encode_head(_head())), data_text(STALE), end_text()]
    return refused(draft, texts, "end", sealed=draft.message(*texts)[:-21])


@scenario(SECTION, "A verdict cut into several records, anywhere.")
def verdict_in_pieces(b: Bench) -> Vector:
    head = _head()
    texts = [head_text(encode_head(head)), data_text(STALE[:9], 5), data_text(STALE[9:]), end_text()]
    told = Verdict("stale", 409, 1_700_000_000, False)
    return opened(b.answer(kind=4), texts, head, STALE, verdict=told)
