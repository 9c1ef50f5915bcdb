"""Refunds: money that is to be returned, decided by two officers of the agency."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import payments
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.refunds import (
    ActOnRefund,
    ActOnRefundBody,
    GetRefund,
    ListRefunds,
    OpenRefund,
    OpenRefundBody,
    Refund,
)
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import BillId, RefundId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["payments"], route_class=JsonRoute)

_OPEN_EXAMPLE = {
    "order_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
    "amount": 20000,
    "reason": "overcharged",
    "note": "Thu cao hơn mức quy định.",
}
_ACT_EXAMPLE = {"act": "request", "method": "provider"}


@router.get(
    "/refunds",
    operation_id="listRefunds",
    summary="List refunds",
    response_model=Page[Refund],
    responses=answers(
        200,
        "Link",
        links={"readRefund": link("readRefund", "The first.", refund_id="$response.body#/items/0/refund_id")},
    ),
)
async def list_refunds(
    request: Request, caller: CurrentUser, query: Annotated[ListRefunds, Query()]
) -> Response:
    """Those of the payer, or of the agency; newest first. What waits has its age (`opened_at`) and its `owner`."""
    return page_response(request, await caller.call(payments.list_refunds, query))


@router.get(
    "/refunds/{refund_id}",
    operation_id="readRefund",
    summary="Read a refund",
    response_model=Refund,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_refund(caller: CurrentUser, refund_id: RefundId) -> Response:
    """Who decided and what was noted is for officers alone."""
    refund = await caller.call(payments.get_refund, GetRefund(refund_id=refund_id))
    return json_response(refund, version=refund.version)


@router.post(
    "/bills/{bill_id}/refunds",
    operation_id="openRefund",
    summary="Open a refund of a paid order",
    status_code=201,
    response_model=Refund,
    responses=answers(
        201,
        "ETag",
        "Location",
        links={"readRefund": link("readRefund", "The refund.", refund_id="$response.body#/refund_id")},
    )
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def open_refund(
    caller: CurrentUser,
    bill_id: BillId,
    key: IdempotencyKey,
    body: Annotated[OpenRefundBody, json_body(_OPEN_EXAMPLE)],
) -> Response:
    """By an officer of the agency, in full or in part. Surplus, and what a withdrawn dossier paid, has a refund already."""
    command = OpenRefund(command_id=key, bill_id=bill_id, **fields(body))
    refund = await caller.call(payments.open_refund, command)
    location = f"/v1/refunds/{refund.refund_id}"
    return json_response(refund, status=201, version=refund.version, location=location)


@router.post(
    "/refunds/{refund_id}/acts",
    operation_id="actOnRefund",
    summary="Request, approve, reject, pay out, park or resume a refund",
    response_model=Refund,
    responses=answers(200, "ETag")
    | problems(
        ErrorCode.NOT_FOUND,
        ErrorCode.FORBIDDEN,
        ErrorCode.REFUND_NOT_POSSIBLE,
        ErrorCode.REFUND_NOT_SEPARATED,
    ),
)
async def act_on_refund(
    caller: CurrentUser,
    refund_id: RefundId,
    key: IdempotencyKey,
    body: Annotated[ActOnRefundBody, json_body(_ACT_EXAMPLE)],
) -> Response:
    """By officers of the agency. A manager or leader approves, who neither took the money nor requested its return.

    What is approved goes back by the provider at once, and `sent` lasts until its last word; or the agency pays it and
    confirms with its voucher (`pay_out`). What cannot go back is parked, with an owner and an age, until it is resumed.
    """
    command = ActOnRefund(command_id=key, refund_id=refund_id, **fields(body))
    refund = await caller.call(payments.act_on_refund, command)
    return json_response(refund, version=refund.version)
