#!/usr/bin/env bash
# pydantic 2.14.3.
# Guess: a field `tuple[Row, ...]` with min_length=1 and one item that is wrong gives one error, at the item; as `list[Row]` does.
# Behaviour: only the items that are right are counted, so there is a second error: the tuple is too short (actual_length 0). A
# caller who sent enough is told to send more. A list stops before it counts.
# What to do: leave out too_short where actual_length and the places that have errors of their own reach min_length.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pydantic==2.14.3
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from typing import Annotated
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
class Row(BaseModel):
    number: int
print("pydantic", version("pydantic"))
for kind in (tuple[Row, ...], list[Row]):
    try:
        TypeAdapter(Annotated[kind, Field(min_length=1)]).validate_python([{"number": "x"}])
    except ValidationError as error:
        print(kind.__name__, [(found["type"], found["loc"]) for found in error.errors()])
PY
)
expected="pydantic 2.14.3
tuple [('int_parsing', (0, 'number')), ('too_short', ())]
list [('int_parsing', (0, 'number'))]"
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
