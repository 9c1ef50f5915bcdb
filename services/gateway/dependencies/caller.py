"""Speaking to the services in the name of whoever sent the request."""

import time
from dataclasses import dataclass, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from chassis.core.access_tokens import VerifiedToken
from chassis.core.context import Context
from contracts import catalog
from contracts.accounts import Locale
from contracts.base import ANONYMOUS, Actor, Command, Method, Model, Query
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.rpc import AsyncRpcClient
from gateway.dependencies import rate_limits
from gateway.http import problems
from gateway.http.client_certificates import presented_thumbprint
from gateway.http.headers import ExpectedVersions, ReadingGroundHeader
from gateway.http.trace import TraceContext
from gateway.middleware.answer_memory import AnswerMemory
from gateway.middleware.sliding_window import client_key
from gateway.state import gateway_of

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

    rpc: AsyncRpcClient
    catalogue: AnswerMemory
    context: Context
    locale: Locale
    client_ip: str
    session_id: str = ""
    """Session that the token was given out for; empty without one."""

    async def call(self, method: Method[Req, Res], request: Req) -> Res:
        try:
            return await self.rpc.call(method, request, self.context)
        finally:
            if method.service == catalog.SERVICE and isinstance(request, Command):
                self.catalogue.expire()  # whoever changes it reads the change here at once

    async def call_at(self, method: Method[Req, Res], versions: ExpectedVersions, /, **values: Any) -> Res:
        """The answer of a command in the first of these versions that is current. `values`: its other fields.

        Raises what the method raises for the last of them.
        """

        async def attempt(version: int) -> Res:
            fields: dict[str, Any] = {**values, "expected_version": version}
            return await self.call(method, method.request(**fields))

        return await versions.attempt(attempt)

    async def read(self, query: Method[Req, Res], request: Req) -> bytes:
        """The answer as the JSON that its owner wrote, to be passed on as it is."""
        return await self.rpc.call_json(query, request, self.context)

    async def call_within(self, method: Method[Req, Res], request: Req, seconds: float) -> Res:
        """Until `seconds` from now: for what takes longer than any other request."""
        patient = replace(self.context, deadline=time.time() + seconds)
        return await self.rpc.call(method, request, patient)


async def anonymous(request: Request) -> Caller:
    """Nobody in particular; a token that came along is not looked at."""
    return caller_of(request, ANONYMOUS)


@dataclass(frozen=True)
class CatalogueReader:
    """Nobody's way to the catalogue, for reads whose answers are remembered while the catalogue's revision stands: they
    follow from nothing but path, query and language."""

    caller: Caller

    async def call(self, method: Method[Req, Res], request: Req) -> Res:
        assert method.service == catalog.SERVICE and isinstance(request, Query)
        return await self.caller.call(method, request)


async def catalogue_reader(request: Request) -> CatalogueReader:
    """A token that came along is not looked at. The answers of a route with this dependency are kept in memory."""
    return CatalogueReader(caller_of(request, ANONYMOUS))


async def unchanging() -> None:
    """A dependency of routes whose answer follows from the release, the path and the language: kept in memory for good."""


async def optional_user(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Caller:
    """A person when there is a token, nobody in particular when there is none. Raises as `person` for a bad one."""
    return await (anonymous(request) if credentials is None else current_user(request, credentials))


async def current_user(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Caller:
    """Raises ServiceError: unauthenticated, token_expired, rate_limited."""
    if credentials is None:
        raise ServiceError(ErrorCode.UNAUTHENTICATED)
    token = await verified(request, credentials.credentials)
    rate_limits.count_account(request, token.actor.person_id)
    caller = caller_of(request, token.actor, credentials.credentials)
    return replace(caller, session_id=token.session_id)


async def verified(request: Request, token: str) -> VerifiedToken:
    """Who a token names, if it may come from where this request comes from. Raises as `TokenVerifier.authenticate`."""
    host = request.client.host if request.client else ""
    certificate = presented_thumbprint(request)
    return await gateway_of(request).verifier.authenticate(token, host, certificate)


def caller_of(request: Request, actor: Actor, token: str = "") -> Caller:
    """In the name of an actor that somebody has checked. `token`, the access token, goes along: the services check it
    again."""
    gateway = gateway_of(request)
    trace: TraceContext = request.state.trace
    locale = problems.locale_of(request.scope)
    host = request.client.host if request.client else ""
    context = Context(
        actor=actor,
        correlation_id=trace.trace_id,
        traceparent=trace.traceparent,
        tracestate=trace.tracestate,
        locale=locale,
        deadline=time.time() + gateway.settings.rpc_timeout_s,
        client=client_key(host),
        token=token,
    )
    return Caller(gateway.rpc, gateway.catalogue, context, locale, host)


async def data_reader(
    caller: Annotated[Caller, Depends(current_user)], ground: ReadingGroundHeader = None
) -> Caller:
    """A person who may read the data of others; why is passed on as it was stated, empty when nothing was.

    Raises as `current_user`.
    """
    return replace(caller, context=replace(caller.context, reading_ground=ground or ""))


Anonymous = Annotated[Caller, Depends(anonymous)]
Catalogue = Annotated[CatalogueReader, Depends(catalogue_reader)]
OptionalUser = Annotated[Caller, Depends(optional_user)]
CurrentUser = Annotated[Caller, Depends(current_user)]
DataReader = Annotated[Caller, Depends(data_reader)]
"""Of routes that show a dossier or a line of it to others than its person: they take the header Reading-Ground."""
