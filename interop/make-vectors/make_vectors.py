#!/usr/bin/env python3
"""Writes every vector file; with --check, fails if the files on disk are not these."""

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import scenarios
from key_log_example import example_files
from scenarios.registry import SCENARIOS

VECTORS = Path(__file__).resolve().parents[2] / "spec" / "vectors"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file differs")
    parser.add_argument("directory", nargs="?", type=Path, default=VECTORS)
    arguments = parser.parse_args()
    files = vector_files()
    if arguments.check:
        return check(arguments.directory, files)
    write(arguments.directory, files)
    return 0


def vector_files() -> dict[str, str]:
    for module in pkgutil.iter_modules(scenarios.__path__):
        importlib.import_module(f"scenarios.{module.name}")
    vectors = {
        f"{name}.json": json.dumps(entry.vector(name), indent=1, ensure_ascii=True) + "\n"
        for name, entry in sorted(SCENARIOS.items())
    }
    return vectors | example_files(vectors)


def write(directory: Path, files: dict[str, str]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for stale in _on_disk(directory):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    print(f"{len(files)} files")


def check(directory: Path, files: dict[str, str]) -> int:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in _on_disk(directory)}
    different = sorted(name for name in on_disk.keys() | files.keys() if on_disk.get(name) != files.get(name))
    for name in different:
        print(f"differs: {name}", file=sys.stderr)
    print(f"{len(files)} files, {len(different)} different")
    return 1 if different else 0


def _on_disk(directory: Path) -> list[Path]:
    return [path for suffix in ("json", "txt", "har") for path in directory.glob(f"*.{suffix}")]


if __name__ == "__main__":
    sys.exit(main())
