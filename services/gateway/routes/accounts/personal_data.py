"""The person's rights in the own data: purposes and consents, requests, and who answers these."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import ConsentEntry, DataPurposes, DataRequest
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import ConsentPurpose, DataRequestId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["personal data"], route_class=JsonRoute)

_CONSENT_EXAMPLE = {
    "purpose": "reminders",
    "text_version": 1,
    "text_sha256": "5f2d5e0c0b3f4b0a1c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b",
}
_REQUEST_EXAMPLE = {"kind": "copy"}
_ACCEPTANCE_EXAMPLE = {"by_processor": False}
_NO_PROCESSOR = accounts.AcceptDataRequestBody()
_REFUSAL_EXAMPLE = {"reason": "Dữ liệu thuộc hồ sơ đang được giải quyết theo luật."}
_EXTENSION_EXAMPLE = {"reason": "Cần tra cứu hồ sơ giấy.", "until": "2026-09-14"}
_OUTCOME_EXAMPLE = {"outcome": "Đã chỉnh sửa họ và tên theo giấy khai sinh."}
_DECIDED = problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.DATA_REQUEST_SETTLED)

_read = link("readDataRequest", "The request, with its ETag.", request_id="$response.body#/request_id")


@router.get(
    "/me/purposes",
    operation_id="listMyPurposes",
    summary="List what one's data are processed for (mục đích xử lý)",
    response_model=DataPurposes,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def list_purposes(caller: CurrentUser) -> Response:
    """By a citizen. Each purpose with the law or the consent that it rests on, the data and how long; of what rests on
    consent the words to agree to, and whether one is in force."""
    return json_response(await caller.call(accounts.list_purposes, accounts.ListPurposes()))


@router.get(
    "/me/consents",
    operation_id="listMyConsents",
    summary="List one's consents (nhật ký đồng ý)",
    response_model=Page[ConsentEntry],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_consents(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By a citizen: what was given and withdrawn, newest first, with the words that were shown. Only ever added to."""
    lookup = accounts.ListConsents(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_consents, lookup))


@router.post(
    "/me/consents",
    operation_id="giveConsent",
    summary="Give a consent (đồng ý)",
    status_code=201,
    response_model=ConsentEntry,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.CONSENT_TEXT_CHANGED),
)
async def give_consent(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.GiveConsentBody, json_body(_CONSENT_EXAMPLE)],
) -> Response:
    """By a citizen, who has been shown the words of GET /v1/me/purposes: their version and hash say which."""
    entry = await caller.call(accounts.give_consent, accounts.GiveConsent(command_id=key, **fields(body)))
    return json_response(entry, status=201)


@router.post(
    "/me/consents/{purpose}/withdrawal",
    operation_id="withdrawConsent",
    summary="Withdraw a consent (rút lại sự đồng ý)",
    response_model=ConsentEntry,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def withdraw_consent(caller: CurrentUser, purpose: ConsentPurpose, key: IdempotencyKey) -> Response:
    """By a citizen, at any time. What rests on it stops at once; what the law asks for goes on."""
    command = accounts.WithdrawConsent(command_id=key, purpose=purpose)
    return json_response(await caller.call(accounts.withdraw_consent, command))


@router.post(
    "/me/data-requests",
    operation_id="makeDataRequest",
    summary="Make a request about one's data (yêu cầu của chủ thể dữ liệu)",
    status_code=201,
    response_model=DataRequest,
    responses=answers(201, "ETag", "Location", links={"readDataRequest": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.CALENDAR_INCOMPLETE),
)
async def make_request(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.MakeDataRequestBody, json_body(_REQUEST_EXAMPLE)],
) -> Response:
    """By a citizen. A copy is made by itself: an archive of all data as JSON with all files, sealed; its `archive` is there
    once it is made, to be downloaded for 14 days by POST /v1/files/{file_id}/download. All else is answered by who is
    responsible for the protection of data, within the times in the answer (NĐ 356/2025/NĐ-CP art 5). Of an erasure the
    answer says first what would be erased and what the law retains."""
    command = accounts.MakeDataRequest(command_id=key, **fields(body))
    made = await caller.call(accounts.make_data_request, command)
    location = f"/v1/data-requests/{made.request_id}"
    return json_response(made, status=201, version=made.version, location=location)


@router.get(
    "/me/data-requests",
    operation_id="listMyDataRequests",
    summary="List one's requests about one's data",
    response_model=Page[DataRequest],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_own(request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]) -> Response:
    """By a citizen, newest first."""
    lookup = accounts.ListDataRequests(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_data_requests, lookup))


@router.get(
    "/data-requests",
    operation_id="listDataRequests",
    summary="List the requests about personal data that one answers",
    response_model=Page[DataRequest],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_queue(
    request: Request, caller: CurrentUser, query: Annotated[accounts.ListDataRequestQueue, Query()]
) -> Response:
    """By an officer with the role `data_protection`, of those to his agency; by an administrator, of all. Oldest first."""
    return page_response(request, await caller.call(accounts.list_data_request_queue, query))


@router.get(
    "/data-requests/{request_id}",
    operation_id="readDataRequest",
    summary="Read a request about personal data",
    response_model=DataRequest,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read_request(caller: CurrentUser, request_id: DataRequestId) -> Response:
    """For the person, and for who answers it. `progress` says how far the work has come in each service."""
    found = await caller.call(accounts.get_data_request, accounts.GetDataRequest(request_id=request_id))
    return json_response(found, version=found.version)


@router.post(
    "/data-requests/{request_id}/acceptance",
    operation_id="acceptDataRequest",
    summary="Accept a request about personal data (chấp nhận yêu cầu)",
    response_model=DataRequest,
    responses=answers(200, "ETag") | _DECIDED,
)
async def accept(
    caller: CurrentUser,
    request_id: DataRequestId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.AcceptDataRequestBody, json_body(_ACCEPTANCE_EXAMPLE)] = _NO_PROCESSOR,
) -> Response:
    """By who answers it, and nobody his own. An erasure begins by it, over all services."""

    after = await caller.call_at(
        accounts.accept_data_request, versions, command_id=key, request_id=request_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/data-requests/{request_id}/refusal",
    operation_id="refuseDataRequest",
    summary="Refuse a request about personal data (từ chối yêu cầu)",
    response_model=DataRequest,
    responses=answers(200, "ETag") | _DECIDED,
)
async def refuse(
    caller: CurrentUser,
    request_id: DataRequestId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.RefuseDataRequestBody, json_body(_REFUSAL_EXAMPLE)],
) -> Response:
    """By who answers it, with the reason, which the person reads."""

    after = await caller.call_at(
        accounts.refuse_data_request, versions, command_id=key, request_id=request_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/data-requests/{request_id}/extension",
    operation_id="extendDataRequest",
    summary="Extend the time of a request about personal data (gia hạn)",
    response_model=DataRequest,
    responses=answers(200, "ETag") | _DECIDED,
)
async def extend(
    caller: CurrentUser,
    request_id: DataRequestId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.ExtendDataRequestBody, json_body(_EXTENSION_EXAMPLE)],
) -> Response:
    """By who answers it, with the reason: once, before the time is over, by no more than the first time."""

    after = await caller.call_at(
        accounts.extend_data_request, versions, command_id=key, request_id=request_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/data-requests/{request_id}/completion",
    operation_id="completeDataRequest",
    summary="Say that a request about personal data has been done",
    response_model=DataRequest,
    responses=answers(200, "ETag") | _DECIDED,
)
async def complete(
    caller: CurrentUser,
    request_id: DataRequestId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.CompleteDataRequestBody, json_body(_OUTCOME_EXAMPLE)],
) -> Response:
    """By who answers it, once it is accepted. A correction of the name and a restriction take effect by it; copies and
    erasures are done by the system itself."""

    after = await caller.call_at(
        accounts.complete_data_request, versions, command_id=key, request_id=request_id, **fields(body)
    )
    return json_response(after, version=after.version)
