#!/usr/bin/env python3
"""Every writer against every reader: prints a table, and ends with status 1 if a cell is red."""

import argparse
import base64
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from cells import CIPHERS, KINDS, LARGE, SIZES, TAMPERED_SIZE, Red, Workshop, cases, opens, refuses
from implementations import REFERENCE, Case, Implementation, Keys, Reference, SealTool

sys.path.append(str(REFERENCE))
from sealed_payload_reference.primitives import x25519_public_key
from sealed_payload_reference.signature import signing_public_key

Row = tuple[str, str, str, str, str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sealtool", type=Path, required=True, help="the built sealtool")
    parser.add_argument("--jobs", type=int, default=2, help="how many cells at once; 2 if not given")
    arguments = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        shop = Workshop(Path(folder), make_keys(Path(folder)))
        shop.make_bodies()
        sealtool, reference = SealTool(arguments.sealtool.resolve(), shop.keys), Reference(shop.keys)
        with ThreadPoolExecutor(arguments.jobs) as pool:
            problems = show(pool, shop, [(sealtool, reference), (reference, sealtool)])
            problems += show_tampering(pool, shop, sealtool, reference)
    for problem in problems:
        print(problem)
    print(f"\n{len(problems)} red, {time.monotonic() - began:.0f} s")
    return 1 if problems else 0


def make_keys(folder: Path) -> Keys:
    """Made here, so that no implementation under test makes keys that only itself can read."""
    recipient, recipient_line = key_file(folder / "recipient.jwk", "X25519", x25519_public_key)
    signer, signer_line = key_file(folder / "signer.jwk", "Ed25519", signing_public_key)
    foreign, _ = key_file(folder / "foreign.jwk", "X25519", x25519_public_key)
    return Keys(recipient, recipient_line, signer, signer_line, foreign)


def key_file(path: Path, curve: str, public_key: Callable[[bytes], bytes]) -> tuple[Path, str]:
    private = secrets.token_bytes(32)
    texts = [base64.urlsafe_b64encode(key).rstrip(b"=").decode() for key in (public_key(private), private)]
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"kty": "OKP", "crv": curve, "x": texts[0], "d": texts[1]}, file)
    return path, f"{curve.lower()}:{texts[0]}"


def show(pool: ThreadPoolExecutor, shop: Workshop, pairs: list[tuple[Implementation, Implementation]]) -> list[str]:
    """Runs all cells and prints their table, a row for each way to seal and a column for each size."""
    cells: dict[Row, dict[int, Future[None]]] = {}
    for writer, reader in pairs:
        for case in cases(writer):
            cells.setdefault(title(writer, reader, case), {})[case.size] = pool.submit(
                opens, shop, writer, reader, case
            )
    columns = (*SIZES, LARGE)
    header = ("sealed by", "opened by", "kind", "cipher", "sender", "body")
    print_row(header, [size_name(size) for size in columns])
    problems: list[str] = []
    for row, futures in cells.items():
        texts = []
        for size in columns:
            problem = outcome(futures[size]) if size in futures else "-"
            texts.append(problem if problem == "-" else "RED" if problem else "ok")
            if problem not in (None, "-"):
                problems.append(f"{' '.join(row)}, {size} bytes: {problem}")
        print_row(row, texts)
    return problems


def outcome(future: Future[None]) -> str | None:
    try:
        future.result()
    except Red as red:
        return str(red)
    return None


def show_tampering(
    pool: ThreadPoolExecutor, shop: Workshop, sealtool: Implementation, reference: Implementation
) -> list[str]:
    """Tampered copies of messages by each writer, in each reader."""
    futures: dict[Row, Future[list[str]]] = {}
    for writer in (sealtool, reference):
        for reader in (sealtool, reference):
            for kind in KINDS:
                for cipher in CIPHERS:
                    case = Case(kind, cipher, signed=True, streamed=False, size=TAMPERED_SIZE)
                    futures[title(writer, reader, case)] = pool.submit(refuses, shop, writer, reader, case)
    print()
    print_row(("sealed by", "opened by", "kind", "cipher", "sender", "body"), ["tampered copies refused"])
    problems = []
    for row, future in futures.items():
        wrong = future.result()
        print_row(row, [f"RED: {', '.join(wrong)}" if wrong else "all"])
        problems += [f"{' '.join(row)}, tampered: {problem}" for problem in wrong]
    return problems


def title(writer: Implementation, reader: Implementation, case: Case) -> Row:
    sender, body = "signed" if case.signed else "unsigned", "streamed" if case.streamed else "whole"
    return writer.name, reader.name, case.kind, case.cipher, sender, body


def size_name(size: int) -> str:
    mebibytes, rest = divmod(size, 1 << 20)
    if not mebibytes:
        return str(size)
    return f"{mebibytes} MiB" + (f"+{rest}" if rest else "")


def print_row(names: tuple[str, ...], texts: list[str]) -> None:
    widths = (9, 9, 8, 17, 8, 8)
    left = "  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True))
    print(left + "  " + "  ".join(text.ljust(8) for text in texts).rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
