"""Cases of reconciliation: what differs between providers' daily files and the orders here."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import payments
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.reconciliation import (
    CloseReconciliationCase,
    CloseReconciliationCaseBody,
    GetReconciliationCase,
    ListReconciliationCases,
    ReconciliationCase,
)
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import ReconciliationCaseId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1/reconciliation-cases", tags=["payments"], route_class=JsonRoute)

_EXAMPLE = {"note": "Đã tra soát với VNPAY, người nộp đã nhận lại tiền."}


@router.get(
    "",
    operation_id="listReconciliationCases",
    summary="List cases of reconciliation",
    response_model=Page[ReconciliationCase],
    responses=answers(
        200,
        "Link",
        links={
            "readReconciliationCase": link(
                "readReconciliationCase", "The first.", case_id="$response.body#/items/0/case_id"
            )
        },
    ),
)
async def list_reconciliation_cases(
    request: Request, caller: CurrentUser, query: Annotated[ListReconciliationCases, Query()]
) -> Response:
    """Newest first, by officers of the agency that collects and by administrators. `opened_at` is the age of a case, `owner`
    who sees to it, `action` what is to be done; order, bill and line say where to look."""
    return page_response(request, await caller.call(payments.list_reconciliation_cases, query))


@router.get(
    "/{case_id}",
    operation_id="readReconciliationCase",
    summary="Read a case of reconciliation",
    response_model=ReconciliationCase,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_reconciliation_case(caller: CurrentUser, case_id: ReconciliationCaseId) -> Response:
    """A case without an order is for administrators alone."""
    case = await caller.call(payments.get_reconciliation_case, GetReconciliationCase(case_id=case_id))
    return json_response(case, version=case.version)


@router.post(
    "/{case_id}/close",
    operation_id="closeReconciliationCase",
    summary="Close a case of reconciliation",
    response_model=ReconciliationCase,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND, ErrorCode.ILLEGAL_TRANSITION),
)
async def close_reconciliation_case(
    caller: CurrentUser,
    case_id: ReconciliationCaseId,
    key: IdempotencyKey,
    body: Annotated[CloseReconciliationCaseBody, json_body(_EXAMPLE)],
) -> Response:
    """By who sees it, with what was found out and done. Money moves by refunds alone."""
    command = CloseReconciliationCase(command_id=key, case_id=case_id, **fields(body))
    case = await caller.call(payments.close_reconciliation_case, command)
    return json_response(case, version=case.version)
