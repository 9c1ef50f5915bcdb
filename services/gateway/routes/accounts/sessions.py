"""Sessions: log in, refresh, log out. Tokens are never stored to be replayed, so there is no Idempotency-Key."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import TokenPair
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous
from gateway.describe import described
from gateway.http.bodies import Fields, JsonBody
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.middleware.rate_limit import limit_sign_in

router = APIRouter(prefix="/v1", tags=["sessions"])

_token = {"refresh_token": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG3zRs1qPLo6aE"}
_log_in = JsonBody(accounts.LogIn, example={"login": "001099012345", "password": "một mật khẩu thật dài"})
_refresh = JsonBody(accounts.RefreshTokens, example=_token)
_log_out = JsonBody(accounts.LogOut, example=_token)


@router.post(
    "/sessions",
    operation_id="logIn",
    summary="Log in",
    response_model=TokenPair,
    dependencies=[Depends(limit_sign_in)],
    openapi_extra=described(ErrorCode.CREDENTIALS_INVALID),
)
async def log_in(caller: Anonymous, body: Annotated[Fields, Depends(_log_in)]) -> Response:
    """Gives a short access token and a refresh token that is good for one use."""
    tokens = await caller.call(accounts.log_in, accounts.LogIn(**body))
    return json_response(tokens, cache=NO_STORE)


@router.post(
    "/sessions/refresh",
    operation_id="refreshSession",
    summary="Get new tokens",
    response_model=TokenPair,
    openapi_extra=described(
        ErrorCode.CREDENTIALS_INVALID,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REUSED,
        ErrorCode.UNAUTHENTICATED,
    ),
)
async def refresh(caller: Anonymous, body: Annotated[Fields, Depends(_refresh)]) -> Response:
    """A refresh token that comes a second time ends every session that came from it."""
    tokens = await caller.call(accounts.refresh, accounts.RefreshTokens(**body))
    return json_response(tokens, cache=NO_STORE)


@router.post(
    "/sessions/logout", operation_id="logOut", summary="Log out", status_code=204, openapi_extra=described()
)
async def log_out(caller: Anonymous, body: Annotated[Fields, Depends(_log_out)]) -> Response:
    """Ends the session of this refresh token; an unknown one is taken in silence."""
    await caller.call(accounts.log_out, accounts.LogOut(**body))
    return no_content()
