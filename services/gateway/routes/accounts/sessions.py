"""Sessions: log in, refresh, log out, list, name and end. Tokens are never stored to be replayed, and a session ends once,
so there is no Idempotency-Key."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import FactorChallenge, LogInStep, Session, TokenPair
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from contracts.printable import cleaned_line
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import OptionalKey
from gateway.http.path_params import SessionId
from gateway.http.responses import NO_STORE, json_response, no_content, page_response
from gateway.http.route_docs import Responses, answers, link, problems

router = APIRouter(prefix="/v1", tags=["sessions"], route_class=JsonRoute)

_TOKEN_EXAMPLE = {"refresh_token": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG3zRs1qPLo6aE"}
_LOG_IN_EXAMPLE = {
    "login": "001099012345",
    "password": "một mật khẩu thật dài",
    "device": "Điện thoại của An",
}
_NAME_EXAMPLE = {"device": "Máy tính ở nhà"}
_LONGEST_USER_AGENT = 512

SECOND_STEP: Responses = {
    202: {"model": FactorChallenge, "description": "A second factor is to be shown: there are no tokens yet."}
}
"""What a log-in answers beside tokens."""

_name = link("nameSession", "Name the first.", session_id="$response.body#/items/0/session_id")
_end = link("endSession", "End the first.", session_id="$response.body#/items/0/session_id")


@router.post(
    "/sessions",
    operation_id="logIn",
    summary="Log in",
    response_model=TokenPair,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(
        ErrorCode.CREDENTIALS_INVALID,
        ErrorCode.ACCOUNT_LOCKED,
        ErrorCode.PASSWORD_CHANGE_REQUIRED,
        ErrorCode.PASSWORD_LOG_IN_OFF,
    )
    | SECOND_STEP,
)
async def log_in(
    request: Request,
    caller: Anonymous,
    body: Annotated[accounts.LogInBody, json_body(_LOG_IN_EXAMPLE)],
) -> Response:
    """Gives a short access token and a refresh token that is good for one use.

    The session is listed to its owner with the device: by the name given here, else by what User-Agent says. Where a second
    factor is to be shown, the answer is 202 with a challenge: go on at POST /v1/sessions/second-factor. Where it names no
    kinds, enrol one first at POST /v1/sessions/second-factor/enrolment.
    """
    user_agent = cleaned_line(request.headers.get("user-agent", "")[:_LONGEST_USER_AGENT])
    begun = accounts.BeginLogIn(user_agent=user_agent, **fields(body))
    return log_in_response(await caller.call(accounts.begin_log_in, begun))


def log_in_response(step: LogInStep) -> Response:
    """Tokens, or 202 with what is to be shown before there are any."""
    if step.challenge is not None:
        return json_response(step.challenge, status=202, cache=NO_STORE)
    assert step.tokens is not None  # a step has one of the two
    return json_response(step.tokens, cache=NO_STORE)


@router.get(
    "/sessions",
    operation_id="listSessions",
    summary="List one's own sessions",
    response_model=Page[Session],
    responses=answers(200, "Link", links={"nameSession": _name, "endSession": _end}),
)
async def list_sessions(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """Those that have not ended, newest first; `current` is the one that this request came by."""
    own = accounts.ListSessions(limit=query.limit, cursor=query.cursor, current=caller.session_id)
    return page_response(request, await caller.call(accounts.list_sessions, own))


@router.patch(
    "/sessions/{session_id}",
    operation_id="nameSession",
    summary="Name the device of an own session",
    response_model=Session,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def name_session(
    caller: CurrentUser,
    session_id: SessionId,
    body: Annotated[accounts.NameSessionBody, json_body(_NAME_EXAMPLE)],
    key: OptionalKey = None,
) -> Response:
    """The name stays until the session ends."""
    command = accounts.NameSession(
        command_id=key or new_id(), session_id=session_id, current=caller.session_id, **fields(body)
    )
    return json_response(await caller.call(accounts.name_session, command))


@router.delete(
    "/sessions/{session_id}",
    operation_id="endSession",
    summary="End an own session (đăng xuất một thiết bị)",
    status_code=204,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def end_session(caller: CurrentUser, session_id: SessionId) -> Response:
    """Its tokens are refused within seconds. One that has ended is ended in silence."""
    await caller.call(accounts.end_session, accounts.EndSession(session_id=session_id))
    return no_content()


@router.delete(
    "/sessions",
    operation_id="endSessions",
    summary="End all own sessions (đăng xuất mọi thiết bị)",
    status_code=204,
)
async def end_sessions(
    caller: CurrentUser,
    but_current: Annotated[
        bool, Query(description="Whether the one that this request came by goes on.")
    ] = False,
) -> Response:
    """Their tokens are refused within seconds."""
    besides = caller.session_id if but_current else ""
    await caller.call(accounts.end_sessions, accounts.EndSessions(besides=besides))
    return no_content()


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
        ErrorCode.ACCOUNT_LOCKED,
    ),
)
async def refresh(
    caller: Anonymous, body: Annotated[accounts.RefreshTokens, json_body(_TOKEN_EXAMPLE)]
) -> Response:
    """A refresh token that comes a second time is answered the same within 45 seconds from the same address; else it ends
    the session."""
    tokens = await caller.call(accounts.refresh, accounts.RefreshTokens(**fields(body)))
    return json_response(tokens, cache=NO_STORE)


@router.post(
    "/sessions/logout",
    operation_id="logOut",
    summary="Log out",
    status_code=204,
)
async def log_out(caller: Anonymous, body: Annotated[accounts.LogOut, json_body(_TOKEN_EXAMPLE)]) -> Response:
    """Ends the session of this refresh token, whose access tokens are refused within seconds; an unknown one is taken in
    silence."""
    await caller.call(accounts.log_out, accounts.LogOut(**fields(body)))
    return no_content()
