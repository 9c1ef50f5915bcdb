#!/usr/bin/env bash
# prometheus_client 0.26.0 with Starlette 1.10.0.
# Guess: make_asgi_app() gives an ASGI application, so Route("/metrics", make_asgi_app()) serves GET /metrics.
# Behaviour: the route answers 500. What make_asgi_app returns is a plain function, and Starlette's Route takes a function
# for a request handler and calls it with one argument. Mount("/metrics", app) works as an application, but answers
# GET /metrics by a redirect to /metrics/ (307), which a scraper must follow.
# What to do: wrap the application in an object with __call__(scope, receive, send) and give that to Route.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0 starlette==1.10.0 httpx==0.28.1
got=$("$work/venv/bin/python" -W ignore - <<'PY'
from importlib.metadata import version
from prometheus_client import make_asgi_app
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

class Wrapped:
    def __init__(self, app): self.app = app
    async def __call__(self, scope, receive, send): await self.app(scope, receive, send)

print("prometheus-client", version("prometheus-client"), "starlette", version("starlette"))
for name, route in (("route", Route("/metrics", make_asgi_app())), ("mount", Mount("/metrics", make_asgi_app())),
                    ("wrapped route", Route("/metrics", Wrapped(make_asgi_app())))):
    client = TestClient(Starlette(routes=[route]), raise_server_exceptions=False)
    print(name, client.get("/metrics", follow_redirects=False).status_code)
PY
)
expected='prometheus-client 0.26.0 starlette 1.10.0
route 500
mount 307
wrapped route 200'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
