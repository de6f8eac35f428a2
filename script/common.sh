# shellcheck shell=bash
# Sourced by the other scripts: goes to the root of the project, and has the words they share.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
export PATH="$PWD/.build/venv/bin:$PATH:/usr/sbin"

step() { printf '\n== %s\n' "$*"; }

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }
