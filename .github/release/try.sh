#!/usr/bin/env bash
# Tries a program as somebody does who has nothing else: a new site, checked and built. On Linux it is tried as the
# container has it, carried out step by step without an engine: nothing else is there, and no right to anything but /site.
#
#   try.sh PROGRAM
set -euo pipefail
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
trap 'as_root rm -rf "$work"' EXIT

# Carries out .github/Containerfile in $work/root, with the program and its papers at hand.
contained() {
  local word rest root=$work/root context=$work/context
  mkdir -p "$root" "$context/here"
  cp "$program" "$context/here/postil"
  cp "$top/LICENSE" "$top/src/render/card/OFL.txt" "$context/here"
  echo 'the licences of all crates' >"$context/here/THIRD-PARTY.txt"
  while read -r word rest; do
    rest=${rest//'${TARGETARCH}'/here}
    case $word in
      '' | '#'*) ;;
      FROM) [ "$rest" = scratch ] || { echo "not from nothing: $rest" >&2; return 1; } ;;
      ARG) [ "$rest" = TARGETARCH ] || { echo "unknown: $rest" >&2; return 1; } ;;
      COPY) put "${rest##* }" ${rest% *} ;;
      WORKDIR) mkdir -p "$root$rest"; place=$rest ;;
      USER) user=$rest ;;
      ENTRYPOINT) entry=$(unquoted "$rest") ;;
      CMD) usual=$(unquoted "$rest") ;;
      *) echo "a step that is not known: $word" >&2; return 1 ;;
    esac
  done <"$top/.github/Containerfile"
}
put() { # TO FILE...
  local to=$1 file
  shift
  for file; do
    case $to in */) mkdir -p "$root$to" && cp "$context/$file" "$root$to" ;; *) mkdir -p "$root$(dirname "$to")" && cp "$context/$file" "$root$to" ;; esac
  done
}
unquoted() { tr -d '[],"' <<<"$1"; }

if [ "$(uname)" = Linux ]; then
  contained
  [ "${user%%:*}" -gt 0 ] || { echo 'the container is root' >&2; exit 1; }
  site=$work/root$place
  as_root chown "$user" "$site"
  postil() { as_root env -i "$(PATH=$PATH:/usr/sbin command -v chroot)" --userspec="$user" "$work/root" "$entry" --root "$place" "$@"; }
  made=$place
  as_root env -i "$(PATH=$PATH:/usr/sbin command -v chroot)" --userspec="$user" "$work/root" "$entry" "$usual" | grep -q 'postil build'
else
  site=$work/site made=$work/site
  postil() { "$program" --root "$site" "$@"; }
fi
postil new site "$made"
postil check --drafts --deny warnings
postil build
grep -q '<html' "$site/public/index.html"
# Nothing has changed: what the first run kept is read again.
postil build 2>&1 | grep -E 'nothing had changed|没有变化'
echo 'a new site was made, checked and built'
