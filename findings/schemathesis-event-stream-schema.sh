#!/usr/bin/env bash
# schemathesis 4.32.5, check of responses against their schema.
# Guess: in OpenAPI 3.1 the schema of a text/event-stream response describes the text: `type: string` fits any stream.
# Behaviour: the stream is read as events, and each is checked against that schema as an object of strings: data, id,
# event (`message` where none was sent). `type: string` fails at the first event. In OpenAPI 3.2 the array of all events
# is checked against `schema` and each one against `itemSchema`, so the schema that 3.1 accepts fails once the document
# says 3.2.
# What to do: in 3.1 describe one event as an object; when going to 3.2, rename that `schema` to `itemSchema`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5 werkzeug==3.1.9
got=$("$work/venv/bin/python" -W ignore - <<'PY'
from importlib.metadata import version
import schemathesis
from werkzeug.wrappers import Request, Response

@Request.application
def ticks(request):
    return Response("id: 1\ndata: 7\n\n", content_type="text/event-stream")

def outcome(openapi, keyword, schema):
    responses = {"200": {"description": "Ticks", "content": {"text/event-stream": {keyword: schema}}}}
    document = schemathesis.openapi.from_dict({"openapi": openapi, "info": {"title": "Ticks", "version": "1"},
                                               "paths": {"/ticks": {"get": {"responses": responses}}}})
    document.app = ticks
    case = document["/ticks"]["GET"].Case()
    try:
        case.validate_response(case.call())
    except schemathesis.errors.FailureGroup as group:
        return str(group.exceptions[0]).splitlines()[2]
    return "fits"

text = {"type": "string"}
event = {"type": "object", "required": ["data"], "properties": {"id": text, "data": text}}
print("schemathesis", version("schemathesis"))
print("3.1 schema text:", outcome("3.1.0", "schema", text))
print("3.1 schema event:", outcome("3.1.0", "schema", event))
print("3.2 schema event:", outcome("3.2.0", "schema", event))
print("3.2 itemSchema event:", outcome("3.2.0", "itemSchema", event))
PY
)
expected='schemathesis 4.32.5
3.1 schema text: Event #0: {"data":"7","event":"message","id":"1"} is not of type "string"
3.1 schema event: fits
3.2 schema event: [{"data":"7","event":"message","id":"1"}] is not of type "object"
3.2 itemSchema event: fits'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
