#!/usr/bin/env bash
# Builds postil as it is released, by the compiler that `rust-version` in Cargo.toml names; what tells of the machine that
# built it is left out: where the sources and cargo's home lie, and when it was. Says where the program is.
#
#   build.sh TARGET        TARGET: x86_64-unknown-linux-musl, aarch64-apple-darwin …
set -euo pipefail
target=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

native() { if command -v cygpath >/dev/null; then cygpath -m "$1"; else echo "$1"; fi; } # as compilers on Windows name it
rust=$(sed -n 's/^rust-version = "\(.*\)"/\1.0/p' Cargo.toml)
sources=$(native "$PWD")
home=$(native "${CARGO_HOME:-$HOME/.cargo}")
made=$(native "${CARGO_TARGET_DIR:-$PWD/target}")
rustup target add --toolchain "$rust" "$target" >&2 ||
  rustup toolchain install "$rust" --profile minimal --no-self-update --target "$target" >&2

# What a program tells of the machine that made it: paths, in Rust and in C, and on Windows the time.
flags=("--remap-path-prefix=$home=/cargo" "--remap-path-prefix=$sources=/postil" "--remap-path-prefix=$made=/made")
mapped="-ffile-prefix-map=$home=/cargo -ffile-prefix-map=$sources=/postil -ffile-prefix-map=$made=/made"
case $target in
  *-linux-musl)
    export "CC_${target//-/_}=musl-gcc"
    # GCC would call functions for atomics that only its own library has.
    [[ $target != aarch64-* ]] || mapped+=' -mno-outline-atomics' ;;
  *-windows-msvc) flags+=(-Ctarget-feature=+crt-static -Clink-arg=/Brepro -Clink-arg=/PDBALTPATH:postil.pdb) mapped= ;;
esac
export "CFLAGS_${target//-/_}=$mapped"
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
# What is written in C names the day and the second that it was compiled (mimalloc: `__DATE__`), which GCC and Clang take
# from here. Microsoft's compiler does not: for Windows two builds differ in these twenty bytes.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export CARGO_ENCODED_RUSTFLAGS CARGO_INCREMENTAL=0 CARGO_PROFILE_RELEASE_STRIP=symbols
export CARGO_PROFILE_RELEASE_LTO=thin # takes as long again, for a few percent of speed

cargo "+$rust" build --release --locked --target "$target" --bin postil >&2
program=${CARGO_TARGET_DIR:-target}/$target/release/postil
[[ $target != *-windows-* ]] || program+=.exe
echo "$program"
