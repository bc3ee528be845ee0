#!/usr/bin/env bash
# Makes the container of a release for both processors from the archives in a folder, and sends it to a registry.
#
#   container.sh FOLDER NAME       $TOKEN opens the registry; for the next step of a workflow: its name and digest
set -euo pipefail
folder=$1 name=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$here/unpack.sh" "$folder" "$work"
docker login "${name%%/*}" --username "$GITHUB_ACTOR" --password-stdin <<<"$TOKEN"
docker buildx create --use >/dev/null
docker buildx build --platform linux/amd64,linux/arm64 --file "$here/../Containerfile" --provenance=false \
  --label "org.opencontainers.image.source=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" \
  --label "org.opencontainers.image.version=${GITHUB_REF_NAME#v}" \
  --label 'org.opencontainers.image.licenses=MIT AND OFL-1.1' \
  --tag "$name:${GITHUB_REF_NAME#v}" --tag "$name:latest" --metadata-file "$work/made.json" --push "$work"
{
  echo "name=$name"
  echo "digest=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["containerimage.digest"])' <"$work/made.json")"
} >>"$GITHUB_OUTPUT"
