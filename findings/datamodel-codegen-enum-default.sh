#!/usr/bin/env bash
# datamodel-code-generator 0.89.0, pydantic v2 models (pydantic 2.14.4).
# Guess: a property whose schema is an enum and has a default gets the member of the generated Enum as its default.
# Behaviour: the default is the plain string. mypy rejects the generated assignment. At run time the default is not
# validated: Order().state is a str that equals no member, so Order() differs from Order(state="open"), a branch on
# State.open is not taken, and serialising warns.
# What to do: generate with --set-default-enum-member.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    datamodel-code-generator==0.89.0 pydantic==2.14.4 mypy==2.4.1
cd "$work"
cat >order.json <<'JSON'
{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Order", "type": "object",
 "properties": {"state": {"$ref": "#/$defs/State", "default": "open"}},
 "$defs": {"State": {"type": "string", "enum": ["open", "closed"]}}}
JSON
outcome() {
    venv/bin/datamodel-codegen --input order.json --input-file-type jsonschema \
        --output-model-type pydantic_v2.BaseModel --output order.py "$@" 2>/dev/null
    grep 'state:' order.py
    venv/bin/mypy --cache-dir=/dev/null order.py | tail -1 || true
    venv/bin/python -c '
from order import Order, State
print(type(Order().state).__name__, Order().state == State.open, Order() == Order(state="open"))'
}
got="$(echo plain; outcome; echo with --set-default-enum-member; outcome --set-default-enum-member)"
expected='plain
    state: State | None = '"'open'"'
Found 1 error in 1 file (checked 1 source file)
str False False
with --set-default-enum-member
    state: State | None = State.open
Success: no issues found in 1 source file
State True True'
venv/bin/python -c 'from importlib.metadata import version as v
print(*(f"{name} {v(name)}" for name in ("datamodel-code-generator", "pydantic", "mypy")))'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
