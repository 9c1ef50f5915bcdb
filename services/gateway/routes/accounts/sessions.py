"""Sessions: log in, refresh, log out. Tokens are never stored to be replayed, so there is no Idempotency-Key."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import TokenPair
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.http.route_docs import problems

router = APIRouter(prefix="/v1", tags=["sessions"], route_class=JsonRoute)

_TOKEN_EXAMPLE = {"refresh_token": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG3zRs1qPLo6aE"}
_LOG_IN_EXAMPLE = {"login": "001099012345", "password": "một mật khẩu thật dài"}


@router.post(
    "/sessions",
    operation_id="logIn",
    summary="Log in",
    response_model=TokenPair,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(ErrorCode.CREDENTIALS_INVALID),
)
async def log_in(caller: Anonymous, body: Annotated[accounts.LogIn, json_body(_LOG_IN_EXAMPLE)]) -> Response:
    """Gives a short access token and a refresh token that is good for one use."""
    tokens = await caller.call(accounts.log_in, accounts.LogIn(**fields(body)))
    return json_response(tokens, cache=NO_STORE)


@router.post(
    "/sessions/refresh",
    operation_id="refreshSession",
    summary="Get new tokens",
    response_model=TokenPair,
    responses=problems(
        ErrorCode.CREDENTIALS_INVALID,
        ErrorCode.TOKEN_EXPIRED,
        ErrorCode.TOKEN_REUSED,
        ErrorCode.UNAUTHENTICATED,
    ),
)
async def refresh(
    caller: Anonymous, body: Annotated[accounts.RefreshTokens, json_body(_TOKEN_EXAMPLE)]
) -> Response:
    """A refresh token that comes a second time ends every session that came from it."""
    tokens = await caller.call(accounts.refresh, accounts.RefreshTokens(**fields(body)))
    return json_response(tokens, cache=NO_STORE)


@router.post(
    "/sessions/logout",
    operation_id="logOut",
    summary="Log out",
    status_code=204,
)
async def log_out(caller: Anonymous, body: Annotated[accounts.LogOut, json_body(_TOKEN_EXAMPLE)]) -> Response:
    """Ends the session of this refresh token; an unknown one is taken in silence."""
    await caller.call(accounts.log_out, accounts.LogOut(**fields(body)))
    return no_content()
