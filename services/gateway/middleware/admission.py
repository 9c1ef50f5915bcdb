"""Admission: more requests than the services can answer in time are answered 503 at once, and none whose caller is gone goes
on."""

import functools
import time
from collections.abc import Sequence
from typing import Any

import orjson
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.core.admission import Admission, AdmissionLimiter, AdmissionPolicy
from chassis.observability import metrics
from contracts.accounts import Locale
from contracts.errors import ErrorCode, ServiceError
from gateway.http import problems
from gateway.http.caller_presence import until_caller_leaves
from gateway.http.responses import NO_STORE, language_headers
from gateway.http.route_index import RouteIndex
from gateway.http.work_kinds import kind_of

READS_SHARE = 0.5
"""Of the time that acts may take."""
LONGEST_WAIT_S = 4
"""Retry-After is one second to this many, so that those who were refused together do not come back together."""
SERVICE = "gateway"


class WorkKind:
    """One kind of work: its limiter and its metrics."""

    def __init__(self, name: str, policy: AdmissionPolicy) -> None:
        self._limiter = AdmissionLimiter(policy)
        self._admitted = metrics.ADMISSIONS.labels(SERVICE, name, "admitted")
        self._shed = metrics.ADMISSIONS.labels(SERVICE, name, "shed")
        metrics.ADMISSION_IN_FLIGHT.labels(SERVICE, name).set_function(lambda: self._limiter.in_flight)
        metrics.ADMISSION_LIMIT.labels(SERVICE, name).set_function(lambda: self._limiter.limit)

    def admit(self) -> Admission | None:
        """None when the request is shed."""
        admission = self._limiter.admit(time.monotonic())
        (self._shed if admission is None else self._admitted).inc()
        return admission

    def finish(self, admission: Admission, status: int) -> None:
        """`status`: of the answer, 0 without one. What a service refused by itself says nothing of its time."""
        self._limiter.finish(admission, time.monotonic(), counts=status not in (0, 503))


class AdmissionMiddleware:
    """Admits requests by kind. `target_s`: the mean time that acts may take; 0: everything is admitted."""

    def __init__(self, app: ASGIApp, routes: Sequence[APIRoute], target_s: float) -> None:
        self.app = app
        names = {route.endpoint: name for route in routes if target_s and (name := kind_of(route))}
        made = {name: WorkKind(name, _policy(name, target_s)) for name in sorted(set(names.values()))}
        self._index = RouteIndex(route for route in routes if route.endpoint in names)
        self._kinds = {endpoint: made[name] for endpoint, name in names.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._index.find(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if route is None:
            await self.app(scope, receive, send)
            return
        kind = self._kinds[route.endpoint]
        admission = kind.admit()
        if admission is None:
            scope["route"] = route
            await _shed(scope, send)
            return
        answer = _Status(send)
        try:
            await until_caller_leaves(scope["state"], lambda: self.app(scope, receive, answer.send))
        finally:
            kind.finish(admission, answer.status)


def _policy(kind: str, target_s: float) -> AdmissionPolicy:
    return AdmissionPolicy(target_s * (READS_SHARE if kind.endswith("reads") else 1))


async def _shed(scope: Scope, send: Send) -> None:
    """503, without anything that costs: it is answered most when there is least time."""
    locale, trace = problems.locale_of(scope), scope["state"]["trace"]
    body = orjson.dumps({**_refusal(locale), "instance": scope["path"], "trace_id": trace.trace_id})
    wait_s = 1 + int(trace.trace_id[-1], 16) % LONGEST_WAIT_S
    headers = {
        "content-type": problems.MEDIA_TYPE,
        "content-length": str(len(body)),
        "cache-control": NO_STORE,
        "retry-after": str(wait_s),
        **language_headers(locale),
    }
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 503, "headers": raw})
    await send({"type": "http.response.body", "body": body})


@functools.cache
def _refusal(locale: Locale) -> dict[str, Any]:
    """The problem, but for what is of one request."""
    return problems.problem_of(ServiceError(ErrorCode.UNAVAILABLE), locale, "", "").model_dump(mode="json")


class _Status:
    """The status that goes out."""

    def __init__(self, send: Send) -> None:
        self.status = 0
        self._send = send

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)
