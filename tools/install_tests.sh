#!/bin/sh
# Installs what the tests need from Debian's packages, where it is missing: a browser, a PostgreSQL,
# what makes PDF documents, and what reads them. Without the right to install, it says what will be
# skipped; with CI=true nothing may be skipped, so there it fails.
set -eu

has() { command -v "$1" >/dev/null 2>&1; }
has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }
has_chromium() { has chromium-headless-shell || has chromium || has chromium-browser || has google-chrome; }
has_postgres() { ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has initdb; }

lightest() { # the packages, with a browser that has no windows where there is one: it is quicker
    for package in "$@"; do
        if [ "$package" = chromium ] && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
            package=chromium-headless-shell
        fi
        echo "$package"
    done
}

PATH="$PATH:/sbin:/usr/sbin"
packages=""
skipped=""
need() { # package, what is skipped without it
    packages="$packages $1"
    skipped="$skipped
    $1: $2"
}

has_chromium || need chromium "every test in a real browser"
has_postgres || need postgresql "every test on PostgreSQL (SQLite is tested)"
has_library libpango-1.0 || need libpango-1.0-0 "every test of a PDF"
has_library libpangoft2-1.0 || need libpangoft2-1.0-0 "every test of a PDF"
has_library libharfbuzz-subset || need libharfbuzz-subset0 "every test of a PDF"
[ -d /usr/share/fonts/truetype/liberation ] || [ -d /usr/share/fonts/truetype/liberation2 ] ||
    need fonts-liberation "tests of what a PDF looks like"
has openssl || need openssl "the test that letters go to no mail server that cannot show who it is"
has strace || need strace "the test that writes are on the disk before the answer leaves"
has pdftotext || need poppler-utils "tests that read a PDF"

[ -n "$packages" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif has sudo && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    as_root="cannot"
fi

if has apt-get && [ "$as_root" != cannot ]; then
    echo "Installing from Debian's packages:$packages"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # words on purpose
    if $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends \
        $(lightest $packages) >/dev/null; then
        exit 0
    fi
fi

echo "These packages are missing and could not be installed. Without them we skip:$skipped" >&2
echo "To install them: sudo apt-get install$packages" >&2
[ "${CI:-}" != true ] || exit 1
