#!/usr/bin/env bash
# prometheus_client 0.26.0, make_wsgi_app.
# Guess: what answers GET answers HEAD too, with the same status and headers and no body (RFC 9110, 9.3.2).
# Behaviour: HEAD gets 405 and `Allow: OPTIONS,GET`, with a text as its body. OPTIONS gets 200. A probe or a proxy's
# health check that sends HEAD counts a healthy exporter as failed.
# What to do: probe /metrics by GET, or answer HEAD before the application: pass it GET and drop the body.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0
got=$("$work/venv/bin/python" - <<'PY'
from importlib.metadata import version
from wsgiref.util import setup_testing_defaults
from prometheus_client import CollectorRegistry, make_wsgi_app
print("prometheus-client", version("prometheus-client"))
app = make_wsgi_app(CollectorRegistry())
for method in ("GET", "OPTIONS", "HEAD"):
    environ = {"REQUEST_METHOD": method}
    setup_testing_defaults(environ)
    seen = []
    body = b"".join(app(environ, lambda status, headers: seen.append((status, dict(headers).get("Allow")))))
    print(method, *seen[0], "with body" if body else "without body")
PY
)
expected='prometheus-client 0.26.0
GET 200 OK None without body
OPTIONS 200 OK OPTIONS,GET without body
HEAD 405 Method Not Allowed OPTIONS,GET with body'
echo "$got"
[ "$got" = "$expected" ] || { echo "changed; before it was:"; echo "$expected"; exit 1; }
