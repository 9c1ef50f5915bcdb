#!/usr/bin/env bash
# Starlette 1.10.0, GZipMiddleware.
# Guess: `Accept-Encoding: gzip;q=0` (RFC 9110 12.5.3: not acceptable) gets the answer as it is.
# Behaviour: the word gzip anywhere in the header is enough; the weight is not read, and what was refused comes compressed.
# What to do: read the weights before the middleware decides, for example by dropping the header where gzip has q=0.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check starlette==1.10.0 httpx==0.28.1
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
app = Starlette(routes=[Route("/", lambda _: PlainTextResponse("a" * 5000))])
app.add_middleware(GZipMiddleware)
client = TestClient(app)
print("starlette", version("starlette"))
for accepted in ("gzip", "gzip;q=0", "identity, gzip;q=0", "identity"):
    print(accepted, "->", client.get("/", headers={"Accept-Encoding": accepted}).headers.get("content-encoding"))
PY
)
expected='starlette 1.10.0
gzip -> gzip
gzip;q=0 -> gzip
identity, gzip;q=0 -> gzip
identity -> None'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
