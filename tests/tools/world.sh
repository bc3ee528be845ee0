#!/usr/bin/env bash
# The doors to the world outside, kept by type in .clippy.toml: each line below must be refused, and a line that touches
# nothing must pass.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
driver=$(rustc --print sysroot)/bin/clippy-driver
out=${WORK:-target/world}
mkdir -p "$out"

judged() {
  printf '#![allow(missing_docs)]\nuse std::path::Path;\n%s\n' "$1" >"$out/planted.rs"
  CLIPPY_CONF_DIR=$PWD "$driver" --crate-name planted --crate-type lib --edition 2024 --emit metadata --out-dir "$out" \
    -D clippy::disallowed_methods -D clippy::disallowed_types "$out/planted.rs" >"$out/said.txt" 2>&1
}

judged 'pub fn f(path: &Path) -> Option<&Path> { path.parent() }' || { cat "$out/said.txt" >&2; echo 'refused a line that touches nothing' >&2; exit 1; }
count=0
while IFS= read -r line; do
  if judged "$line"; then
    echo "nobody minds: $line" >&2
    exit 1
  fi
  grep -qE 'disallowed (method|type)' "$out/said.txt" || { cat "$out/said.txt" >&2; echo "refused for another reason: $line" >&2; exit 1; }
  count=$((count + 1))
done <<'LINES'
pub fn f(path: &Path) -> bool { path.exists() }
pub fn f(path: &Path) -> bool { Path::is_dir(path) }
pub fn f(path: &std::path::PathBuf) -> bool { path.try_exists().is_ok() }
pub fn f(path: &Path) -> std::io::Result<std::path::PathBuf> { std::path::absolute(path) }
pub fn f(path: &Path) -> std::io::Result<Vec<u8>> { use std::fs as disk; disk::read(path) }
pub fn f(path: &Path) -> std::io::Result<u64> { std::fs::metadata(path).map(|it| it.len()) }
pub fn f() -> Option<std::ffi::OsString> { std::env::var_os("HOME") }
pub fn f() -> std::time::Instant { std::time::Instant::now() }
pub fn f(path: &Path) -> bool { use std::fs::File as Other; Other::open(path).is_ok() }
pub fn f() -> bool { std::process::Command::new("true").status().is_ok() }
pub fn f() { let _ = std::thread::spawn(|| {}); }
LINES
echo "$count ways to the world outside are refused"
