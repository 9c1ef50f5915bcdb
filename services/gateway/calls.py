"""Speaking to the services in the name of whoever sent the request."""

import time
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from chassis.context import Context
from contracts.base import ANONYMOUS, Actor, Method, Model
from contracts.errors import Code, ServiceError
from gateway import problems, throttle
from gateway.language import Locale
from gateway.rpc import RpcClient
from gateway.state import gateway_of
from gateway.trace import Trace

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)

bearer = HTTPBearer(
    auto_error=False,
    bearerFormat="JWT",
    scheme_name="access_token",
    description="The `access_token` of POST /v1/sessions.",
)


@dataclass(frozen=True)
class Caller:
    """One request's way to the services. All its calls share one deadline, unless a call is given more time."""

    rpc: RpcClient
    context: Context
    locale: Locale
    client_ip: str

    async def call(self, method: Method[Req, Res], request: Req) -> Res:
        return await self.rpc.call(method, request, self.context)

    async def call_patiently(self, method: Method[Req, Res], request: Req, seconds: float) -> Res:
        """Until `seconds` from now: for what takes longer than any other request."""
        patient = replace(self.context, deadline=time.time() + seconds)
        return await self.rpc.call(method, request, patient)


async def anyone(request: Request) -> Caller:
    """Nobody in particular; a token that came along is not looked at."""
    return caller_of(request, ANONYMOUS)


async def whoever(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Caller:
    """A person when there is a token, nobody in particular when there is none. Raises as `person` for a bad one."""
    return await (anyone(request) if credentials is None else person(request, credentials))


async def person(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Caller:
    """Raises ServiceError: unauthenticated, token_expired, rate_limited."""
    if credentials is None:
        raise ServiceError(Code.UNAUTHENTICATED)
    actor = await gateway_of(request).verifier.actor(credentials.credentials)
    throttle.count_account(request, actor.account_id)
    return caller_of(request, actor)


def caller_of(request: Request, actor: Actor) -> Caller:
    """In the name of an actor that somebody has checked."""
    gateway = gateway_of(request)
    trace: Trace = request.state.trace
    locale = problems.locale_of(request.scope)
    context = Context(
        actor=actor,
        correlation_id=trace.trace_id,
        traceparent=trace.traceparent,
        tracestate=trace.tracestate,
        locale=locale,
        deadline=time.time() + gateway.settings.rpc_timeout_s,
    )
    return Caller(gateway.rpc, context, locale, request.client.host if request.client else "")


Anyone = Annotated[Caller, Depends(anyone)]
Whoever = Annotated[Caller, Depends(whoever)]
Person = Annotated[Caller, Depends(person)]
