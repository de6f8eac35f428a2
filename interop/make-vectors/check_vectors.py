#!/usr/bin/env python3
"""Runs the reference over spec/vectors: whole and in small pieces, every cut, every flipped byte, sealing again, key log."""

import argparse
import sys
from pathlib import Path

from checks.key_log import check_all_found, check_key_log
from checks.opening import check_opening
from checks.resealing import check_resealing
from checks.tampering import check_cuts, check_flips
from checks.vector import VECTORS, Failure, load

CHECKS = (check_opening, check_resealing, check_cuts, check_flips, check_key_log)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", nargs="?", type=Path, default=VECTORS)
    arguments = parser.parse_args()
    paths = sorted(arguments.directory.glob("*.json"))
    failures = 0
    for path in paths:
        vector = load(path)
        for check in CHECKS:
            try:
                check(vector)
            except Failure as failure:
                failures += 1
                print(f"{path.stem}: {failure}", file=sys.stderr)
    if arguments.directory == VECTORS:
        try:
            check_all_found()
        except Failure as failure:
            failures += 1
            print(f"key_log: {failure}", file=sys.stderr)
    print(f"{len(paths)} vectors, {failures} failures")
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
