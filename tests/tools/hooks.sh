#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml, run by pre-commit itself with a postil that is built already.
#
#   hooks.sh POSTIL PRE_COMMIT
set -euo pipefail
postil=$(realpath "$1")
pre_commit=$(realpath "$2")
manifest=$(realpath "$(dirname "$0")/../../.pre-commit-hooks.yaml")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 PRE_COMMIT_HOME=$work/home PATH=$(dirname "$postil"):$PATH

"$pre_commit" validate-manifest "$manifest"

# The same hooks in a repository of a column, with the postil at hand instead of one that is built anew.
mkdir "$work/site"
cd "$work/site"
git init -q
{
  printf 'repos:\n- repo: local\n  hooks:\n'
  sed -e '/^#/d' -e 's/^/  /' -e 's/language: rust/language: system/' "$manifest"
} >.pre-commit-config.yaml
mkdir -p content/demo/001-one
printf 'title = "演示"\n' >config.toml
printf -- '---\ntitle: 演示专栏\n---\n\n问候。\n' >content/demo/column.md

issue() {
  printf -- '---\ntitle: 演示\nnumber: 1\ndate: %s\n---\n\n%s\n' "$1" "$2" >content/demo/001-one/issue.md
  git add -A
}

refused() { # by which hook, for what
  local said
  if said=$("$pre_commit" run 2>&1); then
    printf 'nothing was refused:\n%s\n' "$said" >&2
    exit 1
  fi
  grep -qE "^postil $1\.+Failed" <<<"$said" && grep -qF "$2" <<<"$said" || { printf 'refused otherwise:\n%s\n' "$said" >&2; exit 1; }
}

issue 2025-08-07 '见[图](nowhere.md)。'
refused check 'error[L001]'
issue 2025/8/7 '正文。'
refused fix 'files were modified by this hook'
git add -A
issue 2025-08-07 '正文。'
"$pre_commit" run
# A commit that does not touch the column is none of postil's business.
git -c user.name=x -c user.email=x@example.org commit -qm one
echo x >README
git add README
said=$("$pre_commit" run)
grep -qE '^postil check\.+.*Skipped' <<<"$said"
echo 'the hooks refuse what they should'
