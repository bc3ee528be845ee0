#!/usr/bin/env bash
# Builds postil a second time as it is released, from the same commit in another place, with another home for cargo and
# another folder for what is built, and compares the two programs byte by byte: whoever doubts a release can make it again.
#
#   again.sh TARGET PROGRAM        PROGRAM: what build.sh made for TARGET, from a tree without changes
set -euo pipefail
target=$1
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -z "$(git -C "$top" status --porcelain -- Cargo.toml Cargo.lock src themes tests/rules .github/release)" ] ||
  { echo 'the sources have changes that are in no commit' >&2; exit 1; }
mkdir -p "$work/another/place"
git -C "$top" archive HEAD | tar -x -C "$work/another/place"
# A tree without its history says by itself of when it is.
SOURCE_DATE_EPOCH=$(git -C "$top" log -1 --format=%ct)
export SOURCE_DATE_EPOCH
# The toolchain is the same: rustup's home, and not cargo's, says where it is.
second=$(CARGO_HOME=$work/home CARGO_TARGET_DIR=$work/another/place/made "$work/another/place/.github/release/build.sh" "$target")

if cmp "$program" "$second"; then
  echo "twice the same: $(sha256sum <"$program" 2>/dev/null | cut -d ' ' -f 1 || shasum -a 256 <"$program" | cut -d ' ' -f 1)"
else
  # What stands in one of them and not in the other tells most often why.
  words() { LC_ALL=C grep -aoE '[[:print:]]{6,}' "$1" | LC_ALL=C sort -u; }
  diff <(words "$program") <(words "$second") | head -40 || true
  exit 1
fi
