#!/usr/bin/env bash
# import-linter 2.17, contract type `protected` on an external package (include_external_packages).
# Guess: the contract is kept while nobody imports the package, as a `forbidden` contract on it is.
# Behaviour: while no module imports it, the package is not in the graph, and the run stops with one line and code 1.
# No contract is reported, neither this one nor those before it. Removing the last import of a package thus fails the
# check, and so does a contract written ahead of the first import.
# What to do: guard such a package by `forbidden`, with `ignore_imports` for the module that may import it and
# `unmatched_ignore_imports_alerting = none`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check import-linter==2.17
cd "$work"
mkdir app; touch app/__init__.py app/store.py; echo 'import json' >app/web.py

head='[importlinter]
root_package = app
include_external_packages = True
[importlinter:contract:first]
name = the store has no JSON
type = forbidden
source_modules = app.store
forbidden_modules = json
[importlinter:contract:second]
name = only the store has SQLite
'
outcome() {
    printf '%s%s\n' "$head" "$2" >.importlinter
    code=0; PYTHONPATH=. venv/bin/lint-imports --no-cache >out 2>&1 || code=$?
    echo "$1: code $code"; grep -E 'KEPT|BROKEN|not present' out
}
protected=$'type = protected\nprotected_modules = sqlite3\nallowed_importers = app.store'
forbidden=$'type = forbidden\nsource_modules = app\nforbidden_modules = sqlite3\nignore_imports = app.store -> sqlite3
unmatched_ignore_imports_alerting = none'
got="$(outcome 'protected, not imported' "$protected"; outcome 'forbidden, not imported' "$forbidden"
       echo 'import sqlite3' >app/store.py; outcome 'protected, imported' "$protected"
       outcome 'forbidden, imported' "$forbidden")"
expected='protected, not imported: code 1
"sqlite3" not present in the graph.
forbidden, not imported: code 0
the store has no JSON KEPT
only the store has SQLite KEPT
protected, imported: code 0
the store has no JSON KEPT
only the store has SQLite KEPT
forbidden, imported: code 0
the store has no JSON KEPT
only the store has SQLite KEPT (1 ignored import)'
venv/bin/python -c 'from importlib.metadata import version; print("import-linter", version("import-linter"))'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
