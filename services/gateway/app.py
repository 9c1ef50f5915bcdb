"""The application: what is around every request, the routes, and what lives as long as the process."""

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager

import aiormq
from fastapi import FastAPI
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute
from pydantic.warnings import UnsupportedFieldAttributeWarning
from starlette.middleware.cors import CORSMiddleware

from chassis.core.context import Context
from chassis.core.revisioned_cache import MAX_AGE_S
from chassis.observability import metrics
from contracts import accounts, catalog
from contracts.accounts import Jwks, Revocations
from gateway.clients.dossier_events import DossierEventFanout
from gateway.clients.records_proxy import RecordsProxy
from gateway.clients.revocations import RevocationList
from gateway.clients.rpc import AsyncRpcClient
from gateway.clients.tokens import KeySet, TokenVerifier
from gateway.dependencies.caller import catalogue_reader, unchanging
from gateway.dispatch import Dispatcher
from gateway.http import cross_origin, problems
from gateway.middleware.addresses import TrailingSlashMiddleware
from gateway.middleware.admission import AdmissionMiddleware
from gateway.middleware.answer_memory import AnswerMemory, AnswerMemoryMiddleware
from gateway.middleware.compression import CompressionMiddleware
from gateway.middleware.head_requests import HeadMiddleware
from gateway.middleware.rate_limit import RateLimitMiddleware
from gateway.middleware.request_log import SERVICE, RequestLogMiddleware
from gateway.middleware.response_headers import ResponseHeadersMiddleware
from gateway.middleware.revalidation import RevalidationMiddleware
from gateway.middleware.sliding_window import SlidingWindowLimiter
from gateway.openapi import docs_page
from gateway.openapi.document import document
from gateway.routes import labels, system
from gateway.routes.accounts import accounts as people
from gateway.routes.accounts import (
    breaches,
    contacts,
    eid,
    machine_clients,
    messages,
    oauth,
    officers,
    passwords,
    personal_data,
    representation,
    retention,
    second_factors,
    second_steps,
    sessions,
)
from gateway.routes.catalogue import (
    administrative_units,
    agencies,
    business_conditions,
    procedures,
    provincial_fees,
    questions,
    regime_drafts,
    regimes,
    search_thesaurus,
    versions,
)
from gateway.routes.dossiers import (
    data_readings,
    desk,
    desk_problems,
    dossier_actions,
    dossier_events,
    dossiers,
    file_plans,
    outages,
    public_lookup,
    suggestions,
    transfers,
)
from gateway.routes.payments import (
    bank_transfers,
    bills,
    fee_quotes,
    providers,
    receipts,
    reconciliation,
    refunds,
    tax_summaries,
    vnpay,
)
from gateway.routes.records import certificates, digitisation, files, mandates, papers, verification
from gateway.routes.sync import contract_2018, contract_2026, portal_pushes, received_items
from gateway.settings import GatewaySettings
from gateway.state import GatewayState

MODULES = (
    people,
    officers,
    machine_clients,
    oauth,
    sessions,
    second_steps,
    second_factors,
    eid,
    passwords,
    contacts,
    representation,
    personal_data,
    breaches,
    retention,
    procedures,
    search_thesaurus,
    versions,
    provincial_fees,
    agencies,
    regimes,
    administrative_units,
    business_conditions,
    questions,
    regime_drafts,
    dossiers,
    dossier_actions,
    desk,
    desk_problems,
    dossier_events,
    data_readings,
    outages,
    file_plans,
    suggestions,
    transfers,
    public_lookup,
    files,
    verification,
    papers,
    digitisation,
    certificates,
    mandates,
    bills,
    fee_quotes,
    reconciliation,
    refunds,
    bank_transfers,
    receipts,
    tax_summaries,
    providers,
    vnpay,
    messages,
    portal_pushes,
    labels,
    system,
    received_items,
    contract_2018,
    contract_2026,
    docs_page,
)
VERSION = "0.1.0"
"""Of the interface."""
KEYS_TIMEOUT_S = 3.0
UNCHANGING_MEMORY = 8 * 1024 * 1024
"""Bytes of answers that follow from the release: the API document, its page, the labels."""


def create_app(settings: GatewaySettings) -> FastAPI:
    """Connects when it starts, not before."""
    app = FastAPI(
        title="Motcua",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    gateway = app.state.gateway = _gateway(settings, app)
    app.router.routes.extend(routes())
    app.router.middleware_stack = Dispatcher(app.router.middleware_stack, routes())
    app.mount(docs_page.ASSETS_PATH, docs_page.assets())
    problems.register_handlers(app, routes())
    _surround(app, gateway)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    _build_models()
    return app


def _build_models() -> None:
    """Those of all requests, which would be built by the first of each (`contracts.base.Model`).

    Answers go on as the bytes that their owner wrote; their models are for the API document alone.
    """
    with warnings.catch_warnings():
        # FastAPI gives its own fields to pydantic, and ignores this warning where they are not built later.
        warnings.simplefilter("ignore", UnsupportedFieldAttributeWarning)
        for route in routes():
            for field in (*get_flat_params(route.dependant), route.body_field):
                if field is not None:
                    field.validate(None, loc=())


def routes() -> Iterator[APIRoute]:
    """Every route of ours."""
    for module in MODULES:
        yield from (route for route in module.router.routes if isinstance(route, APIRoute))


def _gateway(settings: GatewaySettings, app: FastAPI) -> GatewayState:
    live = DossierEventFanout()

    async def follow(connection: aiormq.Connection) -> None:
        await asyncio.gather(live.consume(connection), revocations.consume(connection))

    rpc = AsyncRpcClient(settings.amqp_uri, SERVICE, follow)

    async def fetch() -> Jwks:
        return await rpc.call(accounts.get_jwks, accounts.GetJwks(), Context.new(timeout_s=KEYS_TIMEOUT_S))

    async def fetch_revocations() -> Revocations:
        context = Context.new(timeout_s=KEYS_TIMEOUT_S).as_service(SERVICE)
        return await rpc.call(accounts.get_revocations, accounts.GetRevocations(), context)

    keys = KeySet(fetch)
    revocations = RevocationList(fetch_revocations, live.wake, on_new_keys=keys.expire)

    async def catalogue_revision() -> Hashable:
        gateway: GatewayState = app.state.gateway
        context = Context.new(timeout_s=MAX_AGE_S)
        return await gateway.rpc.call(catalog.get_revision, catalog.GetRevision(), context)

    return GatewayState(
        settings=settings,
        rpc=rpc,
        verifier=TokenVerifier(keys, revocations),
        revocations=revocations,
        records_proxy=RecordsProxy(settings.records_content_url, settings.file_idle_s),
        limiter=SlidingWindowLimiter(),
        dossier_events=live,
        catalogue=AnswerMemory.of(
            _routes_with(catalogue_reader), settings.catalogue_memory, catalogue_revision
        ),
    )


def _unchanging() -> AnswerMemory:
    async def release() -> Hashable:
        return VERSION

    return AnswerMemory.of(_routes_with(unchanging), UNCHANGING_MEMORY, release)


def _routes_with(dependency: Callable[..., object]) -> Iterator[APIRoute]:
    """The routes that declare it."""
    for route in routes():
        if any(each.call is dependency for each in route.dependant.dependencies):
            yield route


def _surround(app: FastAPI, gateway: GatewayState) -> None:
    """From the innermost to the outermost. Whatever fails within the log is answered there, so that the headers which let
    a front end read the answer are outside of it."""
    app.add_middleware(RevalidationMiddleware)
    app.add_middleware(CompressionMiddleware)
    app.add_middleware(
        AdmissionMiddleware, routes=tuple(routes()), target_s=gateway.settings.admission_target_s
    )
    app.add_middleware(AnswerMemoryMiddleware, memories=(gateway.catalogue, _unchanging()))
    app.add_middleware(RateLimitMiddleware, limiter=gateway.limiter, limit=gateway.settings.rate_client)
    app.add_middleware(HeadMiddleware)
    app.add_middleware(TrailingSlashMiddleware)
    app.add_middleware(RequestLogMiddleware)
    app.add_middleware(ResponseHeadersMiddleware)
    if gateway.settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=gateway.settings.origins,
            allow_methods=cross_origin.METHODS,
            allow_headers=cross_origin.REQUEST_HEADERS,
            expose_headers=cross_origin.EXPOSED_HEADERS,
            max_age=cross_origin.PREFLIGHT_S,
        )


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
