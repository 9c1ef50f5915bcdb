"""Rate limits that need to know more than the client: by account, by agency, and of signing in."""

from fastapi import Request

from gateway.middleware.rate_limit import too_many
from gateway.middleware.sliding_window import RatePolicy, client_key
from gateway.state import gateway_of


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


async def limit_verification(request: Request) -> None:
    """A dependency of the route that examines files of anybody: each may take a second of a core."""
    gateway = gateway_of(request)
    host = request.client.host if request.client else ""
    _count(request, RatePolicy("verification", gateway.settings.rate_verification), client_key(host))


def _count(request: Request, policy: RatePolicy, key: str) -> None:
    if policy.limit == 0:
        return
    decision = gateway_of(request).limiter.hit(policy, key)
    request.scope["state"].setdefault("decisions", []).append(decision)
    if not decision.allowed:
        raise too_many(decision)
