"""Transfers to the archive (giao nộp hồ sơ vào lưu trữ): listed, confirmed by another person, receipted."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Page
from contracts.dossiers import (
    CancelTransferBody,
    ListTransfers,
    MakeTransferBody,
    Transfer,
    TransferDocuments,
)
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import TransferId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)

_EXAMPLE = {"agency_code": "H26.31.05", "due_by": "2027-12-31"}
_REASON = {"reason": "Lưu trữ tiếp nhận thay đổi lịch giao nhận."}
_SETTLED = problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.RETENTION_SETTLED)
_FOUND = {"transfer_id": "$response.body#/transfer_id"}
_LINKS = {"readTransfer": link("readTransfer", "The transfer.", **_FOUND)}
_first = link("readTransfer", "The first one found.", transfer_id="$response.body#/items/0/transfer_id")


@router.post(
    "/transfers",
    operation_id="makeTransfer",
    summary="List packages to be handed over to the archive (mục lục hồ sơ nộp lưu)",
    status_code=201,
    response_model=Transfer,
    responses=answers(201, "ETag", "Location", links=_LINKS)
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def make(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[MakeTransferBody, json_body(_EXAMPLE)]
) -> Response:
    """By a leader or the head of the one-stop shop of the agency, or an administrator: the dossiers that are named, or those
    whose time has come. None that is on hold, has no package, or has changed since it was packaged."""
    made = await caller.call(dossiers.make_transfer, dossiers.MakeTransfer(command_id=key, **fields(body)))
    return json_response(made, status=201, version=made.version, location=f"/v1/transfers/{made.transfer_id}")


@router.get(
    "/transfers",
    operation_id="listTransfers",
    summary="List the transfers to the archive",
    response_model=Page[Transfer],
    responses=answers(200, "Link", links={"readTransfer": _first}) | problems(ErrorCode.FORBIDDEN),
)
async def list_all(
    request: Request, caller: CurrentUser, query: Annotated[ListTransfers, Query()]
) -> Response:
    """By who makes them, those of the agency; newest first."""
    return page_response(request, await caller.call(dossiers.list_transfers, query))


@router.get(
    "/transfers/{transfer_id}",
    operation_id="readTransfer",
    summary="Read a transfer",
    response_model=Transfer,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, transfer_id: TransferId) -> Response:
    """By who makes them: each package with what the archive says of it."""
    found = await caller.call(dossiers.get_transfer, dossiers.GetTransfer(transfer_id=transfer_id))
    return json_response(found, version=found.version)


@router.get(
    "/transfers/{transfer_id}/documents",
    operation_id="readTransferDocuments",
    summary="Read the list and the signed receipt of a transfer (biên bản giao nhận)",
    response_model=TransferDocuments,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read_documents(caller: CurrentUser, transfer_id: TransferId) -> Response:
    """By who makes them: the texts as they were hashed and signed."""
    lookup = dossiers.GetTransferDocuments(transfer_id=transfer_id)
    return json_response(await caller.call(dossiers.get_transfer_documents, lookup))


@router.post(
    "/transfers/{transfer_id}/confirmation",
    operation_id="confirmTransfer",
    summary="Confirm a transfer (phê duyệt mục lục nộp lưu)",
    response_model=Transfer,
    responses=answers(200, "ETag") | _SETTLED | problems(ErrorCode.SAME_PERSON),
)
async def confirm(
    caller: CurrentUser, transfer_id: TransferId, versions: ExpectedVersion, key: IdempotencyKey
) -> Response:
    """By another person than who made the list, of the same kind. It is delivered by it."""

    async def act_at(version: int) -> Transfer:
        command = dossiers.ConfirmTransfer(command_id=key, transfer_id=transfer_id, expected_version=version)
        return await caller.call(dossiers.confirm_transfer, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)


@router.post(
    "/transfers/{transfer_id}/cancellation",
    operation_id="cancelTransfer",
    summary="Cancel a transfer that has no receipt",
    response_model=Transfer,
    responses=answers(200, "ETag") | _SETTLED,
)
async def cancel(
    caller: CurrentUser,
    transfer_id: TransferId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[CancelTransferBody, json_body(_REASON)],
) -> Response:
    """By who makes them, with the reason. Its packages can be listed anew."""

    async def act_at(version: int) -> Transfer:
        command = dossiers.CancelTransfer(
            command_id=key, transfer_id=transfer_id, expected_version=version, **fields(body)
        )
        return await caller.call(dossiers.cancel_transfer, command)

    after = await versions.attempt(act_at)
    return json_response(after, version=after.version)
