"""The admin port: /healthz, /readyz and /metrics, answered beside the workers: a full pool hides nothing."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import orjson
from eventlet import wsgi

from chassis.observability import metrics
from chassis.observability.health import Health

_log = logging.getLogger(__name__)

# A prober is quick; a slow or idle client is cut so that it keeps nobody out.
_SOCKET_TIMEOUT_S = 5
_MAX_CONNECTIONS = 32

AdminResponse = tuple[str, str, bytes]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class AdminApp:
    """The WSGI application of the admin port."""

    def __init__(self, health: Health) -> None:
        self._health = health
        self._pages: dict[str, Callable[[], AdminResponse]] = {
            "/healthz": self._healthz,
            "/readyz": self._readyz,
            "/metrics": self._metrics,
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(environ["PATH_INFO"])
        if page is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            page = _not_found
        status, content_type, body = page()
        start_response(status, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _healthz(self) -> AdminResponse:
        return "200 OK", "application/json", b'{"alive":true}'

    def _readyz(self) -> AdminResponse:
        report = self._health.report()
        status = "200 OK" if report.ready else "503 Service Unavailable"
        return status, "application/json", orjson.dumps(report.to_dict())

    def _metrics(self) -> AdminResponse:
        return "200 OK", metrics.CONTENT_TYPE, metrics.exposition()


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
    return "404 Not Found", "application/json", b'{"title":"Not found","status":404}'
