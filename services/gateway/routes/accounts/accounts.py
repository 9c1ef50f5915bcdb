"""Accounts: register, read and change one's own, passwords, locks."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import Account, DeskCode, NumberProof
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import AccountId
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=JsonRoute)

_REGISTER_EXAMPLE = {
    "personal_number": "001099012345",
    "full_name": "Nguyễn Văn An",
    "password": "một mật khẩu thật dài",
    "email": "an@example.vn",
    "phone": "+84912345678",
}
_PROOF_EXAMPLE = {
    "code": "7K2MWQ4X",
    "personal_number": "001099012345",
    "full_name": "Nguyễn Văn An",
    "paper": {"kind": "identity_card", "number": "001099012345"},
}
_NO_CHANGE = accounts.UpdateProfileBody()
_PROFILE_EXAMPLE = {"phone": "+84987654321", "locale": "en"}
_SYSTEM_EXAMPLE = {
    "login": "motcua.bacninh",
    "name": "Hệ thống thông tin giải quyết TTHC tỉnh Bắc Ninh",
    "password": "một mật khẩu thật dài",
    "agency_code": "000.00.00.H05",
}

_PASSWORD_EXAMPLE = {
    "login": "canbo.hoankiem",
    "password": "7K2MWQ4X9HTRB3NC",
    "new_password": "một mật khẩu thật dài",
}

_LOCK_EXAMPLE = {"reason": "Cán bộ đã chuyển công tác."}

_me = link("readMe", "The account, with its ETag.")
_change = link("changeMe", "Change it.", **{"header.If-Match": "$response.header.ETag"})


@router.post(
    "/accounts",
    operation_id="registerCitizen",
    summary="Register a citizen",
    status_code=201,
    response_model=Account,
    dependencies=[Depends(limit_sign_in)],
    responses=answers(201, "ETag", "Location") | problems(ErrorCode.PASSWORD_LOG_IN_OFF),
)
async def register(
    caller: Anonymous,
    key: IdempotencyKey,
    body: Annotated[accounts.RegisterCitizenBody, json_body(_REGISTER_EXAMPLE)],
) -> Response:
    """The number is stated, not proved: nothing is found by it, and what asks for a proved identity is refused. The login is
    the personal number (số định danh cá nhân), with an end of its own where another account has that login: take it from
    the answer. Then log in at POST /v1/sessions."""
    command = accounts.RegisterCitizen(command_id=_own_key(key, body.personal_number), **fields(body))
    account = await caller.call(accounts.register_citizen, command)
    return json_response(account, status=201, version=account.version, location="/v1/me")


def _own_key(key: str, personal_number: str) -> str:
    """Nobody is logged in yet, so the personal number tells two people apart who choose the same key."""
    return hashlib.sha256(f"{personal_number} {key}".encode()).hexdigest()


@router.post(
    "/accounts/first-password",
    operation_id="replaceFirstPassword",
    summary="Replace a first password (thiết lập mật khẩu)",
    status_code=204,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(ErrorCode.CREDENTIALS_INVALID, ErrorCode.ACCOUNT_LOCKED),
)
async def replace_first_password(
    caller: Anonymous, body: Annotated[accounts.ReplaceFirstPasswordBody, json_body(_PASSWORD_EXAMPLE)]
) -> Response:
    """By login, without a token: where the password is a first one or a set-up code, which log-in refuses with 403
    `password_change_required`. Then log in at POST /v1/sessions."""
    await caller.call(accounts.replace_first_password, accounts.ReplaceFirstPassword(**fields(body)))
    return no_content()


@router.get(
    "/me",
    operation_id="readMe",
    summary="Read one's own account",
    response_model=Account,
    responses=answers(200, "ETag", links={"changeMe": _change}),
)
async def me(caller: CurrentUser) -> Response:
    """The ETag is what PATCH /v1/me asks for."""
    request = accounts.GetAccount(account_id=caller.context.actor.account_id)
    account = await caller.call(accounts.get_account, request)
    return json_response(account, version=account.version)


@router.patch(
    "/me",
    operation_id="changeMe",
    summary="Change one's own account",
    response_model=Account,
    responses=answers(200, "ETag", links={"readMe": _me}),
)
async def change_me(
    caller: CurrentUser,
    versions: ExpectedVersion,
    body: Annotated[accounts.UpdateProfileBody, json_body(_PROFILE_EXAMPLE)] = _NO_CHANGE,
    key: OptionalKey = None,
) -> Response:
    """Fields left out stay as they are; null empties them."""

    account = await caller.call_at(
        accounts.update_profile, versions, command_id=key or new_id(), **fields(body)
    )
    return json_response(account, version=account.version)


@router.post(
    "/me/desk-code",
    operation_id="issueDeskCode",
    summary="Get a code to prove one's identity at a desk",
    response_model=DeskCode,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def issue_desk_code(caller: CurrentUser) -> Response:
    """For the officer at a one-stop desk, who sees the identity card; good once, for 15 minutes. Each call makes another
    code, and the earlier one is void."""
    return json_response(
        await caller.call(accounts.issue_desk_code, accounts.IssueDeskCode()), cache=NO_STORE
    )


@router.post(
    "/desk/identity-proofs",
    operation_id="proveNumber",
    summary="Record that a person's number was proved at the desk",
    status_code=201,
    response_model=NumberProof,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN, ErrorCode.IDENTITY_CONFLICT),
)
async def prove_number(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.ProveNumberBody, json_body(_PROOF_EXAMPLE)],
) -> Response:
    """By an officer of reception, who has seen the paper. The number is the account's from now on; other accounts that state
    or had it are frozen, and all are told. The person's access token says so after its next refresh."""
    proof = await caller.call(accounts.prove_number, accounts.ProveNumber(command_id=key, **fields(body)))
    return json_response(proof, status=201)


@router.post(
    "/systems",
    operation_id="createSystem",
    summary="Create the account of an agency's system",
    status_code=201,
    response_model=Account,
    responses=answers(201, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.ACCOUNT_EXISTS),
)
async def create_system(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.CreateSystemBody, json_body(_SYSTEM_EXAMPLE)],
) -> Response:
    """By an administrator. It opens its sessions at POST /oauth/token or, in the old contract, POST /sync/login."""
    account = await caller.call(accounts.create_system, accounts.CreateSystem(command_id=key, **fields(body)))
    return json_response(account, status=201, version=account.version)


@router.post(
    "/accounts/{account_id}/lock",
    operation_id="lockAccount",
    summary="Lock an account (khóa tài khoản)",
    response_model=Account,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def lock_account(
    caller: CurrentUser,
    account_id: AccountId,
    key: IdempotencyKey,
    body: Annotated[accounts.LockAccountBody, json_body(_LOCK_EXAMPLE)],
) -> Response:
    """By an administrator, of any account but his own; by who administers the accounts of an agency, of its officers. Its
    sessions end and its tokens are refused within seconds."""
    command = accounts.LockAccount(command_id=key, account_id=account_id, **fields(body))
    account = await caller.call(accounts.lock_account, command)
    return json_response(account, version=account.version)


@router.post(
    "/accounts/{account_id}/unlock",
    operation_id="unlockAccount",
    summary="Unlock an account (mở khóa tài khoản)",
    response_model=Account,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def unlock_account(caller: CurrentUser, account_id: AccountId, key: IdempotencyKey) -> Response:
    """By who may lock it. Whoever has it logs in anew."""
    command = accounts.UnlockAccount(command_id=key, account_id=account_id)
    account = await caller.call(accounts.unlock_account, command)
    return json_response(account, version=account.version)
