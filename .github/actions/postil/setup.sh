#!/usr/bin/env bash
# Takes the postil of the release that this action is part of, for the machine that it runs on; what is not the very
# archive that the release workflow made is refused.
set -euo pipefail
manifest=$(dirname "${BASH_SOURCE[0]}")/../../../Cargo.toml
value() { sed -n "s/^$1 = \"\(.*\)\"/\1/p" "$manifest" | head -n 1; }
version=$(value version)
repository=$(value repository)

case ${RUNNER_OS:-} in
  Linux) system=unknown-linux-musl ;;
  macOS) system=apple-darwin ;;
  Windows) system=pc-windows-msvc ;;
  *) echo "::error::postil is not made for ${RUNNER_OS:-this system}"; exit 1 ;;
esac
case ${RUNNER_ARCH:-}-$RUNNER_OS in
  X64-* | ARM64-Windows) cpu=x86_64 ;; # Windows on ARM runs it, too
  ARM64-*) cpu=aarch64 ;;
  *) echo "::error::postil is not made for ${RUNNER_ARCH:-this processor}"; exit 1 ;;
esac
name=postil-v$version-$cpu-$system
archive=$name.tar.gz
[ "$RUNNER_OS" != Windows ] || archive=$name.zip

cd "$RUNNER_TEMP"
for file in SHA256SUMS "$archive"; do
  curl -fsSL --retry 3 -o "$file" "$repository/releases/download/v$version/$file" ||
    { echo "::error::$file of postil $version cannot be had from $repository"; exit 1; }
done
digest=$( (sha256sum "$archive" 2>/dev/null || shasum -a 256 "$archive") | cut -d ' ' -f 1)
grep -qxF "$digest  $archive" SHA256SUMS || { echo "::error::$archive is not what its release says"; exit 1; }
case $repository in
  https://github.com/*)
    gh attestation verify "$archive" --repo "${repository#https://github.com/}" ||
      { echo "::error::$archive was not built by the workflow of $repository"; exit 1; } ;;
esac
if [ "$RUNNER_OS" = Windows ]; then unzip -qo "$archive"; else tar -xzf "$archive"; fi
native=$RUNNER_TEMP/$name
[ "$RUNNER_OS" != Windows ] || native=$(cygpath -w "$native")
echo "$native" >>"$GITHUB_PATH"
echo "version=$version" >>"$GITHUB_OUTPUT"
"./$name/postil" --version
