"""Around every request: its trace, one log line, its metrics, and an answer when something breaks."""

import functools
import logging
import time

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.observability import json_logging, metrics
from contracts.errors import ErrorCode, ServiceError
from gateway.http import problems, trace

log = logging.getLogger(__name__)

SERVICE = "gateway"
UNKNOWN_ROUTE = "unmatched"
UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})
CLIENT_GONE = 499
_TRACE_HEADERS = (b"traceparent", b"tracestate")


_requests = functools.cache(metrics.HTTP_REQUESTS.labels)
_duration = functools.cache(metrics.HTTP_REQUEST_DURATION.labels)


class RequestLogMiddleware:
    """The outermost layer. Logs the route's template, never the path, the query or a body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        answer = ResponseRecorder(send, _begin(scope))
        try:
            await self._answer(scope, receive, answer)
        finally:
            _record(scope, answer.status, time.perf_counter() - started)

    async def _answer(self, scope: Scope, receive: Receive, answer: "ResponseRecorder") -> None:
        try:
            await self.app(scope, receive, answer.send)
        except ClientDisconnect:
            answer.status = CLIENT_GONE
        except Exception:
            log.exception("unexpected error")
            if answer.status:
                raise  # too late for a problem: the connection is cut, so that half an answer is not taken for one
            await problems.problem_response(scope, ServiceError(ErrorCode.INTERNAL_ERROR))(
                scope, receive, answer.send
            )


class ResponseRecorder:
    """Notes the status that goes out and adds the headers that every answer has."""

    def __init__(self, send: Send, traceparent: bytes) -> None:
        self.status = 0
        self._send = send
        self._headers = [(b"traceparent", traceparent)]

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *self._headers]
        await self._send(message)


def _begin(scope: Scope) -> bytes:
    sent = {name: value for name, value in reversed(scope["headers"]) if name in _TRACE_HEADERS}
    traceparent, tracestate = (
        sent[name].decode("latin-1") if name in sent else None for name in _TRACE_HEADERS
    )
    begun = trace.start_span(traceparent, tracestate)
    scope.setdefault("state", {})["trace"] = begun
    json_logging.set_trace_id(begun.trace_id)
    return begun.traceparent.encode()


def _record(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", UNKNOWN_ROUTE)
    method = scope["method"]
    _requests(SERVICE, route, method, status).inc()
    _duration(SERVICE, route, method).observe(seconds)
    if route not in UNLOGGED:
        fields = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
        json_logging.log_plainly(log, "request", fields)
