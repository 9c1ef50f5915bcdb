"""Sessions: log in, refresh, log out. Tokens are never stored to be replayed, so there is no Idempotency-Key."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import Tokens
from contracts.errors import Code
from gateway.bodies import Fields, JsonBody
from gateway.calls import Anyone
from gateway.describe import described
from gateway.replies import NEVER, no_content, show
from gateway.throttle import sparingly

router = APIRouter(prefix="/v1", tags=["sessions"])

_token = {"refresh_token": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG3zRs1qPLo6aE"}
_log_in = JsonBody(accounts.LogIn, example={"login": "001099012345", "password": "một mật khẩu thật dài"})
_refresh = JsonBody(accounts.Refresh, example=_token)
_log_out = JsonBody(accounts.LogOut, example=_token)


@router.post(
    "/sessions",
    operation_id="logIn",
    summary="Log in",
    response_model=Tokens,
    dependencies=[Depends(sparingly)],
    openapi_extra=described(Code.CREDENTIALS_INVALID),
)
async def log_in(caller: Anyone, body: Annotated[Fields, Depends(_log_in)]) -> Response:
    """Gives a short access token and a refresh token that is good for one use."""
    tokens = await caller.call(accounts.log_in, accounts.LogIn(**body))
    return show(tokens, cache=NEVER)


@router.post(
    "/sessions/refresh",
    operation_id="refreshSession",
    summary="Get new tokens",
    response_model=Tokens,
    openapi_extra=described(
        Code.CREDENTIALS_INVALID, Code.TOKEN_EXPIRED, Code.TOKEN_REUSED, Code.UNAUTHENTICATED
    ),
)
async def refresh(caller: Anyone, body: Annotated[Fields, Depends(_refresh)]) -> Response:
    """A refresh token that comes a second time ends every session that came from it."""
    tokens = await caller.call(accounts.refresh, accounts.Refresh(**body))
    return show(tokens, cache=NEVER)


@router.post(
    "/sessions/logout", operation_id="logOut", summary="Log out", status_code=204, openapi_extra=described()
)
async def log_out(caller: Anyone, body: Annotated[Fields, Depends(_log_out)]) -> Response:
    """Ends the session of this refresh token; an unknown one is taken in silence."""
    await caller.call(accounts.log_out, accounts.LogOut(**body))
    return no_content()
