#!/bin/sh
# Pins every dependency with its hashes, for Python 3.11 to 3.13 on every platform. Needs uv.
set -eu
cd "$(dirname "$0")/.."
pin() {
    out=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links \
        --constraint requirements/constraints.in --output-file "requirements/$out" requirements/build.in "$@"
}
pin app.txt pyproject.toml
pin build.txt --constraint requirements/app.txt
pin servers.txt pyproject.toml --extra servers --constraint requirements/app.txt
pin tests.txt pyproject.toml --extra servers --extra tests --extra bench --extra dev --constraint requirements/app.txt
