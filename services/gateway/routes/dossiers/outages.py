"""Outages of the system (sự cố hệ thống): recorded with their announcement, and what they did to time limits."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Page, PageRequest
from contracts.dossiers import EndOutageBody, RecordedOutage, RecordOutageBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import OutageId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)

_ANNOUNCEMENT = {"announced_at": "2026-10-06T10:00:00+07:00", "place": "Cổng dịch vụ công quốc gia"}
_OUTAGE_EXAMPLE = {
    "kind": "fault",
    "system_name": "Hệ thống thông tin hộ tịch",
    "description": "Mất kết nối đường truyền.",
    "started_at": "2026-10-06T09:30:00+07:00",
    "announcement": _ANNOUNCEMENT,
}
_END_EXAMPLE = {"ended_at": "2026-10-07T09:00:00+07:00"}
_FOUND = {"outage_id": "$response.body#/outage_id"}
_LINKS = {
    "readOutage": link("readOutage", "The outage, and how far its effect is.", **_FOUND),
    "endOutage": link("endOutage", "Record its end.", **_FOUND),
}
_first = link("readOutage", "The first one found.", outage_id="$response.body#/items/0/outage_id")


@router.post(
    "/outages",
    operation_id="recordOutage",
    summary="Record an outage of the system (ghi nhận sự cố hệ thống)",
    description=RecordOutageBody.__doc__,
    status_code=201,
    response_model=RecordedOutage,
    responses=answers(201, "Location", links=_LINKS)
    | problems(ErrorCode.FORBIDDEN, ErrorCode.CALENDAR_INCOMPLETE),
)
async def record(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[RecordOutageBody, json_body(_OUTAGE_EXAMPLE)],
) -> Response:
    made = await caller.call(dossiers.record_outage, dossiers.RecordOutage(command_id=key, **fields(body)))
    return json_response(made, status=201, location=f"/v1/outages/{made.outage_id}")


@router.get(
    "/outages",
    operation_id="listOutages",
    summary="List the outages",
    response_model=Page[RecordedOutage],
    responses=answers(200, "Link", links={"readOutage": _first}) | problems(ErrorCode.FORBIDDEN),
)
async def list_outages(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By an administrator. The newest first."""
    lookup = dossiers.ListOutages(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.list_outages, lookup))


@router.get(
    "/outages/{outage_id}",
    operation_id="readOutage",
    summary="Read an outage",
    response_model=RecordedOutage,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, outage_id: OutageId) -> Response:
    """By an administrator. What it does to time limits, and how far that is."""
    return json_response(await caller.call(dossiers.get_outage, dossiers.GetOutage(outage_id=outage_id)))


@router.post(
    "/outages/{outage_id}/end",
    operation_id="endOutage",
    summary="Record the end of an outage (ghi nhận khắc phục xong)",
    description=EndOutageBody.__doc__,
    response_model=RecordedOutage,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.CALENDAR_INCOMPLETE),
)
async def end(
    caller: CurrentUser,
    outage_id: OutageId,
    key: IdempotencyKey,
    body: Annotated[EndOutageBody, json_body(_END_EXAMPLE)],
) -> Response:
    command = dossiers.EndOutage(command_id=key, outage_id=outage_id, **fields(body))
    return json_response(await caller.call(dossiers.end_outage, command))
