"""Mandates to sign (giao ký thay, thừa lệnh, thừa ủy quyền)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import records
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.records import ListMandates, SigningMandate
from contracts.records.mandates import EndMandateBody, GrantMandateBody
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import MandateId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["signing"], route_class=JsonRoute)

_GRANT_EXAMPLE = {
    "account_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
    "form": "deputy",
    "on_behalf_of": "Chủ tịch",
    "body": "Ủy ban nhân dân",
    "procedure_codes": ["1.001193"],
    "document_kinds": ["RESULT"],
    "from_at": "2026-12-01T00:00:00+07:00",
    "until_at": "2099-12-31T00:00:00+07:00",
}
_END_EXAMPLE = {"reason": "Thôi phân công phụ trách lĩnh vực hộ tịch."}
_end = link("endMandate", "End it.", mandate_id="$response.body#/mandate_id")


@router.post(
    "/signing-mandates",
    operation_id="grantMandate",
    summary="Record a mandate to sign (giao ký thay, thừa lệnh, thừa ủy quyền)",
    status_code=201,
    response_model=SigningMandate,
    responses=answers(201, "Location", links={"endMandate": _end})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.SIGNATURE_REFUSED),
)
async def grant(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[GrantMandateBody, json_body(_GRANT_EXAMPLE)]
) -> Response:
    """By a leader of the agency who signs in the own name. From `from_at` on the officer signs by it, with the words of the
    mandate above his own position; the officer needs a certificate of the agency."""
    made = await caller.call(records.grant_mandate, records.GrantMandate(command_id=key, **fields(body)))
    return json_response(made, status=201, location="/v1/signing-mandates")


@router.get(
    "/signing-mandates",
    operation_id="listMandates",
    summary="List the mandates to sign of an agency",
    response_model=Page[SigningMandate],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_mandates(
    request: Request, caller: CurrentUser, query: Annotated[ListMandates, Query()]
) -> Response:
    """By officers, those of their agency; by administrators, all. Newest first, with those that have ended."""
    return page_response(request, await caller.call(records.list_mandates, query))


@router.post(
    "/signing-mandates/{mandate_id}/end",
    operation_id="endMandate",
    summary="End a mandate to sign before its time (chấm dứt ủy quyền ký)",
    response_model=SigningMandate,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def end(
    caller: CurrentUser,
    mandate_id: MandateId,
    key: IdempotencyKey,
    body: Annotated[EndMandateBody, json_body(_END_EXAMPLE)],
) -> Response:
    """By a leader of the agency, who administers its accounts, or an administrator; at once. What was signed before stays
    valid; ending it again changes nothing."""
    command = records.EndMandate(command_id=key, mandate_id=mandate_id, **fields(body))
    return json_response(await caller.call(records.end_mandate, command))
