"""Officers (cán bộ, công chức): make, list, read and change them, and give them codes to set a password."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import Account, SetupCode
from contracts.base import Page
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import AccountId
from gateway.http.responses import NO_STORE, json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=JsonRoute)

_OFFICER_EXAMPLE = {
    "login": "canbo.hoankiem",
    "full_name": "Trần Thị Bình",
    "agency_code": "H26.31.05",
    "unit": "Bộ phận Một cửa",
    "roles": ["reception"],
    "held_roles": [{"role": "leader", "valid_until": "2027-01-01T00:00:00+07:00"}],
}
_CHANGE_EXAMPLE = {
    "unit": "Phòng Hộ tịch",
    "held_roles": [{"role": "processing", "valid_from": "2026-03-01T00:00:00+07:00"}],
}
_NO_CHANGE = accounts.ChangeOfficerBody()

_read = link("readOfficer", "The account, with its ETag.", account_id="$response.body#/account_id")
_change = link(
    "changeOfficer",
    "Change it.",
    account_id="$response.body#/account_id",
    **{"header.If-Match": "$response.header.ETag"},
)
_code = link("issueSetupCode", "A code to set a password.", account_id="$response.body#/account_id")


@router.post(
    "/officers",
    operation_id="createOfficer",
    summary="Create an officer's account",
    status_code=201,
    response_model=Account,
    responses=answers(
        201,
        "ETag",
        "Location",
        links={"readOfficer": _read, "changeOfficer": _change, "issueSetupCode": _code},
    )
    | problems(ErrorCode.FORBIDDEN, ErrorCode.ACCOUNT_EXISTS),
)
async def create_officer(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.CreateOfficerBody, json_body(_OFFICER_EXAMPLE)],
) -> Response:
    """By an administrator; by who administers the accounts of the agency (role `accounts`), for this agency and without the
    roles `accounts` and `catalogue`. Nobody knows a password of it but its officer: make a set-up code, or give a first
    password, which must be replaced within three days (POST /v1/accounts/first-password)."""
    command = accounts.CreateOfficer(command_id=key, **fields(body))
    account = await caller.call(accounts.create_officer, command)
    location = f"/v1/officers/{account.account_id}"
    return json_response(account, status=201, version=account.version, location=location)


@router.get(
    "/officers",
    operation_id="listOfficers",
    summary="List officers",
    response_model=Page[Account],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_officers(
    request: Request, caller: CurrentUser, query: Annotated[accounts.ListOfficers, Query()]
) -> Response:
    """By an administrator, of any agency; by who administers the accounts of an agency, of this one; by an officer who works
    on dossiers, the colleagues to whom he may pass them: id, name, unit and roles."""
    return page_response(request, await caller.call(accounts.list_officers, query))


@router.get(
    "/officers/{account_id}",
    operation_id="readOfficer",
    summary="Read an officer's account",
    response_model=Account,
    responses=answers(200, "ETag", links={"changeOfficer": _change, "issueSetupCode": _code})
    | problems(ErrorCode.NOT_FOUND),
)
async def read_officer(caller: CurrentUser, account_id: AccountId) -> Response:
    """For whom the list shows it. The ETag is what PATCH asks for."""
    account = await caller.call(accounts.get_officer, accounts.GetOfficer(account_id=account_id))
    return json_response(account, version=account.version)


@router.patch(
    "/officers/{account_id}",
    operation_id="changeOfficer",
    summary="Change or move an officer (thay đổi, điều chuyển cán bộ)",
    response_model=Account,
    responses=answers(200, "ETag", links={"readOfficer": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def change_officer(
    caller: CurrentUser,
    account_id: AccountId,
    versions: ExpectedVersion,
    body: Annotated[accounts.ChangeOfficerBody, json_body(_CHANGE_EXAMPLE)] = _NO_CHANGE,
    key: OptionalKey = None,
) -> Response:
    """By who administers the account, and nobody his own. Fields left out stay as they are. Where a role ends or the officer
    moves, the sessions end and tokens are refused within seconds; a role that ends by its validity ends at that moment."""

    account = await caller.call_at(
        accounts.change_officer, versions, command_id=key or new_id(), account_id=account_id, **fields(body)
    )
    return json_response(account, version=account.version)


@router.post(
    "/officers/{account_id}/setup-code",
    operation_id="issueSetupCode",
    summary="Make a code by which an officer sets a password (mã thiết lập mật khẩu)",
    response_model=SetupCode,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def issue_setup_code(caller: CurrentUser, account_id: AccountId) -> Response:
    """By who administers the account; for a new officer and for a forgotten password. Good once, for three days, at
    POST /v1/accounts/first-password. The password of before and earlier codes are void, and the officer's sessions end."""
    code = await caller.call(accounts.issue_setup_code, accounts.IssueSetupCode(account_id=account_id))
    return json_response(code, cache=NO_STORE)
