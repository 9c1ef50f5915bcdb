"""The application: what is around every request, the routes, and what lives as long as the process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware

from chassis.core.context import Context
from chassis.observability import metrics
from contracts import accounts
from contracts.accounts import TOKEN_AUDIENCE, TOKEN_ISSUER, Jwks
from gateway.clients.dossier_events import DossierEventFanout
from gateway.clients.records_proxy import RecordsProxy
from gateway.clients.rpc import AsyncRpcClient
from gateway.clients.tokens import KeySet, TokenVerifier
from gateway.http import problems
from gateway.middleware.rate_limit import RateLimitMiddleware
from gateway.middleware.request_log import SERVICE, RequestLogMiddleware
from gateway.middleware.sliding_window import SlidingWindowLimiter
from gateway.openapi import docs_page
from gateway.openapi.document import document
from gateway.routes import system
from gateway.routes.accounts import accounts as people
from gateway.routes.accounts import messages, sessions
from gateway.routes.catalogue import (
    administrative_units,
    agencies,
    business_conditions,
    procedures,
    provincial_fees,
    regimes,
    search_thesaurus,
    versions,
)
from gateway.routes.dossiers import (
    desk,
    desk_problems,
    dossier_actions,
    dossier_events,
    dossiers,
    public_lookup,
)
from gateway.routes.payments import bills, providers, vnpay
from gateway.routes.records import files, papers, verification
from gateway.routes.sync import contract_2018, contract_2026, portal_pushes, received_items
from gateway.settings import GatewaySettings
from gateway.state import GatewayState

MODULES = (
    people,
    sessions,
    procedures,
    search_thesaurus,
    versions,
    provincial_fees,
    agencies,
    regimes,
    administrative_units,
    business_conditions,
    dossiers,
    dossier_actions,
    desk,
    desk_problems,
    dossier_events,
    public_lookup,
    files,
    verification,
    papers,
    bills,
    providers,
    vnpay,
    messages,
    portal_pushes,
    system,
    received_items,
    contract_2018,
    contract_2026,
    docs_page,
)
VERSION = "0.1.0"
"""Of the interface."""
KEYS_TIMEOUT_S = 3.0
EXPOSED = ["ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "traceparent"]
PREFLIGHT_S = 600


def create_app(settings: GatewaySettings) -> FastAPI:
    """Connects when it starts, not before."""
    gateway = _gateway(settings)
    app = FastAPI(
        title="Motcua",
        version=VERSION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    app.state.gateway = gateway
    for module in MODULES:
        app.include_router(module.router)
    app.mount(docs_page.ASSETS_PATH, docs_page.assets())
    problems.register_handlers(app, routes())
    _surround(app, gateway)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    return app


def routes() -> Iterator[APIRoute]:
    """Every route of ours."""
    for module in MODULES:
        yield from (route for route in module.router.routes if isinstance(route, APIRoute))


def _gateway(settings: GatewaySettings) -> GatewayState:
    live = DossierEventFanout()
    rpc = AsyncRpcClient(settings.amqp_uri, SERVICE, live.consume)

    async def fetch() -> Jwks:
        return await rpc.call(accounts.get_jwks, accounts.GetJwks(), Context.new(timeout_s=KEYS_TIMEOUT_S))

    return GatewayState(
        settings=settings,
        rpc=rpc,
        verifier=TokenVerifier(KeySet(fetch), TOKEN_ISSUER, TOKEN_AUDIENCE),
        records_proxy=RecordsProxy(settings.records_content_url, settings.file_idle_s),
        limiter=SlidingWindowLimiter(),
        dossier_events=live,
    )


def _surround(app: FastAPI, gateway: GatewayState) -> None:
    """The last added is the outermost."""
    app.add_middleware(RateLimitMiddleware, limiter=gateway.limiter, limit=gateway.settings.rate_client)
    if gateway.settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=gateway.settings.origins,
            allow_methods=["GET", "POST", "PUT", "PATCH"],
            allow_headers=[
                "Accept-Language",
                "Authorization",
                "Content-Type",
                "Idempotency-Key",
                "If-Match",
                "If-None-Match",
                "traceparent",
                "tracestate",
            ],
            expose_headers=EXPOSED,
            max_age=PREFLIGHT_S,
        )
    app.add_middleware(RequestLogMiddleware)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    gateway: GatewayState = app.state.gateway
    metrics.describe_build(SERVICE, gateway.settings.release)
    gateway.rpc.start()
    try:
        await gateway.rpc.wait_connected(gateway.settings.first_connection_s)
        yield
    finally:
        await asyncio.gather(gateway.rpc.stop(), gateway.records_proxy.stop())
