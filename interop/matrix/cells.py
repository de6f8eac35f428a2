"""What is tried: a message sealed by one and opened by the other, or broken on the way."""

import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from implementations import AUTHORITY, FIELD, STATUS, TARGET, Case, Implementation, Keys, Result

KINDS = ("payload", "request", "response")
CIPHERS = ("chacha20-poly1305", "aes-256-gcm")
SIZES = (0, 1, 65_534, 65_535, 65_536, 65_537, 5 << 20, (16 << 20) + 1)
LARGE = 100 << 20
COMMITMENT = 32
PRELUDES = {"payload": 76, "request": 76, "response": 21}
TAMPERED_SIZE = 70_000  # A head, a proof, a full record and an end.


class Red(Exception):
    """A cell that is not as it should be."""


class Workshop:
    """A folder with keys, and bodies of every size."""

    def __init__(self, folder: Path, keys: Keys) -> None:
        self._folder = folder
        self.keys = keys

    def body(self, size: int) -> Path:
        return self._folder / f"body-{size}"

    def make_bodies(self) -> None:
        pattern = bytes(range(251))
        for size in (*SIZES, TAMPERED_SIZE, LARGE):
            self.body(size).write_bytes((pattern * (size // len(pattern) + 1))[:size])

    def cell(self) -> Path:
        """A fresh folder."""
        return Path(tempfile.mkdtemp(dir=self._folder))


def cases(writer: Implementation) -> Iterator[Case]:
    """All that a writer can seal; streams have an attribution of their own."""
    for kind, cipher, signed, streamed, size in product(KINDS, CIPHERS, (False, True), (False, True), SIZES):
        if writer.streams(size) if streamed else size <= SIZES[-2]:
            yield Case(kind, cipher, signed, streamed, size)
    yield Case("payload", CIPHERS[0], signed=True, streamed=True, size=LARGE)


def opens(shop: Workshop, writer: Implementation, reader: Implementation, case: Case) -> None:
    """One cell: sealed by one, opened by the other."""
    folder = shop.cell()
    message, opened = folder / "message", folder / "opened"
    seal(shop, writer, reader, case, folder)
    result = open_message(reader, case, folder, message, opened, shop.keys.recipient)
    expect(result, 0, "opening")
    if opened.read_bytes() != shop.body(case.size).read_bytes():
        raise Red("another body")
    check_report(result.report(), case, writer.attribution(case), shop.keys.signer_line)
    shutil.rmtree(folder)


def seal(shop: Workshop, writer: Implementation, reader: Implementation, case: Case, folder: Path) -> None:
    """Writes `message`; for a response the reader has sealed the request, and the writer has opened it."""
    body, message = shop.body(case.size), folder / "message"
    client, server = folder / "client.exchange", folder / "server.exchange"
    if case.kind == "payload":
        expect(writer.seal_payload(case, body, message), 0, "sealing")
    elif case.kind == "request":
        expect(writer.seal_request(case, body, message, client), 0, "sealing")
    else:
        request, question = folder / "request", shop.body(1)
        expect(reader.seal_request(case, question, request, client), 0, "sealing the request")
        result = writer.open_request(request, folder / "question", server, streamed=True, key=shop.keys.recipient)
        expect(result, 0, "opening the request")
        expect(writer.seal_response(case, body, message, server), 0, "sealing")


def open_message(reader: Implementation, case: Case, folder: Path, message: Path, opened: Path, key: Path) -> Result:
    if case.kind == "payload":
        return reader.open_payload(message, opened, streamed=case.streamed, key=key)
    if case.kind == "request":
        return reader.open_request(message, opened, folder / "other.exchange", streamed=case.streamed, key=key)
    return reader.open_response(message, opened, folder / "client.exchange", streamed=case.streamed)


def expect(result: Result, status: int, what: str) -> None:
    if result.status != status:
        raise Red(f"{what} ended with status {result.status}: {result.errors.strip()[-300:]}")


def check_report(report: dict[str, object], case: Case, attribution: str, signer: str) -> None:
    """Head, signer and attribution, as either reader tells them."""
    control = report.get("head", report)
    assert isinstance(control, dict)
    expected: dict[str, object] = {}
    if case.kind == "request":
        expected = {"method": "POST", "scheme": "https", "authority": AUTHORITY, "path": TARGET}
    elif case.kind == "response":
        expected = {"status": STATUS}
    for name, value in expected.items():
        if control.get(name) != value:
            raise Red(f"{name} is {control.get(name)!r}")
    fields = report["fields"]
    assert isinstance(fields, list)
    if list(FIELD) not in fields:
        raise Red(f"the field is missing: {fields}")
    if report["attribution"] != attribution:
        raise Red(f"attribution is {report['attribution']}, not {attribution}")
    if report["signer"] != (signer if case.signed else None):
        raise Red(f"signer is {report['signer']}")


def records(message: bytes, start: int) -> list[bytes]:
    """The records, each with its length."""
    found = []
    while start < len(message):
        (length,) = struct.unpack_from(">I", message, start)
        found.append(message[start : start + 4 + length])
        start += 4 + length
    return found


def flipped(message: bytes, offset: int) -> bytes:
    return message[:offset] + bytes([message[offset] ^ 1]) + message[offset + 1 :]


def tamperings(kind: str) -> dict[str, Callable[[bytes], bytes]]:
    """Each way to break a signed message of several records."""
    prelude = PRELUDES[kind]
    start = prelude + COMMITMENT

    def with_records(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
        return lambda message: message[:start] + b"".join(change(records(message, start)))

    return {
        "magic": lambda message: flipped(message, 0),
        "kind": lambda message: flipped(message, 4),
        "nonce": lambda message: flipped(message, prelude - 9 if kind != "response" else prelude - 1),
        "commitment": lambda message: flipped(message, prelude),
        "length": lambda message: flipped(message, start + 3),
        "head": lambda message: flipped(message, start + 4),
        "last byte": lambda message: flipped(message, len(message) - 1),
        "cut": lambda message: message[:-1],
        "extended": lambda message: message + b"\0",
        "no end": with_records(lambda all: all[:-1]),
        "no proof": with_records(lambda all: [all[0], *all[2:]]),
        "swapped": with_records(lambda all: [*all[:-2], all[-1], all[-2]]),
        "doubled": with_records(lambda all: [*all, all[-1]]),
        "empty": lambda message: b"",
    }


def refuses(shop: Workshop, writer: Implementation, reader: Implementation, case: Case) -> list[str]:
    """Every tampered copy; gives what was accepted, or refused in another way."""
    folder = shop.cell()
    seal(shop, writer, reader, case, folder)
    message = (folder / "message").read_bytes()
    opened = folder / "opened"
    if open_message(reader, case, folder, folder / "message", opened, shop.keys.recipient).status != 0:
        return ["refused although nobody touched it"]
    opened.unlink()
    wrong = []
    for name, change in tamperings(case.kind).items():
        wrong += refused(folder, reader, case, name, change(message), shop.keys.recipient)
    if case.kind == "response":
        other = shop.cell()
        seal(shop, writer, reader, case, other)
        wrong += refused(other, reader, case, "another request's exchange", message, shop.keys.recipient)
    else:
        wrong += refused(folder, reader, case, "a foreign key", message, shop.keys.foreign)
    return wrong


def refused(folder: Path, reader: Implementation, case: Case, name: str, copy: bytes, key: Path) -> list[str]:
    broken, opened = folder / "broken", folder / "opened"
    broken.write_bytes(copy)
    result = open_message(reader, case, folder, broken, opened, key)
    if result.status == 1 and not opened.exists():
        return []
    return [f"{name}: status {result.status}{', with output' if opened.exists() else ''}"]
