"""The register of breaches of the protection of personal data: entered, told in time, made as a sheet."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import Breach, BreachEntry, BreachSheet
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import BreachId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["personal data"], route_class=JsonRoute)

_FACTS_EXAMPLE = {
    "controller_name": "Ủy ban nhân dân phường Trung tâm",
    "contact_name": "Lê Thị Bảo",
    "contact": "024 3825 0000",
    "discovered_at": "2026-08-28T18:40:00+07:00",
    "nature": "Tệp danh sách hồ sơ bị gửi nhầm ra ngoài cơ quan.",
    "data": ["dossiers", "profile"],
    "persons": 120,
    "severity": "serious",
    "consequences": "Người nhận có thể biết họ tên, số điện thoại của chủ hồ sơ.",
    "measures": "Thu hồi tệp, đổi mật khẩu, rà soát quyền truy cập.",
}
_BREACH_EXAMPLE = {"facts": _FACTS_EXAMPLE}
_NOTICE_EXAMPLE = {
    "duty": "data_protection_notice",
    "given_at": "2026-08-29T09:00:00+07:00",
    "reference": "Công văn 15/CV-UBND, biên nhận 2026-0815",
}
_PERSONS_EXAMPLE = {
    "account_ids": ["0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"],
    "text": "Họ tên và số điện thoại của Ông/Bà có thể đã bị lộ. Xin cảnh giác với cuộc gọi lạ.",
}
_OUTCOME_EXAMPLE = {"outcome": "Đã thu hồi tệp, thông báo đủ các nơi."}
_DECIDED = problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.BREACH_CLOSED)

_read = link("readBreach", "The breach, with its ETag.", breach_id="$response.body#/breach_id")


@router.post(
    "/breaches",
    operation_id="recordBreach",
    summary="Enter a breach of personal data (ghi sổ vi phạm)",
    status_code=201,
    response_model=Breach,
    responses=answers(201, "ETag", "Location", links={"readBreach": _read}) | problems(ErrorCode.FORBIDDEN),
)
async def record(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.RecordBreachBody, json_body(_BREACH_EXAMPLE)],
) -> Response:
    """By an officer with the role `data_protection`, or an administrator. The answer says what is to be told to whom until
    when: the authority for the protection of data within 72 hours of the discovery, of a serious cyber incident a first
    notice within 24 hours, day off or not. Those who are responsible are told at once, and reminded before each limit."""
    made = await caller.call(accounts.record_breach, accounts.RecordBreach(command_id=key, **fields(body)))
    return json_response(made, status=201, version=made.version, location=f"/v1/breaches/{made.breach_id}")


@router.get(
    "/breaches",
    operation_id="listBreaches",
    summary="List the breaches that one is responsible for (sổ theo dõi vi phạm)",
    response_model=Page[Breach],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_breaches(
    request: Request, caller: CurrentUser, query: Annotated[accounts.ListBreaches, Query()]
) -> Response:
    """By an officer with the role `data_protection`, of those of his agency; by an administrator, of all. Newest first."""
    return page_response(request, await caller.call(accounts.list_breaches, query))


@router.get(
    "/breaches/{breach_id}",
    operation_id="readBreach",
    summary="Read a breach",
    response_model=Breach,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, breach_id: BreachId) -> Response:
    """For who is responsible for it."""
    found = await caller.call(accounts.get_breach, accounts.GetBreach(breach_id=breach_id))
    return json_response(found, version=found.version)


@router.get(
    "/breaches/{breach_id}/entries",
    operation_id="listBreachEntries",
    summary="List the entries of the register of a breach",
    response_model=Page[BreachEntry],
    responses=answers(200, "Link") | problems(ErrorCode.NOT_FOUND),
)
async def list_entries(
    request: Request, caller: CurrentUser, breach_id: BreachId, query: Annotated[PageRequest, Query()]
) -> Response:
    """Oldest first; only ever added to. The chained log has the hash of each."""
    lookup = accounts.ListBreachEntries(breach_id=breach_id, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_breach_entries, lookup))


@router.get(
    "/breaches/{breach_id}/sheet",
    operation_id="readBreachSheet",
    summary="Read the sheet of facts of a breach (phiếu dữ kiện)",
    response_model=BreachSheet,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def read_sheet(caller: CurrentUser, breach_id: BreachId) -> Response:
    """One sheet for both addressees, in the words of form 08: what the signed PDF prints, as JSON."""
    lookup = accounts.GetBreachSheet(breach_id=breach_id)
    return json_response(await caller.call(accounts.get_breach_sheet, lookup))


@router.post(
    "/breaches/{breach_id}/sheet",
    operation_id="makeBreachSheet",
    summary="Make the sheet of facts as a signed PDF",
    response_model=Breach,
    responses=answers(200, "ETag") | _DECIDED,
)
async def make_sheet(
    caller: CurrentUser,
    breach_id: BreachId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
) -> Response:
    """It is made in a while: `sheet` has its file then, which who asked for it downloads by
    POST /v1/files/{file_id}/download, and which is entered in the register."""

    after = await caller.call_at(accounts.make_breach_sheet, versions, command_id=key, breach_id=breach_id)
    return json_response(after, version=after.version)


@router.post(
    "/breaches/{breach_id}/facts",
    operation_id="amendBreach",
    summary="State the facts of a breach anew (bổ sung dữ kiện)",
    response_model=Breach,
    responses=answers(200, "ETag") | _DECIDED,
)
async def amend(
    caller: CurrentUser,
    breach_id: BreachId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.AmendBreachBody, json_body(_BREACH_EXAMPLE)],
) -> Response:
    """All facts as they are known now. Those before stay in the register; the limits follow."""

    after = await caller.call_at(
        accounts.amend_breach, versions, command_id=key, breach_id=breach_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/breaches/{breach_id}/notices",
    operation_id="noteBreachNotice",
    summary="Enter that an authority was told (đã thông báo)",
    response_model=Breach,
    responses=answers(200, "ETag") | _DECIDED,
)
async def note_notice(
    caller: CurrentUser,
    breach_id: BreachId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.NoteBreachNoticeBody, json_body(_NOTICE_EXAMPLE)],
) -> Response:
    """What was told, when, and by what it is proved."""

    after = await caller.call_at(
        accounts.note_breach_notice, versions, command_id=key, breach_id=breach_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/breaches/{breach_id}/affected-persons",
    operation_id="tellAffectedPersons",
    summary="Tell affected persons (thông báo cho chủ thể dữ liệu)",
    response_model=Breach,
    responses=answers(200, "ETag") | _DECIDED,
)
async def tell_persons(
    caller: CurrentUser,
    breach_id: BreachId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.TellAffectedPersonsBody, json_body(_PERSONS_EXAMPLE)],
) -> Response:
    """Through the portal, each once, whoever is named again. `all_told` says that these are the last."""

    after = await caller.call_at(
        accounts.tell_affected_persons, versions, command_id=key, breach_id=breach_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/breaches/{breach_id}/closure",
    operation_id="closeBreach",
    summary="Close a breach (kết thúc xử lý)",
    response_model=Breach,
    responses=answers(200, "ETag") | _DECIDED | problems(ErrorCode.BREACH_DUTY_OPEN),
)
async def close(
    caller: CurrentUser,
    breach_id: BreachId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[accounts.CloseBreachBody, json_body(_OUTCOME_EXAMPLE)],
) -> Response:
    """Once all that is to be told has been told."""

    after = await caller.call_at(
        accounts.close_breach, versions, command_id=key, breach_id=breach_id, **fields(body)
    )
    return json_response(after, version=after.version)
