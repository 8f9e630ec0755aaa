# Sets UV to a uv that runs here, fetching it with pip when there is none. Sourced by ./run and ./check, which set root.
# shellcheck shell=sh

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for PYTHON in python3 python3.14 python3.13 python3.12 python3.11; do
        "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && return 0
    done
    say "Cordboard needs Python 3.11 or later, and this machine has $(python3 --version 2>/dev/null || echo none):" \
        "install it (on Debian 12 and Ubuntu 24.04: apt install python3 python3-pip) and start again."
    exit 1
}

find_room() {
    for place in "$root" "${XDG_CACHE_HOME:-$HOME}"; do
        [ -d "$place" ] || continue
        free=$(df -Pk "$place" | awk 'NR == 2 { print int($4 / 1024) }')
        if [ "${free:-9999}" -lt 2000 ]; then
            say "Cordboard's first start needs 2000 MB of disk, and $place has $free MB: make room and start again."
            exit 1
        fi
    done
}

find_uv() {
    find_python
    if [ -x "$root/.tools/bin/uv" ]; then
        UV=$root/.tools/bin/uv
    elif command -v uv >/dev/null; then
        UV=uv
    else
        if ! "$PYTHON" -m pip --version >/dev/null 2>&1; then
            say "Cordboard's first start needs pip: install it (on Debian and Ubuntu: apt install python3-pip)" \
                "and start again."
            exit 1
        fi
        say "Fetching uv, which fetches everything else ..."
        mkdir -p "$root/.tools"
        if ! "$PYTHON" -m pip install --quiet --retries 1 --disable-pip-version-check --target "$root/.tools" uv \
            2>"$root/.tools/fetch.log"; then
            say "The first start needs the network, and uv could not be fetched from the Python package index" \
                "($root/.tools/fetch.log says why): mend it and start again."
            exit 1
        fi
        UV=$root/.tools/bin/uv
    fi
}

# uv builds the package again when the sources of the screens change, not when their result has been removed.
screens_missing() {
    [ -f "$root/src/cordboard/web/static/index.html" ] || [ "$CORDBOARD_SKIP_UI" = 1 ] ||
        echo "--reinstall-package cordboard"
}

# The Python of this machine serves; uv would otherwise look for one to download.
export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv
unset VIRTUAL_ENV
