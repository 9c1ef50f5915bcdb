"""File plans (danh mục hồ sơ), and closed dossiers on their way to the archive (nộp lưu)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Page, PageRequest
from contracts.dossiers import (
    ClassifiedDossiers,
    ClassifyDossiersBody,
    ClosedDossier,
    DraftFilePlanBody,
    EnactFilePlanBody,
    FilePlan,
    ListClosedDossiers,
    RedraftFilePlanBody,
)
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import PlanId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)

_CONTENT = {
    "title": "Danh mục hồ sơ năm 2026",
    "headings": [
        {
            "code": "TTHC.01",
            "heading": "Hồ sơ giải quyết thủ tục đăng ký thường trú",
            "procedure_codes": ["1.004222"],
            "years": 20,
        }
    ],
}
_DRAFT_EXAMPLE = {"agency_code": "H26.31.05", "content": _CONTENT}
_ENACTMENT_EXAMPLE = {"effective_from": "2027-01-01", "decision": "Quyết định 12/QĐ-UBND ngày 01/12/2026"}
_CLASSIFY_EXAMPLE = {
    "plan_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
    "heading_code": "TTHC.01",
    "dossier_ids": ["0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c56"],
}
_SETTLED = problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.RETENTION_SETTLED)
_FOUND = {"plan_id": "$response.body#/plan_id"}
_LINKS = {"readFilePlan": link("readFilePlan", "The plan.", **_FOUND)}
_first = link("readFilePlan", "The first one found.", plan_id="$response.body#/items/0/plan_id")


@router.post(
    "/file-plans",
    operation_id="draftFilePlan",
    summary="Draft a file plan of an agency (danh mục hồ sơ)",
    status_code=201,
    response_model=FilePlan,
    responses=answers(201, "ETag", "Location", links=_LINKS) | problems(ErrorCode.FORBIDDEN),
)
async def draft(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[DraftFilePlanBody, json_body(_DRAFT_EXAMPLE)]
) -> Response:
    """By an administrator, or by a leader or the head of the one-stop shop of the agency. Each heading says of which
    procedures it has the dossiers, how long they are retained, and by when they are handed over."""
    command = dossiers.DraftFilePlan(command_id=key, **fields(body))
    made = await caller.call(dossiers.draft_file_plan, command)
    return json_response(made, status=201, version=made.version, location=f"/v1/file-plans/{made.plan_id}")


@router.get(
    "/file-plans",
    operation_id="listFilePlans",
    summary="List the file plans",
    response_model=Page[FilePlan],
    responses=answers(200, "Link", links={"readFilePlan": _first}) | problems(ErrorCode.FORBIDDEN),
)
async def list_plans(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """Of the agency of the caller, of all for administrators; newest first. On a day the enacted one counts that began
    last."""
    lookup = dossiers.ListFilePlans(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.list_file_plans, lookup))


@router.get(
    "/file-plans/{plan_id}",
    operation_id="readFilePlan",
    summary="Read a file plan",
    response_model=FilePlan,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, plan_id: PlanId) -> Response:
    """By who drafts them."""
    found = await caller.call(dossiers.get_file_plan, dossiers.GetFilePlan(plan_id=plan_id))
    return json_response(found, version=found.version)


@router.put(
    "/file-plans/{plan_id}",
    operation_id="redraftFilePlan",
    summary="Write a draft of a file plan anew",
    response_model=FilePlan,
    responses=answers(200, "ETag") | _SETTLED,
)
async def redraft(
    caller: CurrentUser,
    plan_id: PlanId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[RedraftFilePlanBody, json_body({"content": _CONTENT})],
) -> Response:
    """By who drafts them, until it is enacted."""

    async def act_at(version: int) -> FilePlan:
        command = dossiers.RedraftFilePlan(
            command_id=key, plan_id=plan_id, expected_version=version, **fields(body)
        )
        return await caller.call(dossiers.redraft_file_plan, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/file-plans/{plan_id}/enactment",
    operation_id="enactFilePlan",
    summary="Enact a file plan (ban hành danh mục hồ sơ)",
    response_model=FilePlan,
    responses=answers(200, "ETag") | _SETTLED,
)
async def enact(
    caller: CurrentUser,
    plan_id: PlanId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[EnactFilePlanBody, json_body(_ENACTMENT_EXAMPLE)],
) -> Response:
    """By an administrator or a leader of the agency: for dossiers that are closed on that day or later, today or after it,
    until another plan counts. It is not changed any more."""

    async def act_at(version: int) -> FilePlan:
        command = dossiers.EnactFilePlan(
            command_id=key, plan_id=plan_id, expected_version=version, **fields(body)
        )
        return await caller.call(dossiers.enact_file_plan, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.get(
    "/closed-dossiers",
    operation_id="listClosedDossiers",
    summary="List closed dossiers on their way to the archive (hồ sơ đã kết thúc)",
    response_model=Page[ClosedDossier],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_closed(
    request: Request, caller: CurrentUser, query: Annotated[ListClosedDossiers, Query()]
) -> Response:
    """By who drafts file plans, those of the agency. Those of state `unclassified` wait for a person to choose a heading;
    those of `unplanned` were closed while the agency had no plan. A dossier is here within an hour after its close."""
    return page_response(request, await caller.call(dossiers.list_closed_dossiers, query))


@router.post(
    "/closed-dossiers/classification",
    operation_id="classifyDossiers",
    summary="Put closed dossiers under a heading of a file plan",
    response_model=ClassifiedDossiers,
    responses=_SETTLED,
)
async def classify(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[ClassifyDossiersBody, json_body(_CLASSIFY_EXAMPLE)],
) -> Response:
    """By who drafts the plan. All or none; not one that is in a list already. One that was packaged is packaged anew."""
    command = dossiers.ClassifyDossiers(command_id=key, **fields(body))
    return json_response(await caller.call(dossiers.classify_dossiers, command))
