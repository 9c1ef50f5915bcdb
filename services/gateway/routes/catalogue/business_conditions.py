"""Business conditions (điều kiện kinh doanh) and their cutting. Reading is open to all."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import catalog
from contracts.base import Page
from contracts.catalog import BusinessCondition, ConditionTotalsByMinistry
from contracts.catalog.conditions import DecideConditionBody, RecordConditionBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import ConditionId
from gateway.http.responses import (
    PUBLIC,
    json_response,
    page_response,
)
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["conditions"], route_class=JsonRoute)

_COST: dict[str, Any] = {
    "hours": 16,
    "hourly_income": 60_000,
    "fees": 200_000,
    "other": 0,
    "times_a_year": 1,
    "subjects": 2_500,
}
_CONTENT_EXAMPLE = {
    "content": {
        "text": "Có kho chứa hàng rộng ít nhất 100 m²",
        "sector": "Kinh doanh mẫu",
        "ministry_code": "G15",
        "legal_basis": "Khoản 2 Điều 7 Nghị định mẫu",
        "procedure_codes": ["1.001193"],
        "cost_before": _COST,
    }
}
_DECISION_EXAMPLE = {
    "status": "simplified",
    "decision": "163/QĐ-TTg",
    "decided_on": "2026-08-03",
    "simplified_text": "Có kho chứa hàng",
    "cost_after": {**_COST, "hours": 4},
}
_SEEN = {"header.If-Match": "$response.header.ETag"}
_FOUND = {"condition_id": "$response.body#/condition_id"}
_LINKS = {
    "readCondition": link("readCondition", "The condition, with its ETag.", **_FOUND),
    "changeCondition": link("changeCondition", "Correct it.", **_FOUND, **_SEEN),
    "decideCondition": link("decideCondition", "Keep, cut or simplify it.", **_FOUND, **_SEEN),
}
_first = link("readCondition", "The first one found.", condition_id="$response.body#/items/0/condition_id")


@router.get(
    "/conditions",
    operation_id="listConditions",
    summary="List business conditions",
    response_model=Page[BusinessCondition],
    responses=answers(200, "ETag", "Link", links={"readCondition": _first}),
)
async def list_conditions(
    request: Request,
    caller: Catalogue,
    query: Annotated[catalog.ListConditions, Query()],
) -> Response:
    """In the order in which they were recorded."""
    found = await caller.call(catalog.list_conditions, query)
    return page_response(request, found, cache=PUBLIC)


@router.get(
    "/condition-totals",
    operation_id="totalConditions",
    summary="Count conditions and their cost by ministry",
    response_model=ConditionTotalsByMinistry,
    responses=answers(200, "ETag"),
)
async def total(
    caller: Catalogue,
    query: Annotated[catalog.TotalConditions, Query()],
) -> Response:
    """As decided on a day. What the decisions save a year is the difference of the two costs, in VND."""
    found = await caller.call(catalog.total_conditions, query)
    return json_response(found, cache=PUBLIC)


@router.get(
    "/conditions/{condition_id}",
    operation_id="readCondition",
    summary="Read a business condition",
    response_model=BusinessCondition,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND),
)
async def read(caller: Catalogue, condition_id: ConditionId) -> Response:
    """With what was decided about it, and what it costs before and after."""
    found = await caller.call(catalog.get_condition, catalog.GetCondition(condition_id=condition_id))
    return json_response(found, version=found.version, cache=PUBLIC)


@router.post(
    "/conditions",
    operation_id="recordCondition",
    summary="Record a business condition",
    status_code=201,
    response_model=BusinessCondition,
    responses=answers(201, "ETag", "Location", links=_LINKS) | problems(ErrorCode.FORBIDDEN),
)
async def record(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[RecordConditionBody, json_body(_CONTENT_EXAMPLE)],
) -> Response:
    """By an officer in charge of procedures (quản trị TTHC) of the ministry, or an administrator."""
    made = await caller.call(
        catalog.record_condition, catalog.RecordCondition(command_id=key, **fields(body))
    )
    return json_response(
        made, status=201, version=made.version, location=f"/v1/conditions/{made.condition_id}"
    )


@router.put(
    "/conditions/{condition_id}",
    operation_id="changeCondition",
    summary="Correct a business condition",
    response_model=BusinessCondition,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def change(
    caller: CurrentUser,
    condition_id: ConditionId,
    versions: ExpectedVersion,
    body: Annotated[RecordConditionBody, json_body(_CONTENT_EXAMPLE)],
    key: OptionalKey = None,
) -> Response:
    """The whole content; what was decided stays decided."""

    changed = await caller.call_at(
        catalog.record_condition,
        versions,
        command_id=key or new_id(),
        condition_id=condition_id,
        **fields(body),
    )
    return json_response(changed, version=changed.version)


@router.post(
    "/conditions/{condition_id}/decide",
    operation_id="decideCondition",
    summary="Keep, cut or simplify a business condition",
    response_model=BusinessCondition,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def decide(
    caller: CurrentUser,
    condition_id: ConditionId,
    key: IdempotencyKey,
    versions: ExpectedVersion,
    body: Annotated[DecideConditionBody, json_body(_DECISION_EXAMPLE)],
) -> Response:
    """By the same people. A later decision takes the place of an earlier one; the totals of past days stay."""

    decided = await caller.call_at(
        catalog.decide_condition, versions, command_id=key, condition_id=condition_id, **fields(body)
    )
    return json_response(decided, version=decided.version)
