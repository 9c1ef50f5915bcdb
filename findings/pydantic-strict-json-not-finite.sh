#!/usr/bin/env bash
# pydantic 2.14.3.
# Guess: `model_validate_json(..., strict=True)` takes JSON as RFC 8259 defines it: NaN and Infinity are refused, and a number
# that no float holds is an error.
# Behaviour: inside a field of type Any (or dict[str, Any]) NaN, Infinity and 1e400 are taken, the last as infinity. With
# `allow_inf_nan=False` in the configuration they still pass there; only fields declared as float are guarded.
# What to do: walk free-form JSON and refuse what is not finite; standard JSON writers refuse it only when it is answered.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pydantic==2.14.3
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from typing import Any
from pydantic import BaseModel, ConfigDict, ValidationError
class Free(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)
    value: Any
class Typed(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)
    value: float
print("pydantic", version("pydantic"))
for text in ("NaN", "Infinity", "1e400"):
    for model in (Free, Typed):
        try:
            print(text, model.__name__, model.model_validate_json(f'{{"value": {text}}}', strict=True).value)
        except ValidationError as error:
            print(text, model.__name__, error.errors()[0]["type"])
PY
)
expected='pydantic 2.14.3
NaN Free nan
NaN Typed finite_number
Infinity Free inf
Infinity Typed finite_number
1e400 Free inf
1e400 Typed finite_number'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
