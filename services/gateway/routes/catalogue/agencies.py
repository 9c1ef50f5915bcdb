"""Agencies and their working calendars. Reading is open to all."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from chassis.core.etags import Tags
from contracts import catalog
from contracts.base import Page
from contracts.catalog import (
    Agency,
    ImportReport,
    WorkingCalendar,
)
from contracts.catalog.agencies_and_units import SaveAgenciesBody
from contracts.catalog.calendars import ImportCalendarDecisionBody, SetCalendarBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue, CurrentUser
from gateway.http import path_params
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import (
    UNKNOWN_VERSION,
    ExpectedVersions,
    IdempotencyKey,
    if_match_header,
    if_match_tags,
)
from gateway.http.responses import PUBLIC, json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["places"], route_class=JsonRoute)

_AGENCY = {
    "code": "H26.31.07",
    "name": "Ủy ban nhân dân phường mẫu số 7, Thành phố Hà Nội",
    "level": "commune",
    "parent_code": "H26",
    "other_codes": ["000.07.31.H26"],
    "unit_code": "99907",
    "desk_name": "Trung tâm Phục vụ hành chính công phường mẫu số 7",
}
_MORNING: dict[str, Any] = {"start": "07:30", "end": "11:30"}
_AFTERNOON: dict[str, Any] = {"start": "13:00", "end": "17:00"}

_AGENCIES_EXAMPLE = {"agencies": [_AGENCY]}
_WEEK_EXAMPLE = {
    "calendar_id": "H26.31.07",
    "shifts": [_MORNING, _AFTERNOON],
    "weekdays": [{"weekday": 5, "shifts": [_MORNING]}],
}
_DECISION_EXAMPLE = {
    "decision_number": "150/TB-VPCP",
    "decided_on": "2026-11-02",
    "closed_days": ["2027-09-03"],
    "working_days": ["2027-08-28"],
    "half_days": [{"day": "2027-02-05", "shifts": [_MORNING]}],
    "covers_to": "2027-12-31",
}
_first = link("readAgency", "The first agency found.", code="$response.body#/items/0/code")
_its_calendar = link("readCalendar", "The calendar it works by.", code="$response.body#/code")

_TAG = re.compile(r"([A-Za-z0-9._-]{1,64})-([1-9][0-9]{0,8})")


def _seen(
    request: Request,
    if_match: Annotated[  # noqa: ARG001  declared here, read in all its lines below
        str,
        if_match_header(
            '"vn-1"', "The ETag of the calendar that you have seen at this address, several of them, or `*`."
        ),
    ],
) -> Tags:
    return if_match_tags(request)


SeenCalendars = Annotated[Tags, Depends(_seen)]


@router.get(
    "/agencies",
    operation_id="listAgencies",
    summary="List agencies",
    response_model=Page[Agency],
    responses=answers(200, "ETag", "Link", links={"readAgency": _first}),
)
async def agencies(
    request: Request, caller: Catalogue, query: Annotated[catalog.ListAgencies, Query()]
) -> Response:
    """By code; all of them, those right under one, or those of some words."""
    return page_response(request, await caller.call(catalog.list_agencies, query), cache=PUBLIC)


@router.get(
    "/agencies/{code}",
    operation_id="readAgency",
    summary="Read an agency",
    response_model=Agency,
    responses=answers(200, "ETag", links={"readCalendar": _its_calendar}) | problems(ErrorCode.NOT_FOUND),
)
async def agency(caller: Catalogue, code: path_params.Agency) -> Response:
    """By any of its codes, with its desk and the agency right above it."""
    found = await caller.call(catalog.get_agency, catalog.GetAgency(code=code))
    return json_response(found, cache=PUBLIC)


@router.post(
    "/agencies",
    operation_id="saveAgencies",
    summary="Write agencies",
    response_model=ImportReport,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def save(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[SaveAgenciesBody, json_body(_AGENCIES_EXAMPLE)]
) -> Response:
    """By an administrator. Each takes the place of the one of its code; one fault keeps all of them out."""
    report = await caller.call(catalog.save_agencies, catalog.SaveAgencies(command_id=key, **fields(body)))
    return json_response(report)


@router.get(
    "/agencies/{code}/calendar",
    operation_id="readCalendar",
    summary="Read the working calendar of an agency",
    response_model=WorkingCalendar,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND, ErrorCode.CALENDAR_INCOMPLETE),
)
async def calendar(caller: Catalogue, code: path_params.Agency) -> Response:
    """Its own, or that of the nearest agency above it, or the national one."""
    found = await caller.call(catalog.get_calendar, catalog.GetCalendar(agency_code=code))
    return json_response(found, version=_tag(found), cache=PUBLIC)


@router.post(
    "/agencies/{code}/calendar",
    operation_id="setCalendar",
    summary="Give an agency a calendar of its own",
    response_model=WorkingCalendar,
    responses=answers(200, "ETag")
    | problems(
        ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.VERSION_STALE, ErrorCode.CALENDAR_INCOMPLETE
    ),
)
async def set_calendar(
    caller: CurrentUser,
    code: path_params.Agency,
    key: IdempotencyKey,
    seen: SeenCalendars,
    body: Annotated[SetCalendarBody, json_body(_WEEK_EXAMPLE)],
) -> Response:
    """By an administrator. Who has seen the calendar of another agency, or the national one, makes a new one."""

    if seen.any:
        current = await caller.call(catalog.get_calendar, catalog.GetCalendar(agency_code=code))
        seen = _tags_of_any(current, body.calendar_id)
    versions = expected_calendar_versions(body.calendar_id, seen)
    written = await caller.call_at(
        catalog.set_calendar, versions, command_id=key, agency_code=code, **fields(body)
    )
    return json_response(written, version=_tag(written))


def _tag(calendar: WorkingCalendar) -> str:
    """An agency's calendar may become another one of the same version."""
    return f"{calendar.calendar_id}-{calendar.version}"


def _tags_of_any(current: WorkingCalendar, calendar_id: str) -> Tags:
    """What `*` stands for: the calendar as it is, and as it was before, which is what a repetition found."""
    before = f"{calendar_id}-{current.version - 1}" if current.version > 1 else "another-1"
    return Tags(opaque=(_tag(current), *((before,) if current.calendar_id == calendar_id else ())))


def expected_calendar_versions(calendar_id: str, seen: Tags) -> ExpectedVersions:
    """The versions in ETags of this calendar; 0 for another calendar's."""
    found = {_version_in(calendar_id, tag) for tag in seen.opaque}
    return ExpectedVersions(tuple(sorted(found, reverse=True)) or (UNKNOWN_VERSION,))


def _version_in(calendar_id: str, tag: str) -> int:
    match = _TAG.fullmatch(tag)
    if match is None:
        return UNKNOWN_VERSION
    return int(match[2]) if match[1] == calendar_id else 0


@router.post(
    "/calendar-decisions",
    operation_id="importCalendarDecision",
    summary="Import a decision on days off and swapped days",
    response_model=WorkingCalendar,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.CALENDAR_INCOMPLETE),
)
async def decide(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[ImportCalendarDecisionBody, json_body(_DECISION_EXAMPLE)],
) -> Response:
    """By an administrator. Without `calendar_id` it is for the national calendar and all that stand on it."""
    command = catalog.ImportCalendarDecision(command_id=key, **fields(body))
    written = await caller.call(catalog.import_calendar_decision, command)
    return json_response(written)
