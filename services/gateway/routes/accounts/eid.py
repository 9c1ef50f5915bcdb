"""Log-in by electronic identity (VNeID and other identity providers), and the identities linked to an account.

Whoever logs in goes to the provider and comes back to a page of the front end, which sends what came back here. Tokens are
in answers alone, never in an address. An attempt is good once, so there is no Idempotency-Key.
"""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Path, Request
from pydantic import ValidationError
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import TokenPair
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.printable import cleaned_line
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.bodies import JsonRoute, fields, json_body, read_body
from gateway.http.path_params import IdentityId
from gateway.http.responses import NO_STORE, json_response, no_content
from gateway.http.route_docs import answers, problems
from gateway.routes.accounts.sessions import SECOND_STEP, log_in_response

router = APIRouter(prefix="/v1", tags=["eid"], route_class=JsonRoute)

MAX_LOGOUT = 32_768
_LONGEST_USER_AGENT = 512
_START_EXAMPLE = {"provider": "vneid", "return_to": "https://portal.example.vn/dang-nhap/ve"}
_STATE = "3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4uZp6aHd0eE"
_ANSWER_EXAMPLE = {
    "state": _STATE,
    "binding": "Zp6aHd0eE3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4u",
    "code": "SplxlOBeZQQYbYS6WxSbIA",
}
_LOG_OUT_EXAMPLE = {"refresh_token": "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG3zRs1qPLo6aE"}
_OF_AN_ANSWER = (
    ErrorCode.EID_ATTEMPT_INVALID,
    ErrorCode.EID_NOT_PROVED,
    ErrorCode.EID_REFUSED,
    ErrorCode.EID_KIND_UNSUPPORTED,
    ErrorCode.ACCOUNT_LOCKED,
    ErrorCode.IDENTITY_CONFLICT,
)

Provider = Annotated[
    accounts.ProviderKey, Path(description="Key of the identity provider.", examples=["vneid"])
]


@router.get(
    "/eid/providers",
    operation_id="listEidProviders",
    summary="List the identity providers",
    response_model=accounts.EidProviders,
)
async def list_providers(caller: Anonymous) -> Response:
    """Those by which people may log in; none where the log-in by electronic identity is switched off."""
    return json_response(await caller.call(accounts.list_eid_providers, accounts.ListEidProviders()))


@router.post(
    "/eid/authorizations",
    operation_id="startEidLogIn",
    summary="Begin a log-in by electronic identity",
    status_code=201,
    response_model=accounts.EidAuthorization,
    dependencies=[Depends(limit_sign_in)],
    responses=answers(201),
)
async def start_log_in(
    caller: Anonymous, body: Annotated[accounts.StartEidBody, json_body(_START_EXAMPLE)]
) -> Response:
    """Store `state` and `binding` in the browser (sessionStorage), then send it to `authorization_url`. The provider sends
    it back to `return_to` with `state` and `code`, or `error`: see POST /v1/eid/sessions."""
    started = await caller.call(accounts.start_eid, accounts.StartEid(**fields(body)))
    return json_response(started, status=201, cache=NO_STORE)


@router.post(
    "/eid/sessions",
    operation_id="logInByEid",
    summary="Log in by electronic identity (đăng nhập bằng VNeID)",
    response_model=TokenPair,
    dependencies=[Depends(limit_sign_in)],
    responses=problems(*_OF_AN_ANSWER, ErrorCode.EID_LINK_NEEDED) | SECOND_STEP,
)
async def log_in(
    request: Request, caller: Anonymous, body: Annotated[accounts.EidLogInBody, json_body(_ANSWER_EXAMPLE)]
) -> Response:
    """With what the browser came back with. The personal number is proved by it, to the level that the provider vouches for;
    who has no account that has proved the number gets one. Good once. 202 with a challenge, as at POST /v1/sessions, where
    the account has a second factor and the identity does not count as one."""
    user_agent = cleaned_line(request.headers.get("user-agent", "")[:_LONGEST_USER_AGENT])
    begun = accounts.BeginEidLogIn(user_agent=user_agent, **fields(body))
    return log_in_response(await caller.call(accounts.begin_eid_log_in, begun))


@router.post(
    "/eid/logout",
    operation_id="logOutOfEid",
    summary="Log out here and at the identity provider",
    response_model=accounts.EidLogOutAddress,
)
async def log_out(
    caller: Anonymous, body: Annotated[accounts.EidLogOutBody, json_body(_LOG_OUT_EXAMPLE)]
) -> Response:
    """Ends the session of this refresh token as POST /v1/sessions/logout does; send the browser to `log_out_url`, where
    there is one, to end the one at the provider."""
    address = await caller.call(accounts.log_out_of_eid, accounts.EidLogOut(**fields(body)))
    return json_response(address, cache=NO_STORE)


@router.get(
    "/me/identities",
    operation_id="listIdentities",
    summary="List the electronic identities of one's own account",
    response_model=accounts.LinkedIdentities,
)
async def list_identities(caller: CurrentUser) -> Response:
    """Oldest first."""
    return json_response(await caller.call(accounts.list_identities, accounts.ListIdentities()))


@router.post(
    "/me/identities/authorizations",
    operation_id="startEidLink",
    summary="Begin to link an electronic identity",
    status_code=201,
    response_model=accounts.EidAuthorization,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN),
)
async def start_link(
    caller: CurrentUser, body: Annotated[accounts.StartEidBody, json_body(_START_EXAMPLE)]
) -> Response:
    """By a citizen; as POST /v1/eid/authorizations. What comes back goes to POST /v1/me/identities."""
    request = accounts.StartEid(purpose=accounts.EidPurpose.LINK, **fields(body))
    return json_response(await caller.call(accounts.start_eid, request), status=201, cache=NO_STORE)


@router.post(
    "/me/identities",
    operation_id="linkIdentity",
    summary="Link an electronic identity to one's own account",
    status_code=201,
    response_model=accounts.LinkedIdentity,
    responses=answers(201) | problems(*_OF_AN_ANSWER, ErrorCode.FORBIDDEN),
)
async def link_identity(
    caller: CurrentUser, body: Annotated[accounts.EidAnswerBody, json_body(_ANSWER_EXAMPLE)]
) -> Response:
    """The number is the account's from now on; other accounts that state or had it are frozen, and all are told. Refused
    (`identity_conflict`) where another number of the account has been proved, or the identity opens another account."""
    linked = await caller.call(accounts.link_identity, accounts.LinkIdentity(**fields(body)))
    return json_response(linked, status=201)


@router.delete(
    "/me/identities/{identity_id}",
    operation_id="unlinkIdentity",
    summary="Unlink an electronic identity",
    status_code=204,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def unlink_identity(caller: CurrentUser, identity_id: IdentityId) -> Response:
    """What it proved stays proved; the next log-in by it links it again, where the account has proved its number."""
    await caller.call(accounts.unlink_identity, accounts.UnlinkIdentity(identity_id=identity_id))
    return no_content()


@router.post(
    "/eid/{provider}/back-channel-logout",
    operation_id="receiveLogoutToken",
    summary="For an identity provider's server only (single log-out)",
    response_class=Response,
    responses=problems(
        ErrorCode.INVALID_REQUEST,
        ErrorCode.NOT_FOUND,
        ErrorCode.PAYLOAD_TOO_LARGE,
        ErrorCode.REQUEST_TIMEOUT,
    ),
)
async def receive_logout_token(request: Request, caller: Anonymous, provider: Provider) -> Response:
    """OpenID Connect Back-Channel Logout 1.0: a form with `logout_token`. The sessions that it names end."""
    form = parse_qs((await read_body(request, MAX_LOGOUT)).decode(errors="replace"), max_num_fields=20)
    tokens = form.get("logout_token", [])
    try:
        (token,) = tokens
        received = accounts.ReceiveLogoutToken(provider=provider, logout_token=token)
    except (ValueError, ValidationError):
        wrong = wrong_field("/logout_token", "required")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,)) from None
    await caller.call(accounts.receive_logout_token, received)
    return Response(status_code=200, headers={"cache-control": NO_STORE})
