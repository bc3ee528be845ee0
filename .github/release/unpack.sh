#!/usr/bin/env bash
# Lays the archives of Linux in a folder out as .github/Containerfile wants them: TO/amd64/postil, TO/arm64/postil …
#
#   unpack.sh FOLDER TO
set -euo pipefail
folder=$1 to=$2
for pair in x86_64:amd64 aarch64:arm64; do
  mkdir -p "$to/${pair#*:}"
  tar -xzf "$folder"/postil-v*-"${pair%:*}"-unknown-linux-musl.tar.gz --strip-components 1 -C "$to/${pair#*:}"
done
