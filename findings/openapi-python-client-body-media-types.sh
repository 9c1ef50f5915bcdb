#!/usr/bin/env bash
# openapi-python-client 0.29.1.
# Guess: for an operation whose required body may be JSON or a form, a function is generated that takes the body and
# sends one of the two.
# Behaviour: the body becomes optional (`Order | Unset = UNSET`) although the description requires it. `Unset` is not
# imported for that, so the generated module raises NameError on import; the generator reports nothing and exits 0.
# An optional query parameter brings the import in. Then, as both media types have one schema, the body is prepared for
# both, and what is sent is a form: the content type named last wins, JSON cannot be chosen.
# What to do: give the generator a description with one media type for each body, and import every generated module in
# the checks. Different schemas for the media types mend the choice, not the import.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check openapi-python-client==0.29.1
cd "$work"; export PATH="$work/venv/bin:$PATH"
cat >api.yaml <<'YAML'
openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /orders:
    post:
      operationId: createOrder
      tags: [shop]
      requestBody: &body
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/Order"}}
          multipart/form-data: {schema: {$ref: "#/components/schemas/Order"}}
      responses: {"204": {description: Taken}}
  /carts:
    post:
      operationId: createCart
      tags: [shop]
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody: *body
      responses: {"204": {description: Taken}}
components:
  schemas:
    Order: {type: object, required: [item], properties: {item: {type: string}}}
YAML
code=0; openapi-python-client generate --path api.yaml --meta none --output-path shop >out 2>&1 || code=$?
got="$(echo "generator: code $code"; python - <<'PY'
try:
    import shop.api.shop.create_order
    print("create_order: imported")
except NameError as error:
    print("create_order: NameError,", error.name)
from shop.api.shop.create_cart import _get_kwargs
from shop.models import Order
print("create_cart without body:", sorted(_get_kwargs()))
sent = _get_kwargs(body=Order(item="tea"))
print("create_cart with body:", sorted(sent), sent["headers"]["Content-Type"].split(";")[0])
PY
)"
expected="generator: code 0
create_order: NameError, Unset
create_cart without body: ['headers', 'method', 'params', 'url']
create_cart with body: ['files', 'headers', 'json', 'method', 'params', 'url'] multipart/form-data"
python -c 'from importlib.metadata import version; print("openapi-python-client", version("openapi-python-client"))'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
