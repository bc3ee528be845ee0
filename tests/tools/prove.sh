# Each judge must be able to fail: sourced by tests/run. A fault is planted in a copy of a small sound site; the judge
# must pass the site, refuse the copy, and name the fault.

# Builds the small site, at a path of the host as the larger one is.
small_site() { site "$small_host/$path" "$host/$path/" --root tests/browser/site --now 2026-01-01; }

prove_html() {
  sound html_valid html_practice css_valid
  catches html_valid 'an unclosed tag' '<section>' 'Unclosed element.*section'
  catches html_valid 'a page in a folder with a Chinese name' '' '植入/index.html'
  catches html_practice 'a button that does not say what it does' '<button>x</button>' no-implicit-button-type
  catches css_valid 'a property that does not exist' '' 'Property.*colr'
}

prove_links() {
  sound links_lead addresses_exist xml_well_formed citations_agree findings_keep
  catches links_lead 'a broken link' '<a href="planted-page/">x</a>' planted-page
  catches links_lead 'a broken link from the root of the host' '<a href="/planted-page/">x</a>' planted-page
  catches links_lead 'a broken fragment' '<a href="#planted-fragment">x</a>' planted-fragment
  catches links_lead 'a broken absolute link' "<a href=\"$host/$path/planted-page/\">x</a>" planted-page
  catches links_lead 'a picture that is not there' '<img src="planted.png" alt="">' 'planted\.png'
  catches addresses_exist 'metadata that leads nowhere' \
    "<meta property=\"og:image\" content=\"$host/$path/planted.png\">" 'planted\.png'
  catches xml_well_formed 'XML that ends early' '' 'planted\.xml'
  catches citations_agree 'a citation of something else' '' 'title is .*planted'
  catches findings_keep 'a number of an issue as text' '' 'must be integer'
}

prove_scripts() {
  refuses types 'a value that may be missing' "document.querySelector('p').focus();" 'TS2531|TS18047|TS2339'
  refuses rules 'a name that nobody knows' 'unheard_of();' no-undef
}

# A line with a severity that is none, and a log with a property that SARIF has not.
prove_reports() {
  fails_with 'reports refuse what their schemas do not know' \
    'must be equal to one of the allowed values' JSON1005 -- reports --plant
}

prove_articles() {
  fails_with 'the grammar of JATS refuses an element that it does not know' 'not by the tag set' -- articles . --plant grammar
  fails_with 'a changed number of a table is read' 'is in no cell that was read' -- articles . --plant reader
}

prove_books() {
  fails_with 'the checker of books names a link that leads nowhere and a picture that is not there' \
    'RSC-012.*' 'RSC-007.*planted' -- books . --plant
}

prove_metadata() {
  fails_with 'the types of schema.org refuse a property in the wrong place' \
    'TS2353.*medicalAudience' -- node "$tools/metadata.mjs" --plant medicalAudience
}

prove_workflows() {
  fails_with 'a job that needs none that there is' 'needs job "planted" which does not exist' -- workflows --plant workflow
  fails_with 'an action that runs in no known way' "'planted' was expected|'planted' is not" -- workflows --plant action
  fails_with 'a job with a word that GitLab does not know' 'planted' -- workflows --plant gitlab
  fails_with 'a crate under a licence that is not allowed' 'MPL-2.0' 'licenses FAILED' -- workflows --plant licence
}

prove_released() {
  fails_with 'an archive that is not the one of the release is not taken' 'is not what its release says' -- released --plant archive
  fails_with 'what is wrong in a column is named to GitHub at its line' \
    '::error file=(\./)?content/example/001-demo/issue\.md,line=3' -- released --plant column
}

# A first check of one text more, and a build that has forgotten what the last one made.
prove_instructions() {
  local count=(env -u UPDATE python3 tests/bench/instructions.py --plant)
  fails_with 'more work is more instructions' 'check, nothing kept: .* more: something became slower' -- "${count[@]}" text
  fails_with 'what was kept and is lost is done twice' \
    'build, nothing changed: .* more: something became slower' -- "${count[@]}" memory
}

# A step that fails ends the run at once, by its name; what ran beside it is over, wherever it has gone; what needed it
# never begins.
prove_steps() {
  local begun=$SECONDS mark=$((100000 + BASHPID)) # seconds to sleep that no other process has
  # shellcheck disable=SC2016 # for the inner shell
  STEPS=$WORK/steps SLOTS=3 fails_with 'a step that fails ends the run and is named' \
    '=== planted: FAILED' 'stopped: .*patient' 'failed at: planted \(exit code 3\)' -- bash -euo pipefail -c '
      source "$1/steps.sh"
      step patient "" setsid --fork --wait sleep "$3"
      step planted "" bash -c "sleep 1; exit 3"
      step never planted touch "$2/never"
      run_steps' _ "$tools" "$WORK" "$mark"
  [ $((SECONDS - begun)) -lt 20 ] || { echo 'the run went on' >&2; return 1; }
  [ ! -e "$WORK/never" ] || { echo 'a step began without what it needs' >&2; return 1; }
  if grep -lzx "$mark" /proc/[0-9]*/cmdline 2>/dev/null; then echo 'a step was left running' >&2; return 1; fi
}

# Each of these judges must pass the small site, or it would prove nothing that it refuses a copy.
sound() {
  local judge
  for judge; do
    echo "- $judge passes a sound site"
    "$judge" "$small_host"
  done
}

# Plants the fault in a copy, $3 before </body> of the home page or else a file; the judge $1 must name it: $4.
catches() {
  local judge=$1 fault=$2 planted=$3 named=$4 copy=$WORK/planted
  rm -rf "$copy"
  cp -r "$small_host" "$copy"
  planted=$planted python3 - "$copy/$path/index.html" <<'PLANT'
import os, sys
page = open(sys.argv[1], encoding="utf-8", newline="").read()
assert page.count("</body>") == 1, "no </body> to plant a fault before"
open(sys.argv[1], "w", encoding="utf-8", newline="").write(page.replace("</body>", os.environ["planted"] + "</body>"))
PLANT
  case $planted$judge in
    html_valid) mkdir "$copy/植入" && echo '<p>' >"$copy/植入/index.html" ;;
    css_valid) echo 'p { colr: red }' >"$copy/planted.css" ;;
    citations_agree) sed -i 's/^TI  - .*/TI  - planted/' "$(find "$copy" -name citation.ris | sort | head -n 1)" ;;
    findings_keep) sed -i 's/"number": \([0-9]*\)/"number": "\1"/' "$(find "$copy" -name findings.json | sort | head -n 1)" ;;
    xml_well_formed) echo '<planted>' >"$copy/planted.xml" ;;
  esac
  fails_with "$judge catches $fault" "$named" -- "$judge" "$copy"
}

# Plants the line $3 in a copy of the gate's script; the checker $1 must name it: $4.
refuses() {
  local checker=$1 fault=$2 planted=$3 named=$4 copy=$WORK/scripts
  rm -rf "$copy"
  mkdir -p "$copy"
  { cat src/render/gate/gate.js && echo "$planted"; } >"$copy/gate.js"
  cp -r src/render/gate/way "$copy"
  printf '{"extends": "%s/tsconfig.json", "files": ["%s/src/render/gate/gate.d.ts", "gate.js"]}' "$tools" "$top" >"$copy/tsconfig.json"
  case $checker in
    types) fails_with "types refuse $fault" "$named" -- types -p "$copy" ;;
    rules) fails_with "rules refuse $fault" "$named" -- rules --stdin --stdin-filename src/render/gate/gate.js <"$copy/gate.js" ;;
  esac
}

# fails_with WHAT PATTERN... -- COMMAND...: the command must fail, and what it says must hold every pattern.
fails_with() {
  local named=() pattern said
  echo "- $1"
  shift
  while [ "$1" != -- ]; do
    named+=("$1")
    shift
  done
  shift
  if said=$("$@" 2>&1); then
    echo 'it passed' >&2
    return 1
  fi
  for pattern in "${named[@]}"; do
    grep -E -m 1 "$pattern" <<<"$said" || { printf 'it failed for another reason:\n%s\n' "$said" >&2; return 1; }
  done
}
