"""Receipts for fees, and the collecting bodies that issue them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import payments, receipts
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.receipts import Collector, EndReceiptBody, Receipt, RegisterCollectorBody
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import ReceiptId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["payments"], route_class=JsonRoute)

_COLLECTOR_EXAMPLE: dict[str, Any] = {
    "agency_code": "000.00.16.H05",
    "name": "Công an phường mẫu số 5",
    "tax_code": "0101243150",
    "tax_office_code": "1054259",
    "treasury_code": "1611",
    "series": [
        {"kind": "phi", "form_sign": "01BLP0-001", "series_sign": "BP-26E"},
        {"kind": "le_phi", "form_sign": "02BLP0-001", "series_sign": "BL-26E"},
    ],
    "budget_lines": [{"fee_code": "LP01", "chapter": "009", "sub_item": "2767"}],
    "valid_from": "2099-01-01",
}
_REASON_EXAMPLE = {"reason": "Ghi sai tên tổ chức thu"}
_FOUND = {"receipt_id": "$response.body#/receipt_id"}
_SEEN = {"header.If-Match": "$response.header.ETag"}
_LINKS = {
    "readReceipt": link("readReceipt", "The receipt, with its ETag.", **_FOUND),
    "cancelReceipt": link("cancelReceipt", "Cancel it.", **_FOUND, **_SEEN),
    "replaceReceipt": link("replaceReceipt", "Replace it.", **_FOUND, **_SEEN),
}
_ENDS = (
    ErrorCode.NOT_FOUND,
    ErrorCode.FORBIDDEN,
    ErrorCode.ILLEGAL_TRANSITION,
)


@router.get(
    "/receipts",
    operation_id="listReceipts",
    summary="List receipts",
    response_model=Page[Receipt],
    responses=answers(
        200,
        "Link",
        links={
            "readReceipt": link("readReceipt", "The first.", receipt_id="$response.body#/items/0/receipt_id")
        },
    ),
)
async def list_receipts(
    request: Request, caller: CurrentUser, query: Annotated[receipts.ListReceipts, Query()]
) -> Response:
    """Newest first, by who paid and the officers of the agency that collected; `dossier_id` has those of a dossier."""
    return page_response(request, await caller.call(payments.list_receipts, query))


@router.get(
    "/receipts/{receipt_id}",
    operation_id="readReceipt",
    summary="Read a receipt",
    response_model=Receipt,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND),
)
async def read_receipt(caller: CurrentUser, receipt_id: ReceiptId) -> Response:
    """`pdf` and `xml` are the signed files, a moment after the collection: read as files, verified by their codes."""
    receipt = await caller.call(payments.get_receipt, receipts.GetReceipt(receipt_id=receipt_id))
    return json_response(receipt, version=receipt.version)


@router.post(
    "/receipts/{receipt_id}/cancel",
    operation_id="cancelReceipt",
    summary="Cancel a receipt",
    response_model=Receipt,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_ENDS),
)
async def cancel_receipt(
    caller: CurrentUser,
    receipt_id: ReceiptId,
    key: IdempotencyKey,
    versions: ExpectedVersion,
    body: Annotated[EndReceiptBody, json_body(_REASON_EXAMPLE)],
) -> Response:
    """By the manager of the desk. It stays with its number, and whoever verifies it is told."""
    ended = await caller.call_at(
        payments.cancel_receipt, versions, command_id=key, receipt_id=receipt_id, **fields(body)
    )
    return json_response(ended, version=ended.version)


@router.post(
    "/receipts/{receipt_id}/replace",
    operation_id="replaceReceipt",
    summary="Replace a receipt",
    status_code=201,
    response_model=Receipt,
    responses=answers(201, "ETag", "Location", links=_LINKS)
    | problems(*_ENDS, ErrorCode.RECEIPT_NOT_POSSIBLE),
)
async def replace_receipt(
    caller: CurrentUser,
    receipt_id: ReceiptId,
    key: IdempotencyKey,
    versions: ExpectedVersion,
    body: Annotated[EndReceiptBody, json_body(_REASON_EXAMPLE)],
) -> Response:
    """By the manager of the desk: a new one with the next number, as collector and payer are registered now."""
    made = await caller.call_at(
        payments.replace_receipt, versions, command_id=key, receipt_id=receipt_id, **fields(body)
    )
    return json_response(made, status=201, version=made.version, location=f"/v1/receipts/{made.receipt_id}")


@router.get(
    "/collectors",
    operation_id="listCollectors",
    summary="List collecting bodies",
    response_model=Page[Collector],
    responses=answers(200, "Link"),
)
async def list_collectors(
    request: Request, caller: CurrentUser, query: Annotated[receipts.ListCollectors, Query()]
) -> Response:
    """Registrations, newest first, by the officers of the agency and administrators; the one that began last is in force."""
    return page_response(request, await caller.call(payments.list_collectors, query))


@router.post(
    "/collectors",
    operation_id="registerCollector",
    summary="Register a collecting body",
    status_code=201,
    response_model=Collector,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN),
)
async def register_collector(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[RegisterCollectorBody, json_body(_COLLECTOR_EXAMPLE)],
) -> Response:
    """By an administrator, or the manager of the agency's desk. Receipts are electronic from its first day on."""
    command = receipts.RegisterCollector(command_id=key, **fields(body))
    return json_response(await caller.call(payments.register_collector, command), status=201)
