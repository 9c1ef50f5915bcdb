#!/usr/bin/env bash
# pydantic 2.14.3 on Python 3.11 (what Debian 12 has); on 3.12.1 and 3.13.0 the same code works.
# Guess: a generic model with `use_attribute_docstrings=True` may be parametrised wherever an expression may stand.
# Behaviour: where it is the first thing on a line of a call or a dictionary that began on a line before
# (`TABLE = {` / `"a": Page[int],`), importing that module raises tokenize.TokenError, "EOF in multi-line statement",
# also when the model comes from another module. The reader of docstrings tokenises the calling module from the
# current line on. On one line the same expression works.
# What to do: describe the fields of generic models with Field(description=...).
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pydantic==2.14.3

model='from typing import Generic, TypeVar
from pydantic import BaseModel, ConfigDict
T = TypeVar("T")
class Page(BaseModel, Generic[T]):
    model_config = ConfigDict(use_attribute_docstrings=True)
    items: tuple[T, ...]
    """The items of the page."""
'
printf '%s%s\n' "$model" 'TABLE = {"a": Page[int]}' >"$work/one_line.py"
printf '%s%s\n' "$model" $'TABLE = {\n    "a": Page[int],\n}' >"$work/own_line.py"
printf 'from one_line import Page\nTABLE = {\n    "a": Page[str],\n}\n' >"$work/other_module.py"

outcome() {
    (cd "$work" && "$work/venv/bin/python" -c "
try:
    import $1
    print('works:', $1.TABLE['a'].model_fields['items'].description)
except Exception as error:
    print(type(error).__name__ + ':', error.args[0])")
}
got="$(for module in one_line own_line other_module; do printf '%s  ' "$module"; outcome "$module"; done)"
expected='one_line  works: The items of the page.
own_line  TokenError: EOF in multi-line statement
other_module  TokenError: EOF in multi-line statement'
"$work/venv/bin/python" -c 'import sys, pydantic; print("Python", sys.version.split()[0], "pydantic", pydantic.VERSION)'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
