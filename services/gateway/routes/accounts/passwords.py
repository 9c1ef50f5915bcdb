"""Passwords: change one's own, and replace one that is forgotten."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import PasswordReset
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import ResetId
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.http.route_docs import answers, link, problems

router = APIRouter(
    prefix="/v1", tags=["accounts"], route_class=JsonRoute, dependencies=[Depends(limit_sign_in)]
)

_CHANGE_EXAMPLE = {"current_password": "một mật khẩu thật dài", "new_password": "mật khẩu khác cũng dài"}
_REQUEST_EXAMPLE = {"login": "001099012345"}
_RESET_EXAMPLE = {"code": "7K2MWQ4X", "new_password": "mật khẩu khác cũng dài"}

_reset = link("resetPassword", "Replace the password.", reset_id="$response.body#/reset_id")


@router.post(
    "/me/password",
    operation_id="changeOwnPassword",
    summary="Change one's own password (đổi mật khẩu)",
    status_code=204,
    responses=problems(ErrorCode.SECOND_FACTOR_NEEDED),
)
async def change_own_password(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.ChangeOwnPasswordBody, json_body(_CHANGE_EXAMPLE)],
) -> Response:
    """By anybody with a log-in; who has a second factor has shown it in the last ten minutes. Every other session of the
    account ends, and its owner is told."""
    command = accounts.ChangeOwnPassword(command_id=key, current=caller.session_id, **fields(body))
    await caller.call(accounts.change_own_password, command)
    return no_content()


@router.post(
    "/password-resets",
    operation_id="requestPasswordReset",
    summary="Ask for a code to replace a forgotten password (quên mật khẩu)",
    status_code=202,
    response_model=PasswordReset,
    responses=answers(202, links={"resetPassword": _reset}),
)
async def request_reset(
    caller: Anonymous, body: Annotated[accounts.RequestPasswordReset, json_body(_REQUEST_EXAMPLE)]
) -> Response:
    """The answer is the same whether there is such an account or not. The code goes to the proved e-mail address of a
    citizen's account and is good for 15 minutes, for five tries. Each call sends another one; ten an hour, five from one
    address. Officers ask their administrator."""
    reset = await caller.call(accounts.request_password_reset, accounts.RequestPasswordReset(**fields(body)))
    return json_response(reset, status=202, cache=NO_STORE)


@router.post(
    "/password-resets/{reset_id}",
    operation_id="resetPassword",
    summary="Replace a forgotten password (đặt lại mật khẩu)",
    status_code=204,
)
async def reset_password(
    caller: Anonymous,
    reset_id: ResetId,
    key: IdempotencyKey,
    body: Annotated[accounts.ResetPasswordBody, json_body(_RESET_EXAMPLE)],
) -> Response:
    """With the code from the letter. Every session of the account ends, and its owner is told; then log in."""
    command = accounts.ResetPassword(command_id=_own_key(key, reset_id), reset_id=reset_id, **fields(body))
    await caller.call(accounts.reset_password, command)
    return no_content()


def _own_key(key: str, reset_id: str) -> str:
    """Nobody is logged in, so the reset tells two people apart who choose the same key."""
    return hashlib.sha256(f"{reset_id} {key}".encode()).hexdigest()
