"""`seal` and `open`, for trying other implementations against this one."""

import argparse
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn

from .body_reader import Opened
from .exchange import load_exchange
from .head import Head
from .keys import KeyRing, RecipientKey, ed25519_line, load_jwk, parse_ed25519_line, parse_x25519_line
from .names import check_issuer, check_payload_name
from .opening import ANY_SIGNER, Limits, Opener, payload_opener, request_opener, response_opener
from .padding import MAXIMUM_PLAINTEXT, Padding
from .refusal import Refused
from .sealing import (
    Body,
    Options,
    Randomness,
    Recipient,
    Sealed,
    seal_payload,
    seal_request,
    seal_response,
    seal_verdict,
)

SUCCESS, REFUSED, MISUSED = 0, 1, 2
PIECE = 1 << 20


def main() -> int:
    arguments = _parser().parse_args()
    try:
        return _seal(arguments) if arguments.action == "seal" else _open(arguments)
    except Refused as refused:
        if arguments.json:
            print(json.dumps({"outcome": refused.outcome, "layer": refused.layer}), file=sys.stderr)
        else:
            print(refused, file=sys.stderr)
        return REFUSED
    except (ValueError, KeyError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return MISUSED


def _seal(arguments: argparse.Namespace) -> int:
    with _input(arguments.input) as source:
        body: Body = _pieces(source, arguments.stream) if arguments.stream else source.read()
        sealed = _checked(arguments, body)
        with _output(arguments.output) as target:
            for piece in sealed.wire():
                target.write(piece)
    return SUCCESS


def _checked(arguments: argparse.Namespace, body: Body) -> Sealed:
    """What may not be sealed is the caller's mistake, not a peer's."""
    try:
        return _sealed(arguments, body)
    except Refused as refused:
        raise ValueError(refused.reason) from refused


def _sealed(arguments: argparse.Namespace, body: Body) -> Sealed:
    seed = load_jwk(arguments.sign, "Ed25519") if arguments.sign else None
    options = Options(Padding(arguments.padding), seed)
    if arguments.kind == "response":
        exchange = load_exchange(arguments.exchange, "server", int(time.time()))
        head = Head(status=arguments.status, fields=arguments.field)
        if arguments.verdict:
            if not isinstance(body, bytes):
                raise ValueError("a verdict is not streamed")
            return seal_verdict(exchange, head, body, secrets.token_bytes(16), options)
        return seal_response(exchange, head, body, secrets.token_bytes(16), options)
    randomness = Randomness(secrets.token_bytes(32), secrets.token_bytes(16), int(time.time()))
    to = Recipient(parse_x25519_line(arguments.to), arguments.iss)
    if arguments.kind == "payload":
        return seal_payload(to, Head(fields=arguments.field), body, randomness, options, arguments.aead)
    head = Head(
        method=arguments.method.encode(),
        scheme=arguments.scheme.encode(),
        authority=arguments.authority.encode(),
        path=arguments.path.encode(),
        fields=arguments.field,
    )
    sealed, exchange = seal_request(to, head, body, randomness, options, arguments.aead)
    if arguments.exchange:
        exchange.write(arguments.exchange, "client")
    return sealed


def _open(arguments: argparse.Namespace) -> int:
    with _input(arguments.input) as source, _output(arguments.output) as target:
        opener = _opener(arguments, target)
        for piece in _pieces(source, PIECE):
            opener.feed(piece)
        opened = opener.finish()
    if opened.exchange and arguments.exchange:
        opened.exchange.write(arguments.exchange, "server")
    if arguments.json:
        print(json.dumps(_description(opened)), file=sys.stderr)
    return SUCCESS


def _opener(arguments: argparse.Namespace, target: IO[bytes]) -> Opener:
    def sink(piece: bytes) -> None:
        target.write(piece)

    limits = Limits(arguments.body_limit, arguments.allow_http)
    if arguments.kind == "response":
        listed = ANY_SIGNER if arguments.any_signer else frozenset(map(parse_ed25519_line, arguments.response_key))
        exchange = load_exchange(arguments.exchange, "client", int(time.time()))
        return response_opener(exchange, listed, sink, limits)
    check_name = check_payload_name if arguments.kind == "payload" else check_issuer
    check_name(arguments.iss)
    keys = KeyRing(RecipientKey(load_jwk(path, "X25519"), arguments.iss) for path in arguments.key)
    return (payload_opener if arguments.kind == "payload" else request_opener)(keys, sink, limits)


def _description(opened: Opened) -> dict[str, object]:
    head = opened.head
    names = {"method": head.method, "scheme": head.scheme, "authority": head.authority, "path": head.path}
    control: dict[str, object] = {name: value.decode() for name, value in names.items() if value}
    if head.status is not None:
        control["status"] = head.status
    return {
        "outcome": "opened",
        "kind": opened.kind,
        "head": control,
        "fields": [[name.decode(), value.decode("latin-1")] for name, value in head.fields],
        "signer": ed25519_line(opened.signer) if opened.signer else None,
        "attribution": opened.attribution,
        "timestamp": opened.timestamp,
        "verdict": vars(opened.verdict) if opened.verdict else None,
    }


def _pieces(source: IO[bytes], size: int) -> Iterator[bytes]:
    while piece := source.read(size):
        yield piece


@contextmanager
def _input(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdin.buffer
        return
    with path.open("rb") as file:
        yield file


@contextmanager
def _output(path: Path | None) -> Iterator[IO[bytes]]:
    """What was written appears only if all went well."""
    with tempfile.TemporaryFile() as file:
        yield file
        file.seek(0)
        if path is None:
            _copy(file, sys.stdout.buffer)
            sys.stdout.flush()
            return
        with path.open("wb") as target:
            _copy(file, target)


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    for piece in _pieces(source, PIECE):
        target.write(piece)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(MISUSED, f"error: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="sealed_payload_reference", description="Seals and opens messages of SealedPayload.")
    actions = parser.add_subparsers(dest="action", required=True)
    sealing = actions.add_parser("seal").add_subparsers(dest="kind", required=True)
    for kind in ("payload", "request", "response"):
        _add_seal_options(sealing.add_parser(kind), kind)
    opening = actions.add_parser("open").add_subparsers(dest="kind", required=True)
    for kind in ("payload", "request", "response"):
        _add_open_options(opening.add_parser(kind), kind)
    return parser


def _add_seal_options(parser: argparse.ArgumentParser, kind: str) -> None:
    _add_common_options(parser)
    parser.add_argument("--sign", type=Path, metavar="JWK", help="private Ed25519 key of the signer")
    parser.add_argument("--padding", type=_padding, default="standard", help="standard, none, or a multiple")
    parser.add_argument("--stream", type=_positive, metavar="N", help="streamed, in writes of N bytes")
    parser.add_argument("--field", type=_field, action="append", default=[], metavar="NAME:VALUE")
    if kind == "response":
        parser.add_argument("--exchange", type=Path, required=True, help="the server's exchange file")
        parser.add_argument("--status", type=int, default=200)
        parser.add_argument("--verdict", action="store_true", help="kind 4; the input is the JSON object")
        return
    parser.add_argument("--to", required=True, metavar="X25519:...", help="the recipient's public key")
    parser.add_argument("--iss", required=kind == "request", default="", help="issuer, or the recipient's name")
    parser.add_argument("--aead", type=_aead, default=3, help="chacha20-poly1305 or aes-256-gcm")
    if kind == "request":
        parser.add_argument("--exchange", type=Path, help="where to write the client's exchange file")
        parser.add_argument("--method", default="POST")
        parser.add_argument("--scheme", default="https")
        parser.add_argument("--authority", required=True)
        parser.add_argument("--path", required=True)


def _add_open_options(parser: argparse.ArgumentParser, kind: str) -> None:
    _add_common_options(parser)
    parser.add_argument("--body-limit", type=int)
    parser.add_argument("--allow-http", action="store_true")
    parser.add_argument("--exchange", type=Path, required=kind == "response", help="exchange file")
    if kind == "response":
        parser.add_argument("--response-key", action="append", default=[], metavar="ED25519:...")
        parser.add_argument("--any-signer", action="store_true", help="accept a proof by any key")
        return
    parser.add_argument("--key", type=Path, action="append", required=True, metavar="JWK", help="private X25519 key")
    parser.add_argument("--iss", required=kind == "request", default="", help="issuer, or the recipient's name")


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-i", "--input", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--json", action="store_true", help="tell on standard error what was opened or refused")


def _padding(text: str) -> str | int:
    if text in ("standard", "none"):
        return text
    multiple = _positive(text)
    if multiple > MAXIMUM_PLAINTEXT:
        raise argparse.ArgumentTypeError("larger than a record")
    return multiple


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("less than 1")
    return number


def _aead(text: str) -> int:
    aeads = {"aes-256-gcm": 2, "chacha20-poly1305": 3}
    if text not in aeads:
        raise argparse.ArgumentTypeError(f"one of {', '.join(aeads)}")
    return aeads[text]


def _field(text: str) -> tuple[bytes, bytes]:
    name, colon, value = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError("NAME:VALUE")
    return name.encode(), value.strip(" ").encode()
