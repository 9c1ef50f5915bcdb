"""Dossiers that the systems of agencies reported: read, counted, reconciled, replayed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import sync
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from contracts.sync import (
    AnomalyCount,
    Reconciliation,
    RefusedItem,
    ReplayReport,
    SyncedContent,
    SyncedDossier,
    SyncedDossierDetail,
)
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import SyncedCode
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["sync"], route_class=JsonRoute)

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_DECLARE_EXAMPLE = {"unit_code": "000.00.00.H05", "day": "2026-11-20", "count": 0, "digest": EMPTY}
_REFUSED_OF_ALL = sync.ReplayItemsBody()
_REPLAY_EXAMPLE = {"sender_code": "000.00.00.H05", "refused_only": True}


@router.get(
    "/synced-dossiers",
    operation_id="listMySyncedDossiers",
    summary="List one's own dossiers at other agencies",
    response_model=Page[SyncedDossier],
    responses=answers(200, "Link"),
)
async def list_mine(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """As the agencies' systems reported them, by the personal number; the latest event first."""
    return page_response(request, await caller.call(sync.list_synced, _listed(query)))


@router.get(
    "/synced-dossiers/{code}",
    operation_id="readMySyncedDossier",
    summary="Read a dossier at another agency",
    response_model=SyncedDossierDetail,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_mine(caller: CurrentUser, code: SyncedCode) -> Response:
    """With its course as the agency reported it."""
    return await _show(caller, code)


@router.get(
    "/sync/dossiers",
    operation_id="listSyncedDossiers",
    summary="List reported dossiers",
    response_model=Page[SyncedDossier],
    responses=answers(200, "Link"),
)
async def list_sent(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """A system: what its agency sent; an administrator: all. The latest event first."""
    return page_response(request, await caller.call(sync.list_synced, _listed(query)))


@router.get(
    "/sync/dossiers/{code}",
    operation_id="readSyncedDossier",
    summary="Read a reported dossier",
    response_model=SyncedDossierDetail,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_sent(caller: CurrentUser, code: SyncedCode) -> Response:
    """By the system whose agency sent it, or an administrator; with its course as it was sent."""
    return await _show(caller, code)


@router.get(
    "/sync/dossiers/{code}/content",
    operation_id="readSyncedContent",
    summary="Read all that was told of a dossier",
    response_model=SyncedContent,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read_content(caller: CurrentUser, code: SyncedCode) -> Response:
    """By the system whose agency sent it, or one of its whole ministry or province: owner, papers, fees, supplements,
    results, flags, course, and what no field of the contract names, as it came. For as long as the dossier is there."""
    found = await caller.call(sync.read_synced_content, sync.ReadSyncedContent(code=code))
    return json_response(found, version=found.version)


@router.get(
    "/sync/anomalies",
    operation_id="listAnomalies",
    summary="Count what was odd",
    response_model=Page[AnomalyCount],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def anomalies(
    request: Request, caller: CurrentUser, query: Annotated[sync.ListAnomalies, Query()]
) -> Response:
    """By sender and local day of arrival. A system sees its own agency's."""
    return page_response(request, await caller.call(sync.list_anomalies, query))


@router.get(
    "/sync/refused",
    operation_id="listRefusedItems",
    summary="List refused items",
    response_model=Page[RefusedItem],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def refused(
    request: Request, caller: CurrentUser, query: Annotated[sync.ListRefused, Query()]
) -> Response:
    """Newest first. A system sees its own agency's."""
    return page_response(request, await caller.call(sync.list_refused, query))


@router.post(
    "/sync/replays",
    operation_id="replayItems",
    summary="Read items again",
    response_model=ReplayReport,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def replay(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[sync.ReplayItemsBody, json_body(_REPLAY_EXAMPLE)] = _REFUSED_OF_ALL,
) -> Response:
    """By an administrator: those that were refused, or all of a span. An item that counted does not count again."""
    replayed = await caller.call(sync.replay, sync.ReplayItems(command_id=key, **fields(body)))
    return json_response(replayed)


@router.post(
    "/sync/reconciliations",
    operation_id="declareDay",
    summary="Declare a day",
    status_code=201,
    response_model=Reconciliation,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN),
)
async def declare(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[sync.ReconcileDayBody, json_body(_DECLARE_EXAMPLE, large=True)],
) -> Response:
    """By a system: how many dossiers it received on a local day, and the digest of their list."""
    found = await caller.call(sync.declare_day, sync.ReconcileDay(command_id=key, **fields(body)))
    return json_response(found, status=201)


@router.get(
    "/sync/reconciliations",
    operation_id="listReconciliations",
    summary="List the days that were declared",
    response_model=Page[Reconciliation],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def reconciliations(
    request: Request, caller: CurrentUser, query: Annotated[sync.ListReconciliations, Query()]
) -> Response:
    """Newest first. A system sees its own agency's."""
    return page_response(request, await caller.call(sync.list_reconciliations, query))


def _listed(query: PageRequest) -> sync.ListSynced:
    return sync.ListSynced(limit=query.limit, cursor=query.cursor)


async def _show(caller: CurrentUser, code: str) -> Response:
    found = await caller.call(sync.find_synced, sync.FindSynced(code=code))
    return json_response(found, version=found.version)
