#!/bin/sh
# Installs into .venv what a lock names: install_libraries.sh requirements.lock
# uv does it in a sixth of pip's time. Where it can't (only pip knows of a house's own mirror, say), pip does.
set -eu

by_pip() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$1"
}
by_uv() {
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-cache --no-deps --require-hashes -r "$1"
}

by_pip requirements-uv.lock
if ! by_uv "$1"; then
    echo "uv could not install the libraries (see above). pip does it now: about two minutes." >&2
    by_pip "$1"
fi
