"""Middleware around every request: its trace, its count and duration, one line of log."""

import logging
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.json_logging import set_trace_id

_log = logging.getLogger(__name__)

SERVICE = "records-content"
_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})


class RequestMetricsMiddleware:
    """Gives `request.state.context`. Never logs the query: tickets travel in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["context"] = context = _context(scope)
        set_trace_id(context.trace_id)
        started, status = time.perf_counter(), 499

        async def observe_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, observe_status)
        finally:
            _measure(scope, status, time.perf_counter() - started)


def _context(scope: Scope) -> Context:
    """The trace of the caller and nothing else: the ticket decides who acts."""
    return Context.from_headers({"traceparent": Headers(scope=scope).get("traceparent")})


def _measure(scope: Scope, status: int, seconds: float) -> None:
    route, method = _route(scope), scope["method"]
    metrics.HTTP_REQUESTS.labels(SERVICE, route, method, str(status)).inc()
    metrics.HTTP_REQUEST_DURATION.labels(SERVICE, route, method).observe(seconds)
    if route not in _PROBES:
        fields = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        _log.info("request", extra=fields)


def _route(scope: Scope) -> str:
    """The template of the path: an arbitrary path must not become a label."""
    path: str = scope["path"]
    if path in _PROBES or path == "/checks":
        return path
    return "/content/{file_id}" if path.startswith("/content/") else "unknown"
