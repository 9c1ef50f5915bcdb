#!/usr/bin/env bash
# @rjsf/utils 5.24.13 with @rjsf/validator-ajv8 5.24.13 (react-jsonschema-form).
# Guess: a required choice, written as oneOf of const and title, begins empty; the person has to choose.
# Behaviour: the form's data begin with the first const, also where the field has a type and no default, so that the
# first choice is sent unless somebody changes it. A choice written as enum begins empty.
# What to do: experimental_defaultFormStateBehavior={{ constAsDefaults: "never" }}; it leaves other defaults alone.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts @rjsf/utils@5.24.13 @rjsf/validator-ajv8@5.24.13 react@18.3.1 >/dev/null
cat >state.cjs <<'JS'
const { getDefaultFormState } = require("@rjsf/utils");
const validator = require("@rjsf/validator-ajv8").default;
const drinks = [["tea", "Tea"], ["milk", "Milk"]];
const fields = {
  "oneOf of const": { type: "string", oneOf: drinks.map(([value, title]) => ({ const: value, title })) },
  "enum": { type: "string", enum: drinks.map(([value]) => value) },
};
for (const [name, drink] of Object.entries(fields))
  for (const behaviour of [undefined, { constAsDefaults: "never" }]) {
    const schema = { type: "object", required: ["drink"], properties: { drink, cups: { type: "integer", default: 1 } } };
    const state = getDefaultFormState(validator, schema, undefined, schema, false, behaviour);
    console.log(name, "|", behaviour ? "constAsDefaults never" : "as it comes", "|", JSON.stringify(state));
  }
JS
got="$(node state.cjs)"
expected='oneOf of const | as it comes | {"drink":"tea","cups":1}
oneOf of const | constAsDefaults never | {"cups":1}
enum | as it comes | {"cups":1}
enum | constAsDefaults never | {"cups":1}'
npm ls --depth=0 2>/dev/null | grep -oE '@rjsf/[a-z0-9-]+@[0-9.]+' || true
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
