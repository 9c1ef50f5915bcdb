"""The desk of the one-stop shop: many at once, counters, delegations, control sheet, register."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import accounts, dossiers
from contracts.accounts import DeskOfficer
from contracts.base import Page
from contracts.dossiers import (
    BulkAction,
    BulkActionResults,
    ControlSheet,
    CountWorklist,
    Delegate,
    Delegation,
    DigitisationFigures,
    EndDelegation,
    GetControlSheet,
    GetDigitisationFigures,
    IssueControlSheet,
    IssuedDocumentAnswer,
    IssueRegister,
    ListDelegations,
    ListRegister,
    RegisterRow,
    WorklistCounts,
)
from contracts.dossiers.worklist import BulkActionBody, DelegateBody, IssueRegisterBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser, DataReader
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import DelegationId, DossierId
from gateway.http.responses import NO_STORE, json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1/desk", tags=["desk"], route_class=JsonRoute)

BULK_TIMEOUT_S = 30.0
"""Seconds that a hundred acts may take."""
ISSUE_TIMEOUT_S = 60.0
"""Seconds that typesetting and signing may take."""

_ACTS_EXAMPLE = {
    "action": "claim",
    "fields": {},
    "items": [{"dossier_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55", "expected_version": 3}],
}
_DELEGATION_EXAMPLE = {
    "to_officer_id": "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55",
    "from_at": "2026-11-23T08:00:00+07:00",
    "to_at": "2099-11-27T17:00:00+07:00",
}
_DAYS_EXAMPLE = {"from_day": "2026-11-01", "to_day": "2026-11-30"}
_end = link("endDelegation", "End it.", delegation_id="$response.body#/delegation_id")


@router.post(
    "/acts",
    operation_id="actOnMany",
    summary="Act on many dossiers at once",
    response_model=BulkActionResults,
)
async def act_on_many(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[BulkActionBody, json_body(_ACTS_EXAMPLE)]
) -> Response:
    """Each dossier by itself: the answer tells of every one whether it was done, or why not.

    Sent again with the same key, what was done is not done again, and what failed for a passing reason
    (`deadline_exceeded`, `unavailable`) is tried again.
    """
    command = BulkAction(command_id=key, **fields(body))
    results = await caller.call_within(dossiers.act_on_many, command, BULK_TIMEOUT_S)
    return json_response(results, language=caller.locale)


@router.get(
    "/counts",
    operation_id="countDesk",
    summary="Count the agency's dossiers by state and lateness",
    response_model=WorklistCounts,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def count(caller: CurrentUser) -> Response:
    """By an officer of the desk; `mine` are those in his hands or in those of whom he stands in for."""
    counts = await caller.call(dossiers.count_desk, CountWorklist())
    return json_response(counts, cache=NO_STORE)


@router.get(
    "/digitisation-figures",
    operation_id="readDigitisationFigures",
    summary="Count how many handled dossiers were digitised, and in how many papers were reused (chỉ số số hóa)",
    response_model=DigitisationFigures,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def digitisation_figures(
    caller: CurrentUser, query: Annotated[GetDigitisationFigures, Query()]
) -> Response:
    """Of the officer's agency, with what they are worth in the index of service (QĐ 766/QĐ-TTg, 4.2 and 4.3)."""
    figures = await caller.call(dossiers.get_digitisation_figures, query)
    return json_response(figures, cache=NO_STORE)


@router.get(
    "/delegations",
    operation_id="listDelegations",
    summary="List the delegations of the agency",
    response_model=Page[Delegation],
    responses=answers(200, "Link"),
)
async def list_delegations(
    request: Request, caller: CurrentUser, query: Annotated[ListDelegations, Query()]
) -> Response:
    """Newest first."""
    return page_response(request, await caller.call(dossiers.list_delegations, query))


@router.post(
    "/delegations",
    operation_id="delegate",
    summary="Let another officer act while one is away (ủy quyền xử lý)",
    status_code=201,
    response_model=Delegation,
    responses=answers(201, "Location", links={"endDelegation": _end}) | problems(ErrorCode.FORBIDDEN),
)
async def delegate(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[DelegateBody, json_body(_DELEGATION_EXAMPLE)]
) -> Response:
    """For oneself, or for another by a manager or leader. The stand-in acts under his own name."""
    made = await caller.call(dossiers.delegate, Delegate(command_id=key, **fields(body)))
    return json_response(made, status=201, location="/v1/desk/delegations")


@router.post(
    "/delegations/{delegation_id}/end",
    operation_id="endDelegation",
    summary="End a delegation",
    response_model=Delegation,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def end_delegation(caller: CurrentUser, delegation_id: DelegationId, key: IdempotencyKey) -> Response:
    """By the officer who is back, a manager or a leader; ending it again changes nothing."""
    command = EndDelegation(command_id=key, delegation_id=delegation_id)
    ended = await caller.call(dossiers.end_delegation, command)
    return json_response(ended)


@router.get(
    "/dossiers/{dossier_id}/control-sheet",
    operation_id="readControlSheet",
    summary="Read a dossier's control sheet (phiếu kiểm soát)",
    response_model=ControlSheet,
    responses=problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.NOT_FOUND,
        ErrorCode.READING_GROUND_REQUIRED,
        ErrorCode.PROCESSING_RESTRICTED,
    ),
)
async def control_sheet(caller: DataReader, dossier_id: DossierId) -> Response:
    """One row for each time that the work passed on, oldest first."""
    sheet = await caller.call(dossiers.get_control_sheet, GetControlSheet(dossier_id=dossier_id))
    return json_response(sheet)


@router.get(
    "/officers",
    operation_id="listDeskOfficers",
    summary="List who may be given a dossier",
    response_model=Page[DeskOfficer],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_desk_officers(
    request: Request, caller: CurrentUser, query: Annotated[accounts.ListDeskOfficers, Query()]
) -> Response:
    """Officers of the agency who work on dossiers now, by unit and role: whom `assign`, `hand-over` and a delegation may
    name. An administrator sees those of every agency."""
    return page_response(request, await caller.call(accounts.list_desk_officers, query))


@router.get(
    "/register",
    operation_id="listRegister",
    summary="Read the register (sổ theo dõi hồ sơ)",
    response_model=Page[RegisterRow],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def register(request: Request, caller: DataReader, query: Annotated[ListRegister, Query()]) -> Response:
    """What the agency received between two local days, in order of reception, numbered from 1."""
    return page_response(request, await caller.call(dossiers.list_register, query))


@router.post(
    "/dossiers/{dossier_id}/control-sheet",
    operation_id="issueControlSheet",
    summary="Issue a dossier's control sheet as a signed document",
    status_code=201,
    response_model=IssuedDocumentAnswer,
    responses=answers(201, "Location")
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.GUARD_FAILED),
)
async def issue_control_sheet(caller: CurrentUser, dossier_id: DossierId, key: IdempotencyKey) -> Response:
    """As it stands now. Officers of the agency may download the file."""
    command = IssueControlSheet(command_id=key, dossier_id=dossier_id)
    made = await caller.call_within(dossiers.issue_control_sheet, command, ISSUE_TIMEOUT_S)
    return json_response(made, status=201, location=f"/v1/files/{made.document.file_id}")


@router.post(
    "/register",
    operation_id="issueRegister",
    summary="Issue the register of up to 31 days as a signed document",
    status_code=201,
    response_model=IssuedDocumentAnswer,
    responses=answers(201, "Location")
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.GUARD_FAILED),
)
async def issue_register(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[IssueRegisterBody, json_body(_DAYS_EXAMPLE)]
) -> Response:
    """Of the caller's agency; `not_found` when it received nothing in these days."""
    command = IssueRegister(command_id=key, **fields(body))
    made = await caller.call_within(dossiers.issue_register, command, ISSUE_TIMEOUT_S)
    return json_response(made, status=201, location=f"/v1/files/{made.document.file_id}")
