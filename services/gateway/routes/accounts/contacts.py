"""Contacts: the e-mail address of one's own account is proved."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import Account, SentCode
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["accounts"], route_class=JsonRoute)

_CODE_EXAMPLE = {"code": "7K2MWQ4X"}


@router.post(
    "/me/email/code",
    operation_id="sendEmailCode",
    summary="Have a code sent that proves one's e-mail address",
    status_code=202,
    response_model=SentCode,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def send_code(caller: CurrentUser) -> Response:
    """A code goes out by itself when an account is opened and when a new address is stated. Each call sends another one, and
    the earlier one is void; five an hour to one address. It is good for a day, for five tries."""
    sent = await caller.call(accounts.send_email_code, accounts.SendEmailCode())
    return json_response(sent, status=202, cache=NO_STORE)


@router.post(
    "/me/email/proof",
    operation_id="proveEmail",
    summary="Prove one's e-mail address (xác thực thư điện tử)",
    response_model=Account,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN),
)
async def prove_email(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.ProveEmailBody, json_body(_CODE_EXAMPLE)],
) -> Response:
    """With the code from the letter. A new address takes the place of the one before it."""
    account = await caller.call(accounts.prove_email, accounts.ProveEmail(command_id=key, **fields(body)))
    return json_response(account, version=account.version)
