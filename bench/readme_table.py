#!/usr/bin/env python3
"""Makes the README's table of speeds out of `script/bench --json`, given on standard input."""

import json
import sys

CIPHERS = {"chacha20poly1305": "ChaCha20-Poly1305", "aes256gcm": "AES-256-GCM"}
ROWS = {
    "1 KiB request sealed and opened, in a session": "request of 1 KiB sealed and opened, within a session",
    "request and response of 1 KiB, in a session": "the same, and its response",
    "request and response of 1 KiB, fresh key exchange": "the same, with a fresh key exchange",
    "64 KiB sealed lending, one core": "64 KiB sealed, one core",
    "64 KiB opened, one core": "64 KiB opened, one core",
    "1024 KiB sealed lending, one core": "1 MiB sealed, one core",
    "1024 KiB opened, one core": "1 MiB opened, one core",
    "1024 KiB sealed lending, all cores": "1 MiB sealed, two cores",
    "1024 KiB opened, all cores": "1 MiB opened, two cores",
    "16384 KiB sealed lending, all cores": "16 MiB sealed, two cores",
    "16384 KiB opened, all cores": "16 MiB opened, two cores",
}


def main() -> None:
    figures = {(row["name"], row["cipher"]): row for row in json.load(sys.stdin)}
    print(f"| what | {' | '.join(CIPHERS.values())} |\n|---|---|---|")
    for name, text in ROWS.items():
        cells = [cell(figures.get((name, cipher))) for cipher in CIPHERS]
        print(f"| {text} | {' | '.join(cells)} |")


def cell(row: dict[str, object] | None) -> str:
    if row is None:
        return "-"
    return f"{row['microseconds']:,.0f} us: {row['ratio']:.2f} {'X25519' if row['baseline'] == 'X25519' else 'x'}"


if __name__ == "__main__":
    main()
