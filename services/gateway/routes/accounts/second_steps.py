"""The second step of a log-in (đăng nhập hai bước). A challenge is good once, and tokens are never stored to be replayed, so
there is no Idempotency-Key."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from contracts import accounts
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Anonymous
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import problems

router = APIRouter(prefix="/v1", tags=["sessions"], route_class=JsonRoute)

_CHALLENGE = "3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4uZp6aHd0eE"
SHOWN_EXAMPLE = {"challenge": _CHALLENGE, "code": "287082"}
_ENROL_EXAMPLE = {"challenge": _CHALLENGE}


@router.post(
    "/sessions/second-factor",
    operation_id="finishLogIn",
    summary="Log in: the second step (bước hai)",
    response_model=accounts.FinishedLogIn,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(
        ErrorCode.FACTOR_CHALLENGE_INVALID,
        ErrorCode.ACCOUNT_LOCKED,
        ErrorCode.PASSWORD_CHANGE_REQUIRED,
    ),
)
async def finish_log_in(
    caller: Anonymous, body: Annotated[accounts.ShownFactorBody, json_body(SHOWN_EXAMPLE)]
) -> Response:
    """With the challenge that POST /v1/sessions or POST /v1/eid/sessions answered (202) to this address, and exactly one of:
    the code of an app, an assertion of a security key, a recovery code. Where the log-in enrolled an app, recovery codes
    come with the tokens, this once."""
    finished = await caller.call(accounts.finish_log_in, accounts.FinishLogIn(**fields(body)))
    return json_response(finished, cache=NO_STORE)


@router.post(
    "/sessions/second-factor/enrolment",
    operation_id="enrolAtLogIn",
    summary="Log in: enrol an app for the second step",
    response_model=accounts.LogInEnrolment,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(ErrorCode.FACTOR_CHALLENGE_INVALID),
)
async def enrol_at_log_in(
    caller: Anonymous, body: Annotated[accounts.EnrolAtLogInBody, json_body(_ENROL_EXAMPLE)]
) -> Response:
    """Where the challenge of a log-in names no kinds: a role of the account needs a second factor and there is none. Then
    show a code of the app in the second step. Each call makes another secret, and the earlier one is void."""
    secret = await caller.call(accounts.enrol_at_log_in, accounts.EnrolAtLogIn(**fields(body)))
    return json_response(secret, cache=NO_STORE)
