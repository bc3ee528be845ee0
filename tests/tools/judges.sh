# Other people's tools that judge finished sites: sourced by tests/run. A judge takes folders that stand for hosts, and
# its last command says whether all is well.

html_valid() {
  echo "$(find "$@" -name '*.html' | wc -l) pages"
  nu_checker --skip-non-html "$@"
}

# How long a title is, is the editor's business.
html_practice() {
  find "$@" -name '*.html' ! -path '*/wechat/*' ! -name mail.html -print0 | xargs -0 "$tools/node_modules/.bin/html-validate" --config "$tools/htmlvalidate.json" || return
  # What is pasted into WeChat or sent as a mail has its style in each element, since nothing else survives there.
  find "$@" \( -path '*/wechat/*.html' -o -name mail.html \) -print0 | xargs -0r "$tools/node_modules/.bin/html-validate" --config "$tools/htmlvalidate-wechat.json"
}

# The checker does not know `line-clamp` (CSS Overflow 4) yet.
css_valid() { nu_checker --skip-non-css --filterpattern '.*line-clamp.*' "$@"; }

# One Java for every folder: it is slow only at first.
nu_checker() { java -jar "$tools/node_modules/vnu-jar/build/dist/vnu.jar" --errors-only "$@"; }

links_lead() { each lychee_on_folder "$@"; }
lychee_on_folder() { lychee_on "$1" "$1"; }

# lychee reads links, not <meta content>, JSON-LD or JSON: every address of the host, wherever it stands.
addresses_exist() { each lychee_on_addresses "$@"; }
lychee_on_addresses() {
  local list=$WORK/addresses.txt
  grep -rhoE --include='*.html' --include='*.json' --include='*.xml' --include='*.txt' \
    --include='*.webmanifest' "$host/[^]\"'<>\\ )}#?]*" "$1" | sort -u >"$list"
  lychee_on "$1" "$list"
}

# The second argument is what to read. Without --no-ignore, all of target/ would be passed over.
lychee_on() {
  "$venv/bin/lychee" --offline --no-progress --include-fragments=full --index-files index.html \
    --no-ignore --hidden --extensions html,css,xml,txt --root-dir "$1" \
    --remap "^${host//./\\.}/ file://$1/" "$2"
}

xml_well_formed() {
  find "$@" \( -name '*.xml' -o -name '*.svg' -o -name '*.xsl' \) -print0 | xargs -0 xmllint --noout --nonet
}

citations_agree() { each citations_of "$@"; }
citations_of() { "$venv/bin/python" "$tools/citations.py" "$1"; }

findings_keep() { each findings_of "$@"; }
findings_of() { node "$tools/findings.mjs" "$1"; }

# Articles as JATS, made of a site: by the grammar of their tag set, and as another program reads them.
articles() { "$venv/bin/python" "$tools/articles.py" "$POSTIL" "$@"; }

# Books, made of a site, and those of finished sites: by the checker of the W3C.
books() { "$venv/bin/python" "$tools/books.py" "$POSTIL" "$@"; }

# What judges one folder, on each of several: what it says of one is not lost for the next.
each() {
  local judge=$1 folder failed=0
  for folder in "${@:2}"; do
    echo "${folder#"$top"/}"
    "$judge" "$folder" || failed=1
  done
  return $failed
}

# --- scripts and reports -----------------------------------------------------------------------------

types() { "$tools/node_modules/.bin/tsc" "$@"; }
rules() { "$tools/node_modules/.bin/eslint" --config "$tools/eslint.config.mjs" "$@"; }

# What postil says to machines: lines by its own schema, logs by the validator of the SARIF project.
reports() { node "$tools/reports.mjs" "$POSTIL" "$@"; }

# --- workflows and releases --------------------------------------------------------------------------

workflows() { "$tools/workflows.sh" "$POSTIL" "$venv" "$@"; }
released() { "$venv/bin/python" "$tools/released.py" "$POSTIL" "$@"; }
