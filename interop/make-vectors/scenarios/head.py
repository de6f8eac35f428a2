"""Heads: Binary HTTP in its one accepted spelling, and what may stand in it."""

from dataclasses import replace

from sealed_payload_reference.fields import Field
from sealed_payload_reference.head import Head, encode_head
from sealed_payload_reference.varint import encode_varint

from .bench import ORDER, Bench
from .draft import data_text, end_text, head_text
from .fixed import TIMESTAMP, mod251
from .outcome import Vector, opened, refused
from .registry import add, scenario
from .sealed import payload, request, response

SECTION = "Head"
FIELDS = "Fields"
TARGET = "Method, scheme, authority, path"
CONTROL = b"\x04POST\x05https\x0fapi.example.com\x0a/v1/orders"
LARGEST = b"\xff" * 8  # 2^62 - 1
VALUE = (b"x-value", b"v")


def _bytes(name: str, content: bytes, reason: str) -> None:
    """A request whose head is these bytes."""

    def make(b: Bench) -> Vector:
        return refused(b.order(), [head_text(content), end_text(b"hello")], "head")

    add(f"head_{name}", SECTION, reason, make)


def _refused_head(name: str, head: Head, section: str, reason: str) -> None:
    def make(b: Bench) -> Vector:
        return refused(b.order(), [head_text(encode_head(head)), end_text(b"hello")], "head")

    add(f"head_{name}", section, reason, make)


def _section(lines: bytes) -> bytes:
    return encode_varint(len(lines)) + lines


_bytes("empty", b"", "A head record without content.")
_bytes("framing_1_in_request", b"\x01" + CONTROL + b"\x00\x00\x00", "A response's framing indicator in a request.")
_bytes("framing_2", b"\x02" + CONTROL + b"\x00\x00\x00", "Indeterminate-length request: not used here.")
_bytes("framing_3", b"\x03" + CONTROL + b"\x00\x00\x00", "Indeterminate-length response: not used here.")
_bytes("framing_not_shortest", b"\x40\x00" + CONTROL + b"\x00\x00\x00", "0 in two bytes: one value, one spelling.")
_bytes("length_not_shortest", b"\x00\x40\x04" + CONTROL[1:] + b"\x00\x00\x00", "The method's length in two bytes.")
_bytes("method_length_largest", b"\x00" + LARGEST + CONTROL[1:] + b"\x00\x00\x00", "2^62 - 1 as the method's length.")
_bytes(
    "fields_length_largest", b"\x00" + CONTROL + LARGEST + b"\x00\x00", "2^62 - 1 as the length of the field section."
)
_bytes(
    "name_length_largest",
    b"\x00" + CONTROL + _section(LARGEST + b"\x01v") + b"\x00\x00",
    "2^62 - 1 as a name's length.",
)
_bytes(
    "value_length_largest",
    b"\x00" + CONTROL + _section(b"\x01x" + LARGEST) + b"\x00\x00",
    "2^62 - 1 as a value's length.",
)
_bytes("varint_cut", b"\x00" + CONTROL + b"\x80", "The head ends within an integer.")
_bytes(
    "value_past_section",
    b"\x00" + CONTROL + b"\x03\x01x\x03abc\x00\x00",
    "A value runs past its section, into what follows.",
)
_bytes("field_without_value", b"\x00" + CONTROL + _section(b"\x01x") + b"\x00\x00", "The section ends after a name.")
_bytes(
    "section_too_long", b"\x00" + CONTROL + b"\x06\x01x\x01v\x00\x00", "The section's length takes in what follows it."
)
_bytes(
    "truncated",
    b"\x00" + CONTROL + b"\x00",
    "RFC 9292 3.8 lets trailing empty parts be left out; here the form is one.",
)
_bytes("content_inside", b"\x00" + CONTROL + b"\x00\x01x\x00", "Content inside the head.")
_bytes("trailers_inside", b"\x00" + CONTROL + b"\x00\x00\x04\x01x\x01v", "Trailers inside the head.")
_bytes("padded", b"\x00" + CONTROL + b"\x00\x00\x00\x00", "RFC 9292's own padding: one zero too many.")
_bytes("trailing_byte", b"\x00" + CONTROL + b"\x00\x00\x00x", "A byte after the head.")


# Fields


def _refused_field(name: str, field: Field, reason: str) -> None:
    _refused_head(f"field_{name}", replace(ORDER, fields=[VALUE, field]), FIELDS, reason)


for _name, _value in (
    ("connection", b"close"),
    ("keep-alive", b"timeout=5"),
    ("proxy-authorization", b"Basic eDp5"),
    ("proxy-anything", b"x"),
    ("te", b"trailers"),
    ("trailer", b"x-late"),
    ("transfer-encoding", b"chunked"),
    ("upgrade", b"websocket"),
    ("expect", b"100-continue"),
    ("host", b"other.example.com"),
    ("sealed-payload", b":AAAA:"),
    ("proxy", b"http://other.example.com"),
    ("http2-settings", b"AAMAAABk"),
):
    _refused_field(
        _name.replace("-", "_"), (_name.encode(), _value), f"{_name} speaks to a connection, not to the application."
    )

for _name, _value in (("transfer_encoding", b"chunked"), ("content_length", b"7"), ("proxy_connection", b"close")):
    _refused_field(
        _name + "_with_underscore",
        (_name.encode(), _value),
        "Gateways to programs write hyphens and underscores alike.",
    )

_refused_field("name_empty", (b"", b"v"), "A field without a name.")
_refused_field("name_upper_case", (b"X-Value", b"v"), "Names are lower-case: one spelling.")
_refused_field("name_pseudo", (b":path", b"/other"), "Pseudo-fields of HTTP/2 are no fields.")
_refused_field("name_utf8", ("x-größe".encode(), b"v"), "Names are ASCII.")
_refused_field("value_cr", (b"x-value", b"a\rb"), "CR in a value splits messages further on.")
_refused_field("value_lf", (b"x-value", b"a\nset-cookie: b"), "LF in a value splits messages further on.")
_refused_field("value_nul", (b"x-value", b"a\x00b"), "NUL in a value cuts strings further on.")
_refused_field("value_delete", (b"x-value", b"a\x7fb"), "DEL is a control character.")
_refused_field("value_leading_space", (b"x-value", b" a"), "Outer space would be lost further on.")
_refused_field("value_trailing_tab", (b"x-value", b"a\t"), "Outer space would be lost further on.")


@scenario(
    FIELDS, "All that names and values may be: empty, HTAB and space inside, bytes above 0x7f, any token character."
)
def head_fields_unusual(b: Bench) -> Vector:
    fields = [
        (b"x-empty", b""),
        (b"x-tab", b"a\tb  c"),
        (b"x-bytes", bytes(range(0x80, 0x100))),
        (b"!#$%&'*+-.^_`|~09az", b"~!"),
    ]
    return request(b, b"", head=replace(ORDER, fields=fields))


@scenario(FIELDS, "One name three times: order and repetition are kept.")
def head_fields_repeated(b: Bench) -> Vector:
    fields = [(b"x-a", b"1"), (b"x-b", b"2"), (b"x-a", b"3"), (b"x-a", b"1")]
    return request(b, b"", head=replace(ORDER, fields=fields))


@scenario(FIELDS, "128 fields are allowed.")
def head_fields_128(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, fields=[VALUE] * 128))


_refused_head("fields_129", replace(ORDER, fields=[VALUE] * 129), FIELDS, "129 fields are not.")


def _refused_in_response(name: str, value: bytes, reason: str) -> None:
    def make(b: Bench) -> Vector:
        head = Head(status=302, fields=[(b"location", value)])
        return refused(b.answer(), [head_text(encode_head(head)), end_text()], "head")

    add(f"head_response_{name}", FIELDS, reason, make)


_refused_in_response("value_cr", b"/a\rb", "CR in a value of a response.")
_refused_in_response("value_lf", b"/a\nset-cookie: b", "LF in a value of a response.")
_refused_in_response("value_nul", b"/a\x00b", "NUL in a value of a response.")
_refused_in_response("value_leading_space", b" /a", "Outer space in a value of a response.")


@scenario(FIELDS, "Heads of payloads obey the same rules.")
def head_payload_field_host(b: Bench) -> Vector:
    head = Head(fields=[(b"host", b"api.example.com")])
    return refused(b.payload(), [head_text(encode_head(head)), end_text()], "head")


# Control data


@scenario(SECTION, "A payload is not a request: its control data is empty.")
def head_payload_with_method(b: Bench) -> Vector:
    return refused(b.payload(), [head_text(encode_head(ORDER)), end_text()], "head")


@scenario(SECTION, "A request has control data.")
def head_request_without_control(b: Bench) -> Vector:
    return refused(b.order(), [head_text(encode_head(Head())), end_text()], "head")


_refused_head("method_empty", replace(ORDER, method=b""), TARGET, "No method.")
_refused_head("method_connect", replace(ORDER, method=b"CONNECT"), TARGET, "CONNECT asks for a tunnel.")
_refused_head("method_33_bytes", replace(ORDER, method=b"A" * 33), TARGET, "A method of 33 bytes.")
_refused_head("scheme_http", replace(ORDER, scheme=b"http"), TARGET, "http only where it is allowed by name.")
_refused_head("scheme_upper_case", replace(ORDER, scheme=b"HTTPS"), TARGET, "One spelling.")


@scenario(TARGET, "http where it is allowed by name.")
def head_scheme_http_allowed(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, scheme=b"http"), allow_http=True)


@scenario(TARGET, "A method of 32 bytes; names of methods are not a fixed list.")
def head_method_32_bytes(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, method=b"a" * 31 + b"!"))


def _path(name: str, path: bytes, reason: str) -> None:
    _refused_head(f"path_{name}", replace(ORDER, path=path), TARGET, reason)


_path("empty", b"", "No path.")
_path("asterisk", b"*", "Asterisk-form.")
_path("dot_dot", b"/a/../b", "Two hops could resolve this differently.")
_path("dot_dot_last", b"/a/..", "Also as the last segment.")
_path("empty_segment", b"/a//b", "An empty segment that is not the last.")
_path("encoded_dots", b"/a/%2E%2E/b", "Encoded unreserved characters.")
_path("encoded_tilde_in_query", b"/a?b=%7E", "Encoded unreserved characters in the query.")
_path("encoded_dots_lower_case", b"/a/%2e%2e/b", "Encoded unreserved characters, in lower-case hex.")
_path("encoded_slash", b"/a%2Fb", "One segment or two, depending on who reads.")
_path("encoded_backslash", b"/a%5Cb", "A slash to some readers.")
_path("encoded_nul", b"/a%00", "An encoded NUL.")
_path("encoded_nul_in_query", b"/a?b=%00", "An encoded NUL in the query.")
_path("encoded_line_end", b"/a%0D%0Ab", "Encoded control characters.")
_path("encoded_delete", b"/a%7F", "An encoded control character.")
_path("lower_case_hex", b"/a%c3%a9", "Hex digits are upper-case: one spelling.")
_path("percent_alone", b"/a%", "A percent sign without digits.")
_path("backslash", b"/a\\b", "A slash to some readers.")
_path("fragment", b"/a#b", "Fragments are not sent.")
_path("utf8", "/é".encode(), "Not encoded.")


@scenario(TARGET, "Everything that a path and a query may hold; %2F is harmless in the query.")
def head_path_unusual(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, path=b"/a-._~/!$&'()*+,;=:@/%C3%A9%20/.../?/?a=%2F%5C/..//&b"))


@scenario(TARGET, "A path with an empty query is another path than one without.")
def head_path_empty_query(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, path=b"/a?"))


def _authority(name: str, authority: bytes, reason: str) -> None:
    _refused_head(f"authority_{name}", replace(ORDER, authority=authority), TARGET, reason)


_authority("empty", b"", "No authority.")
_authority("userinfo", b"api.example.com@other.example.com", "Userinfo hides the host from the eye.")
_authority("upper_case", b"API.example.com", "One spelling.")
_authority("port_empty", b"api.example.com:", "A colon without port.")
_authority("port_0", b"api.example.com:0", "Port 0.")
_authority("port_65536", b"api.example.com:65536", "A port that does not exist.")
_authority("encoded", b"api.example.com%40other.example.com", "Some parsers decode before they look for the host.")
_authority("sub_delimiter", b"api.example.com,other.example.com", "No character of a host's name.")
_authority("empty_label", b"api..example.com", "Two dots in a row.")
_authority("trailing_dot", b"api.example.com.", "One spelling.")
_authority("hyphen_first", b"-api.example.com", "A label starts with a letter, a digit or an underscore.")
_authority("number", b"2130706433", "An IPv4 address to some parsers, a name to others.")
_authority("hexadecimal_number", b"0x7f.1", "An IPv4 address to some parsers, a name to others.")
_authority("ipv4_leading_zero", b"127.0.0.01", "Octal to some parsers.")
_authority("ipv6_not_one", b"[1]", "No IPv6 address.")
_authority("ipv6_not_shortest", b"[2001:db8:0:0::1]", "One spelling: that of RFC 5952.")
_authority("ipv6_mapped", b"[::ffff:7f00:1]", "An IPv4 address in another form.")
_authority("port_leading_zero", b"api.example.com:0443", "One spelling.")


@scenario(TARGET, "An IPv6 address with port.")
def head_authority_ipv6(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, authority=b"[2001:db8::1]:8443"))


@scenario(TARGET, "An IPv4 address with port.")
def head_authority_ipv4(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, authority=b"127.0.0.1:8443"))


@scenario(TARGET, "Names of one label, and with underscores and digits.")
def head_authority_label(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, authority=b"my_api-2"))


@scenario(TARGET, "Line ends in a query are data of a form.")
def head_path_line_end_in_query(b: Bench) -> Vector:
    return request(b, b"", head=replace(ORDER, path=b"/a?text=one%0D%0Atwo"))


# Status


def _status(name: str, code: bytes, reason: str) -> None:
    def make(b: Bench) -> Vector:
        return refused(b.answer(), [head_text(b"\x01" + code + b"\x00\x00\x00"), end_text()], "head")

    add(f"head_status_{name}", SECTION, reason, make)


_status("103", encode_varint(103), "Informational: there is exactly one, final, response.")
_status(
    "103_then_200", encode_varint(103) + b"\x00" + encode_varint(200), "An informational response before the final one."
)
_status("600", encode_varint(600), "Above the range.")
_status("not_shortest", b"\x80\x00\x00\xc8", "200 in four bytes.")


@scenario(SECTION, "A request's framing indicator in a response.")
def head_framing_0_in_response(b: Bench) -> Vector:
    return refused(b.answer(), [head_text(encode_head(ORDER)), end_text()], "head")


# content-length


def _content_length(name: str, values: list[bytes], reason: str) -> None:
    fields = [(b"content-length", value) for value in values]

    def make(b: Bench) -> Vector:
        texts = [head_text(encode_head(replace(ORDER, fields=fields))), end_text(b"hello")]
        return refused(b.order(), texts, "head")

    add(f"head_content_length_{name}", FIELDS, reason, make)


_content_length("too_small", [b"4"], "The body is longer than declared.")
_content_length("too_large", [b"6"], "The body is shorter than declared.")
_content_length("twice", [b"5", b"5"], "Twice, though equal.")
_content_length("list", [b"5,5"], "A list, though of equal members.")
_content_length("plus", [b"+5"], "A sign.")
_content_length("leading_zero", [b"05"], "One spelling.")
_content_length("20_digits", [b"9" * 20], "More digits than any counter holds.")
_content_length("largest", [b"9" * 19], "As many digits as allowed, but not the body's length; no arithmetic may trap.")


@scenario(FIELDS, "Told only at the end: what came before may be out.")
def head_content_length_wrong_later(b: Bench) -> Vector:
    head = replace(ORDER, fields=[(b"content-length", b"700")])
    texts = [head_text(encode_head(head)), data_text(mod251(600)), end_text(b"x")]
    return refused(b.order(), texts, "head", released=mod251(600))


@scenario(FIELDS, "content-length that is right.")
def head_content_length_right(b: Bench) -> Vector:
    return payload(b, b"hello", head=Head(fields=[(b"content-length", b"5")]))


@scenario(FIELDS, "An empty body must be declared as such in a request.")
def head_content_length_of_empty_request(b: Bench) -> Vector:
    head = replace(ORDER, fields=[(b"content-length", b"5")])
    return refused(b.order(), [head_text(encode_head(head)), end_text()], "head")


@scenario(FIELDS, "After HEAD, content-length speaks of a body that is not there.")
def head_content_length_after_head(b: Bench) -> Vector:
    to = b.request(replace(ORDER, method=b"HEAD"))
    return response(b, b"", head=Head(status=200, fields=[(b"content-length", b"1234")]), to=to)


@scenario(FIELDS, "A body after HEAD is measured as any other.")
def head_content_length_wrong_after_head(b: Bench) -> Vector:
    draft = b.answer(b.request(replace(ORDER, method=b"HEAD")))
    head = Head(status=200, fields=[(b"content-length", b"1234")])
    return refused(draft, [head_text(encode_head(head)), end_text(b"hello")], "head")


@scenario(FIELDS, "With 304, content-length speaks of a body that is not there.")
def head_content_length_with_304(b: Bench) -> Vector:
    return response(b, b"", head=Head(status=304, fields=[(b"content-length", b"1234")]))


@scenario(FIELDS, "With 200 after GET, an empty body is not excused.")
def head_content_length_of_empty_response(b: Bench) -> Vector:
    draft = b.answer(b.request(replace(ORDER, method=b"GET")))
    head = Head(status=200, fields=[(b"content-length", b"1234")])
    return refused(draft, [head_text(encode_head(head)), end_text()], "head")


@scenario(SECTION, "The longest head: 65,535 bytes, one full record.")
def head_longest(b: Bench) -> Vector:
    head = _of_length(65_535)
    return opened(b.order(), [head_text(encode_head(head)), end_text()], head, b"", timestamp=TIMESTAMP)


def _of_length(length: int) -> Head:
    """A request's head that takes exactly so many bytes."""
    without = len(encode_head(replace(ORDER, fields=[(b"x-long", b"a" * 50_000)])))
    return replace(ORDER, fields=[(b"x-long", b"a" * (50_000 + length - without))])
