#!/usr/bin/env bash
# mypy 2.4.1 with no_implicit_reexport (part of --strict).
# Guess: a module hands on only what it imports `as` itself or lists in __all__, so neither `from deep import value` nor
# `from deep import *` lets others import `value` from it.
# Behaviour: the star import hands on all that it brings in, as in stub files, without a report; only the named import
# is reported. A module turned from named imports to a star gets its users past the check.
# What to do: forbid star imports by a linter (F403 of Ruff or Flake8) where the option shall guard a package's surface.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check mypy==2.4.1
cd "$work"
echo 'value: int = 1' >deep.py
echo 'from deep import value' >named.py
echo 'from deep import *' >star.py
echo 'from named import value' >from_named.py
echo 'from star import value' >from_star.py
check() { venv/bin/mypy --cache-dir=/dev/null --no-implicit-reexport "$1" || true; }
got="$(venv/bin/mypy --version | cut -d' ' -f1,2; check from_named.py; check from_star.py)"
expected='mypy 2.4.1
from_named.py:1: error: Module "named" does not explicitly export attribute "value"  [attr-defined]
Found 1 error in 1 file (checked 1 source file)
Success: no issues found in 1 source file'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
