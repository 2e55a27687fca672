#!/bin/sh
# Makes .venv with the first Python that fits, or says in a sentence what is missing.
set -eu

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

for python in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11; do
    if fits "$python"; then
        if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "Python's venv is missing. Install it, then run make again:" >&2
            echo "    sudo apt-get install python3-venv" >&2
            exit 1
        fi
        exec "$python" -m venv .venv
    fi
done

found=$("${PYTHON:-python3}" --version 2>&1) || found="no Python"
echo "Petunias needs Python 3.11, 3.12 or 3.13, and this machine has $found." >&2
echo "Debian 12 and Ubuntu 24.04 have one that fits: sudo apt-get install python3 python3-venv" >&2
exit 1
