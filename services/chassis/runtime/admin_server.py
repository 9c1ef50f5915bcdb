"""HTTP server of the admin port (/healthz, /readyz, /metrics), in a greenlet of its own: a full worker pool does not
keep it from answering.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import orjson
from eventlet import wsgi
from prometheus_client import make_wsgi_app

from chassis.observability.health import Health

_log = logging.getLogger(__name__)

# Probes are quick; a slow or idle client is cut off so that it takes no place from others.
_SOCKET_TIMEOUT_S = 5
_MAX_CONNECTIONS = 32

AdminResponse = tuple[str, bytes]
"""Status line and JSON body."""
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class AdminApp:
    """The WSGI application of the admin port. /metrics is prometheus_client's own, which negotiates format and gzip."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._metrics = make_wsgi_app()
        self._pages: dict[str, Callable[[], AdminResponse]] = {
            "/healthz": self._healthz,
            "/readyz": self._readyz,
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/metrics":
            found: Iterable[bytes] = self._metrics(environ, start_response)
            return found
        page = self._pages.get(environ["PATH_INFO"])
        if page is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            page = _not_found
        status, body = page()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _healthz(self) -> AdminResponse:
        return "200 OK", b'{"alive":true}'

    def _readyz(self) -> AdminResponse:
        report = self._health.report()
        status = "200 OK" if report.ready else "503 Service Unavailable"
        return status, orjson.dumps(report.to_dict())


def serve_admin(health: Health, host: str, port: int) -> None:
    """Listen in a greenlet until the process ends. Raises OSError when the port is taken."""
    socket = eventlet.listen((host, port))
    eventlet.spawn(
        wsgi.server,
        socket,
        AdminApp(health),
        log_output=False,
        debug=False,
        socket_timeout=_SOCKET_TIMEOUT_S,
        max_size=_MAX_CONNECTIONS,
    )
    _log.info("admin port open", extra={"port": port})


def _not_found() -> AdminResponse:
    return "404 Not Found", b'{"title":"Not found","status":404}'
