"""Rate limits by client and by account, told in RateLimit headers."""

import re

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.errors import ErrorCode, ServiceError
from gateway.http import problems
from gateway.middleware.sliding_window import RateDecision, RatePolicy, SlidingWindowLimiter, client_key
from gateway.state import gateway_of

UNLIMITED = re.compile(
    r"/(healthz|readyz|metrics|v1/payments/vnpay/ipn|v1/payments/providers/[a-z0-9_]+/notifications)"
)
"""Probes, and the calls of payment providers: a payment must be heard of, and its signature is checked first."""


class RateLimitMiddleware:
    """Counts every request of a client before anything else is done for it."""

    def __init__(self, app: ASGIApp, rates: SlidingWindowLimiter, limit: int) -> None:
        self.app = app
        self.rates = rates
        self.policy = RatePolicy("client", limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or UNLIMITED.fullmatch(scope["path"]) or self.policy.limit == 0:
            await self.app(scope, receive, send)
            return
        verdict = self.rates.hit(self.policy, client_key(scope["client"][0] if scope["client"] else ""))
        verdicts = scope["state"]["verdicts"] = [verdict]
        answer = self.app if verdict.allowed else problems.problem_response(scope, _too_many(verdict))
        await answer(scope, receive, _with_rate_limit_headers(send, verdicts))


def count_account(request: Request, account_id: str) -> None:
    """Count a request of an account. Raises ServiceError(rate_limited)."""
    gateway = gateway_of(request)
    _count(request, RatePolicy("account", gateway.settings.rate_account), account_id)


def count_agency(request: Request, agency_code: str) -> None:
    """Count a batch of an agency's systems. Raises ServiceError(rate_limited)."""
    gateway = gateway_of(request)
    _count(request, RatePolicy("agency", gateway.settings.rate_agency), agency_code)


async def limit_sign_in(request: Request) -> None:
    """A dependency of routes that guess passwords or make accounts: a stricter limit by client."""
    gateway = gateway_of(request)
    host = request.client.host if request.client else ""
    _count(request, RatePolicy("sign-in", gateway.settings.rate_sign_in), client_key(host))


def _count(request: Request, policy: RatePolicy, key: str) -> None:
    if policy.limit == 0:
        return
    verdict = gateway_of(request).limiter.hit(policy, key)
    request.scope["state"].setdefault("verdicts", []).append(verdict)
    if not verdict.allowed:
        raise _too_many(verdict)


def _too_many(verdict: RateDecision) -> ServiceError:
    return ServiceError(ErrorCode.RATE_LIMITED, seconds=verdict.reset_s)


def _with_rate_limit_headers(send: Send, verdicts: list[RateDecision]) -> Send:
    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["ratelimit-policy"] = ", ".join(verdict.policy_header for verdict in verdicts)
            headers["ratelimit"] = ", ".join(verdict.limit_header for verdict in verdicts)
        await send(message)

    return tell
