"""Transfers: how to make one, for anybody who has the code; what came, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from contracts import payments
from contracts.bank_transfers import (
    AssignBankTransfer,
    AssignBankTransferBody,
    BankTransfer,
    GetTransferInstructions,
    ListBankTransfers,
    TransferInstructions,
)
from contracts.base import Page
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous, Caller, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import BankTransferId, PaymentCode
from gateway.http.responses import NO_STORE, json_response, page_response
from gateway.http.route_docs import answers, problems
from gateway.pages.headers import page_headers
from gateway.pages.transfer import qr_png, qr_svg, transfer_page

router = APIRouter(prefix="/v1", tags=["payments"], route_class=JsonRoute)

_EXAMPLE = {"bill_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"}


@router.get(
    "/payments/transfers/{payment_code}",
    operation_id="readTransferInstructions",
    summary="How to pay an order by transfer",
    response_model=TransferInstructions,
    responses=answers(200) | problems(ErrorCode.NOT_FOUND),
)
async def read_instructions(caller: Anonymous, payment_code: PaymentCode) -> Response:
    """For anybody who has the code: nothing in it names the payer or the dossier. `qr_payload` is the code's text."""
    return json_response(await _instructions(caller, payment_code), cache=NO_STORE)


@router.get(
    "/payments/transfers/{payment_code}/page",
    operation_id="showTransferPage",
    summary="The page that shows how to pay by transfer",
    response_class=HTMLResponse,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def show_page(caller: Anonymous, payment_code: PaymentCode) -> Response:
    """The `payment_url` of an order of VietQR, in the language of Accept-Language."""
    how = await _instructions(caller, payment_code)
    return HTMLResponse(transfer_page(how, caller.locale), headers=page_headers(caller.locale))


@router.get(
    "/payments/transfers/{payment_code}/qr.svg",
    operation_id="readTransferCodeSvg",
    summary="The VietQR code as SVG",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def read_svg(caller: Anonymous, payment_code: PaymentCode) -> Response:
    """It scales without loss."""
    how = await _instructions(caller, payment_code)
    svg = qr_svg(how.qr_payload).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(svg, media_type="image/svg+xml", headers={"cache-control": NO_STORE})


@router.get(
    "/payments/transfers/{payment_code}/qr.png",
    operation_id="readTransferCodePng",
    summary="The VietQR code as PNG",
    response_class=Response,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def read_png(caller: Anonymous, payment_code: PaymentCode) -> Response:
    """For what shows no SVG, as mails."""
    how = await _instructions(caller, payment_code)
    return Response(qr_png(how.qr_payload), media_type="image/png", headers={"cache-control": NO_STORE})


@router.get(
    "/bank-transfers",
    operation_id="listBankTransfers",
    summary="List transfers",
    response_model=Page[BankTransfer],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_bank_transfers(
    request: Request, caller: CurrentUser, query: Annotated[ListBankTransfers, Query()]
) -> Response:
    """By an administrator. `unknown` and `ambiguous` wait to be assigned; what was too much or came again has a refund."""
    return page_response(request, await caller.call(payments.list_bank_transfers, query))


@router.post(
    "/bank-transfers/{bank_transfer_id}/assign",
    operation_id="assignBankTransfer",
    summary="Count a transfer for a bill",
    response_model=BankTransfer,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def assign_bank_transfer(
    caller: CurrentUser,
    bank_transfer_id: BankTransferId,
    key: IdempotencyKey,
    body: Annotated[AssignBankTransferBody, json_body(_EXAMPLE)],
) -> Response:
    """By an administrator, for one that was not recognised. What the bill does not need is due for return."""
    command = AssignBankTransfer(command_id=key, bank_transfer_id=bank_transfer_id, **fields(body))
    transfer = await caller.call(payments.assign_bank_transfer, command)
    return json_response(transfer, version=transfer.version)


async def _instructions(caller: Caller, payment_code: str) -> TransferInstructions:
    return await caller.call(
        payments.get_transfer_instructions, GetTransferInstructions(payment_code=payment_code)
    )
