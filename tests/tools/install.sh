# Installs what the tests need and the machine has not: sourced by tests/run. What is still missing then fails the run.

venv=$top/target/tools/venv

install_tools() {
  local missing=()
  have cc || missing+=(gcc libc6-dev)
  have node || missing+=(nodejs)
  have npm || missing+=(npm)
  have java || missing+=(default-jre-headless)
  have xmllint || missing+=(libxml2-utils)
  have git || missing+=(git)
  # It draws pages as Chromium does, in a third of the time.
  have chromium-headless-shell || missing+=(chromium-headless-shell)
  # The other two engines that readers have; WebKit's has a window, and so wants a screen.
  have firefox-esr || missing+=(firefox-esr)
  have WebKitWebDriver || missing+=(webkit2gtk-driver)
  have Xvfb || missing+=(xvfb)
  have pdftotext || missing+=(poppler-utils)
  have valgrind || missing+=(valgrind)
  [ -n "$(fc-list :lang=zh-cn 2>/dev/null)" ] || missing+=(fontconfig fonts-noto-cjk)
  python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3 python3-venv)
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
  have cargo || { echo 'cargo is missing: install Rust first' >&2; return 1; }
  { cargo fmt --version && cargo clippy --version; } || rustup component add rustfmt clippy

  if ! cmp -s "$tools/requirements.txt" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$tools/requirements.txt"
    cp "$tools/requirements.txt" "$venv/requirements.txt"
  fi
  if ! cmp -s "$tools/package-lock.json" "$tools/node_modules/installed-lock.json"; then
    # Without the packages' own scripts: the checker's would fetch a Java of its own.
    (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund)
    cp "$tools/package-lock.json" "$tools/node_modules/installed-lock.json"
  fi
}

have() { command -v "$1" >/dev/null; }

install_packages() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || { echo "please install: $*" >&2; return 1; }
    as_root=(sudo)
  fi
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}
