"""Acts of representation: organisations and their people, and people who act for others (đại diện, ủy quyền, giám hộ).

Who acts for another chooses for whom by the token: POST /v1/representations/{id}/token answers one that is good in the name
of the other alone, and says who acts. There is no header by which a request changes whom it is for.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import accounts
from contracts.accounts import Representation
from contracts.base import Page, PageRequest
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import RepresentationId
from gateway.http.responses import NO_STORE, json_response, page_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["representation"], route_class=JsonRoute)

_START_EXAMPLE = {"provider": "vneid", "return_to": "https://portal.example.vn/to-chuc/ve"}
_ANSWER_EXAMPLE = {
    "state": "3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4uZp6aHd0eE",
    "binding": "Zp6aHd0eE3kq0y7gkO3cV1w8o2yXb5mVJt7nLr9sQ4u",
    "code": "SplxlOBeZQQYbYS6WxSbIA",
}
_ASK_EXAMPLE = {
    "side": "principal",
    "ground": "authorised",
    "personal_number": "001099012345",
    "full_name": "Nguyễn Văn An",
    "scopes": ["read", "file"],
    "procedure_codes": ["1.004222"],
    "valid_until": "2027-06-30T17:00:00+07:00",
}
_CHECK_EXAMPLE = {
    "code": "7K2MWQ4X",
    "ground": "parent",
    "personal_number": "001224012345",
    "full_name": "Nguyễn Minh Khôi",
    "paper": {
        "kind": "birth_certificate",
        "number": "45/2024",
        "issued_by": "Ủy ban nhân dân phường mẫu số 5",
        "issued_on": "2024-05-12",
    },
    "scopes": ["read", "file", "pay"],
    "valid_until": "2042-05-01T00:00:00+07:00",
}
_DECIDING = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.REPRESENTATION_NOT_IN_FORCE)


@router.post(
    "/me/organisations/authorizations",
    operation_id="startOrganisationClaim",
    summary="Begin to take over an organisation's account",
    status_code=201,
    response_model=accounts.EidAuthorization,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN),
)
async def start_claim(
    caller: CurrentUser, body: Annotated[accounts.StartEidBody, json_body(_START_EXAMPLE)]
) -> Response:
    """By a citizen; as POST /v1/eid/authorizations: at the provider the organisation's identity is chosen. What comes back
    goes to POST /v1/me/organisations."""
    request = accounts.StartEid(purpose=accounts.EidPurpose.ORGANISATION, **fields(body))
    return json_response(await caller.call(accounts.start_eid, request), status=201, cache=NO_STORE)


@router.post(
    "/me/organisations",
    operation_id="claimOrganisation",
    summary="Take over an organisation's account (người đại diện theo pháp luật)",
    status_code=201,
    response_model=Representation,
    responses=answers(201)
    | problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.EID_ATTEMPT_INVALID,
        ErrorCode.EID_NOT_PROVED,
        ErrorCode.EID_REFUSED,
        ErrorCode.EID_KIND_UNSUPPORTED,
        ErrorCode.ACCOUNT_LOCKED,
    ),
)
async def claim(
    caller: CurrentUser, body: Annotated[accounts.EidAnswerBody, json_body(_ANSWER_EXAMPLE)]
) -> Response:
    """By the person whose proved number the provider names as the legal representative of the organisation. Who was it
    before is it no more, and is told. Its other people go on."""
    claimed = await caller.call(accounts.claim_organisation, accounts.ClaimOrganisation(**fields(body)))
    return json_response(claimed, status=201)


@router.get(
    "/representations",
    operation_id="listRepresentations",
    summary="List acts of representation",
    response_model=Page[Representation],
    responses=answers(200, "Link"),
)
async def list_representations(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """Those in which one's own account is either side, newest first; in the name of an organisation, its people."""
    lookup = accounts.ListRepresentations(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(accounts.list_representations, lookup))


@router.post(
    "/representations",
    operation_id="askRepresentation",
    summary="Ask for an act of representation",
    status_code=201,
    response_model=Representation,
    responses=answers(201) | problems(ErrorCode.FORBIDDEN, ErrorCode.IDENTITY_NOT_PROVED),
)
async def ask(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.AskRepresentationBody, json_body(_ASK_EXAMPLE)],
) -> Response:
    """Nothing holds by it until the other side has confirmed: the person of this number sees it in the list as soon as the
    number is proved. The answer does not say whether anybody has proved it."""
    command = accounts.AskRepresentation(command_id=key, **fields(body))
    return json_response(await caller.call(accounts.ask_representation, command), status=201)


@router.post(
    "/representations/{representation_id}/confirm",
    operation_id="confirmRepresentation",
    summary="Confirm an act of representation (xác nhận)",
    response_model=Representation,
    responses=problems(*_DECIDING),
)
async def confirm(caller: CurrentUser, representation_id: RepresentationId, key: IdempotencyKey) -> Response:
    """By the side that did not ask. What a parent, a guardian or an heir asked for is checked at a desk instead."""
    command = accounts.ConfirmRepresentation(command_id=key, representation_id=representation_id)
    return json_response(await caller.call(accounts.confirm_representation, command))


@router.post(
    "/representations/{representation_id}/refuse",
    operation_id="refuseRepresentation",
    summary="Refuse an act of representation (từ chối)",
    response_model=Representation,
    responses=problems(*_DECIDING),
)
async def refuse(caller: CurrentUser, representation_id: RepresentationId, key: IdempotencyKey) -> Response:
    """By the side that did not ask."""
    command = accounts.RefuseRepresentation(command_id=key, representation_id=representation_id)
    return json_response(await caller.call(accounts.refuse_representation, command))


@router.post(
    "/representations/{representation_id}/end",
    operation_id="endRepresentation",
    summary="End an act of representation (chấm dứt)",
    response_model=Representation,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def end(caller: CurrentUser, representation_id: RepresentationId, key: IdempotencyKey) -> Response:
    """By either side, at any time. Tokens by it are void at once (403 `representation_not_in_force`)."""
    command = accounts.EndRepresentation(command_id=key, representation_id=representation_id)
    return json_response(await caller.call(accounts.end_representation, command))


@router.post(
    "/representations/{representation_id}/token",
    operation_id="actFor",
    summary="Get a token in the name of the one represented",
    response_model=accounts.RepresentationToken,
    responses=problems(
        ErrorCode.NOT_FOUND,
        ErrorCode.FORBIDDEN,
        ErrorCode.REPRESENTATION_NOT_IN_FORCE,
        ErrorCode.IDENTITY_NOT_PROVED,
        ErrorCode.ACCOUNT_LOCKED,
    ),
)
async def act_for(caller: CurrentUser, representation_id: RepresentationId) -> Response:
    """With one's own token. The answer's token is good in the name of the other alone, for what the scopes let and at most
    ten minutes, and no longer than one's own session and the act; then ask for another. All that is done by it is recorded
    with both. Other calls are refused (403)."""
    request = accounts.ActFor(representation_id=representation_id, session_id=caller.session_id)
    return json_response(await caller.call(accounts.act_for, request), cache=NO_STORE)


@router.post(
    "/desk/representations",
    operation_id="checkRepresentation",
    summary="Record that somebody acts for another by a paper (đối chiếu giấy tờ)",
    status_code=201,
    response_model=accounts.CheckedRepresentation,
    responses=answers(201)
    | problems(ErrorCode.FORBIDDEN, ErrorCode.IDENTITY_NOT_PROVED, ErrorCode.IDENTITY_CONFLICT),
)
async def check(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.CheckRepresentationBody, json_body(_CHECK_EXAMPLE)],
) -> Response:
    """By an officer of reception who has the paper before him. Who is represented gets an account, where nobody has proved
    the number: it becomes that person's own when the person proves the number."""
    command = accounts.CheckRepresentation(command_id=key, **fields(body))
    return json_response(await caller.call(accounts.check_representation, command), status=201)
