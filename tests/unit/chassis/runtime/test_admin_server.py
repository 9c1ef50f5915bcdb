"""The admin port's application, called as a WSGI server calls it."""

import gzip
import json

import pytest

from chassis.observability.health import Health
from chassis.runtime.admin_server import AdminApp

Answer = tuple[str, dict[str, str], bytes]


def ask(path: str, method: str = "GET", health: Health | None = None, **headers: str) -> Answer:
    started: list[tuple[str, dict[str, str]]] = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": ""}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    app = AdminApp(health or Health(service="test", started=True))
    body = b"".join(app(environ, lambda status, found: started.append((status, dict(found)))))
    return *started[0], body


def test_live_process_says_so() -> None:
    assert ask("/healthz")[::2] == ("200 OK", b'{"alive":true}')


@pytest.mark.parametrize(("started", "status"), [(True, "200 OK"), (False, "503 Service Unavailable")])
def test_readiness_is_a_status_and_its_checks(started: bool, status: str) -> None:
    found, _, body = ask("/readyz", health=Health(service="test", started=started))
    assert (found, json.loads(body)["ready"]) == (status, started)


def test_metrics_are_text_for_prometheus() -> None:
    status, headers, body = ask("/metrics")
    assert (status, headers["Content-Type"].split(";")[0]) == ("200 OK", "text/plain")
    assert b"# TYPE rpc_server_requests_total counter" in body


def test_metrics_are_compressed_and_open_metrics_for_who_takes_them() -> None:
    _, headers, body = ask("/metrics", accept="application/openmetrics-text", accept_encoding="gzip")
    assert headers["Content-Type"].startswith("application/openmetrics-text")
    assert gzip.decompress(body).endswith(b"# EOF\n")


@pytest.mark.parametrize(("path", "method"), [("/", "GET"), ("/healthz", "POST")])
def test_anything_else_is_not_found(path: str, method: str) -> None:
    assert ask(path, method)[0] == "404 Not Found"


def test_head_has_the_length_and_no_body() -> None:
    _, headers, body = ask("/healthz", "HEAD")
    assert (headers["Content-Length"], body) == ("14", b"")
