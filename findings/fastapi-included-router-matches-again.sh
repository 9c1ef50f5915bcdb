#!/usr/bin/env bash
# FastAPI 0.165.0 with Starlette 1.10.0.
# Guess: include_router copies the routes into the application, as in 0.115.6: a request asks each route at most once, however
# deep the routers are included in one another.
# Behaviour: an included router stays one entry, which asks all its routes in turn, those under another prefix too. Once it is
# chosen it asks again, and so does each router it is included in: of thirty routers with one route each, a request for the last
# one asks 31 routes, 61 where the thirty are included in one router, 91 where that one is included in another.
# What to do: include routers in the application itself, and those that are used most first.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fastapi==0.165.0 starlette==1.10.0 httpx==0.28.1
got=$("$work/venv/bin/python" -W ignore - <<'PY'
from collections import Counter
from importlib.metadata import version
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
asked = Counter()
class Counted(APIRoute):
    def matches(self, scope):
        asked[self.name] += 1
        return super().matches(scope)

def application(depth):
    """Thirty routers, /0/thing to /29/thing, below `depth` routers that are included in one another."""
    chain = [FastAPI(), *(APIRouter() for _ in range(depth))]
    for number in range(30):
        area = APIRouter(route_class=Counted)
        area.add_api_route("/thing", lambda: "right", name=f"{number}")
        chain[-1].include_router(area, prefix=f"/{number}")
    for outer, inner in reversed(list(zip(chain, chain[1:]))):
        outer.include_router(inner)
    return chain[0]

flat = FastAPI()
flat.router.route_class = Counted
for number in range(30):
    flat.add_api_route(f"/{number}/thing", lambda: "right", name=f"{number}")
print("fastapi", version("fastapi"), "starlette", version("starlette"))
for name, app in ("routes of the application", flat), *((f"included, {n} routers between", application(n)) for n in range(3)):
    client = TestClient(app)
    for path in ("/0/thing", "/29/thing"):
        asked.clear()
        assert client.get(path).json() == "right"
        print(f"{name}: {path} asks {asked.total()}, the first {asked['0']} times, the last {asked['29']} times")
PY
)
expected='fastapi 0.165.0 starlette 1.10.0
routes of the application: /0/thing asks 1, the first 1 times, the last 0 times
routes of the application: /29/thing asks 30, the first 1 times, the last 1 times
included, 0 routers between: /0/thing asks 2, the first 2 times, the last 0 times
included, 0 routers between: /29/thing asks 31, the first 1 times, the last 2 times
included, 1 routers between: /0/thing asks 3, the first 3 times, the last 0 times
included, 1 routers between: /29/thing asks 61, the first 2 times, the last 3 times
included, 2 routers between: /0/thing asks 4, the first 4 times, the last 0 times
included, 2 routers between: /29/thing asks 91, the first 3 times, the last 4 times'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
