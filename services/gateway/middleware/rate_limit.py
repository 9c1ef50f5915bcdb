"""Rate limit by client, and the RateLimit headers of every limit that counted a request."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.errors import ErrorCode, ServiceError
from gateway.http import problems
from gateway.http.work_kinds import UNLIMITED
from gateway.middleware.sliding_window import RateDecision, RatePolicy, SlidingWindowLimiter, client_key


class RateLimitMiddleware:
    """Counts every request of a client before anything else is done for it."""

    def __init__(self, app: ASGIApp, limiter: SlidingWindowLimiter, limit: int) -> None:
        self.app = app
        self.limiter = limiter
        self.policy = RatePolicy("client", limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or UNLIMITED.fullmatch(scope["path"]) or self.policy.limit == 0:
            await self.app(scope, receive, send)
            return
        decision = self.limiter.hit(self.policy, client_key(scope["client"][0] if scope["client"] else ""))
        decisions = scope["state"]["decisions"] = [decision]
        answer = self.app if decision.allowed else problems.problem_response(scope, too_many(decision))
        await answer(scope, receive, _with_rate_limit_headers(send, decisions))


def too_many(decision: RateDecision) -> ServiceError:
    """`rate_limited`, with the seconds until there is room."""
    return ServiceError(ErrorCode.RATE_LIMITED, seconds=decision.reset_s)


def _with_rate_limit_headers(send: Send, decisions: list[RateDecision]) -> Send:
    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            policies = ", ".join(decision.policy_header for decision in decisions)
            limits = ", ".join(decision.limit_header for decision in decisions)
            counted = ((b"ratelimit-policy", policies.encode()), (b"ratelimit", limits.encode()))
            message["headers"] = [*message.get("headers", ()), *counted]
        await send(message)

    return tell
