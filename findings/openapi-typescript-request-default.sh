#!/usr/bin/env bash
# openapi-typescript 7.13.0, TypeScript 5.9.3.
# Guess: a property that the schema does not list in `required` is optional in the type; a default makes it no less so.
# Behaviour: a property with a default becomes required. That suits a response, which the server has filled in, but the
# same holds for a schema that is only a request's body: leaving out what the server would fill in does not compile.
# What to do: generate with --default-non-nullable=false, give requests and responses a schema each, and list in the
# response's `required` what the server always sends.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund openapi-typescript@7.13.0 typescript@5.9.3 >/dev/null
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/NewOrder"}}}
      responses: {"204": {description: Taken}}
components:
  schemas:
    NewOrder:
      type: object
      required: [item]
      properties: {item: {type: string}, quantity: {type: integer, default: 1}, note: {type: string}}
YAML
cat >use.ts <<'TS'
import type { components } from "./api";
export const body: components["schemas"]["NewOrder"] = { item: "tea" };
TS
outcome() {
    npx openapi-typescript api.yaml -o api.d.ts "$@" >/dev/null 2>&1
    grep -oE '(quantity|note)\??: .*' api.d.ts
    { npx tsc --noEmit --strict use.ts || true; } | grep -oE "^use.*TS[0-9]+: Property '[a-z]+' is missing" ||
        echo "use.ts compiles"
}
got="$(echo plain; outcome; echo with --default-non-nullable=false; outcome --default-non-nullable=false)"
expected="plain
quantity: number;
note?: string;
use.ts(2,14): error TS2741: Property 'quantity' is missing
with --default-non-nullable=false
quantity?: number;
note?: string;
use.ts compiles"
npm ls --depth=0 | grep -oE '(openapi-typescript|typescript)@[0-9.]+'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
