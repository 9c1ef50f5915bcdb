"""Machine clients (ứng dụng máy): programs of an agency that call the API in its name; their secrets."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import accounts
from contracts.accounts import IssuedMachineSecret, MachineClient
from contracts.base import Page
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey
from gateway.http.path_params import ClientId, SecretId
from gateway.http.responses import NO_STORE, json_response, no_content, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["machine clients"], route_class=JsonRoute)

_CLIENT_EXAMPLE = {
    "name": "Hệ thống thông tin giải quyết TTHC tỉnh Bắc Ninh",
    "agency_code": "000.00.00.H05",
    "scopes": ["sync.write", "sync.read"],
    "networks": ["203.0.113.0/28", "2001:db8:5::/64"],
}
_CHANGE_EXAMPLE = {"scopes": ["sync.write"], "networks": ["203.0.113.4"]}
_SECRET_EXAMPLE = {"lifetime_days": 180, "overlap_days": 14}
_NO_CHANGE = accounts.ChangeMachineClientBody()
_AS_USUAL = accounts.IssueMachineSecretBody()

_read = link("readMachineClient", "The client, with its ETag.", client_id="$response.body#/client_id")
_change = link(
    "changeMachineClient",
    "Change it.",
    client_id="$response.body#/client_id",
    **{"header.If-Match": "$response.header.ETag"},
)
_secret = link("issueMachineSecret", "A secret for it.", client_id="$response.body#/client_id")


@router.post(
    "/machine-clients",
    operation_id="createMachineClient",
    summary="Make a machine client (ứng dụng máy)",
    status_code=201,
    response_model=MachineClient,
    responses=answers(
        201,
        "ETag",
        "Location",
        links={"readMachineClient": _read, "changeMachineClient": _change, "issueMachineSecret": _secret},
    )
    | problems(ErrorCode.FORBIDDEN),
)
async def create(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[accounts.CreateMachineClientBody, json_body(_CLIENT_EXAMPLE)],
) -> Response:
    """By an administrator; by who administers the accounts of the agency (role `accounts`), for this agency. It has no
    secret yet: make one with POST .../secrets."""
    command = accounts.CreateMachineClient(command_id=key, **fields(body))
    client = await caller.call(accounts.create_machine_client, command)
    location = f"/v1/machine-clients/{client.client_id}"
    return json_response(client, status=201, version=client.version, location=location)


@router.get(
    "/machine-clients",
    operation_id="listMachineClients",
    summary="List machine clients",
    response_model=Page[MachineClient],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_clients(
    request: Request, caller: CurrentUser, query: Annotated[accounts.ListMachineClients, Query()]
) -> Response:
    """With the secrets of each: until when they are good, when and from where each was used last. By an administrator, of
    any agency; by who administers the accounts of an agency, of this one. Oldest first."""
    return page_response(request, await caller.call(accounts.list_machine_clients, query))


@router.get(
    "/machine-clients/{client_id}",
    operation_id="readMachineClient",
    summary="Read a machine client",
    response_model=MachineClient,
    responses=answers(200, "ETag", links={"changeMachineClient": _change, "issueMachineSecret": _secret})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, client_id: ClientId) -> Response:
    """For whom the list shows it. The ETag is what PATCH asks for."""
    client = await caller.call(accounts.get_machine_client, accounts.GetMachineClient(client_id=client_id))
    return json_response(client, version=client.version)


@router.patch(
    "/machine-clients/{client_id}",
    operation_id="changeMachineClient",
    summary="Change a machine client",
    response_model=MachineClient,
    responses=answers(200, "ETag", links={"readMachineClient": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def change(
    caller: CurrentUser,
    client_id: ClientId,
    versions: ExpectedVersion,
    body: Annotated[accounts.ChangeMachineClientBody, json_body(_CHANGE_EXAMPLE)] = _NO_CHANGE,
    key: OptionalKey = None,
) -> Response:
    """Fields left out stay as they are. By other scopes, networks or certificates the tokens that are out are void within
    seconds."""

    client = await caller.call_at(
        accounts.change_machine_client,
        versions,
        command_id=key or new_id(),
        client_id=client_id,
        **fields(body),
    )
    return json_response(client, version=client.version)


@router.post(
    "/machine-clients/{client_id}/disable",
    operation_id="disableMachineClient",
    summary="Disable a machine client (vô hiệu hóa)",
    response_model=MachineClient,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def disable(caller: CurrentUser, client_id: ClientId, key: IdempotencyKey) -> Response:
    """Its tokens are void within seconds, and it gets no more."""
    command = accounts.DisableMachineClient(command_id=key, client_id=client_id)
    client = await caller.call(accounts.disable_machine_client, command)
    return json_response(client, version=client.version)


@router.post(
    "/machine-clients/{client_id}/enable",
    operation_id="enableMachineClient",
    summary="Enable a machine client again",
    response_model=MachineClient,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def enable(caller: CurrentUser, client_id: ClientId, key: IdempotencyKey) -> Response:
    """With the secrets that it has; tokens of before stay void."""
    command = accounts.EnableMachineClient(command_id=key, client_id=client_id)
    client = await caller.call(accounts.enable_machine_client, command)
    return json_response(client, version=client.version)


@router.post(
    "/machine-clients/{client_id}/secrets",
    operation_id="issueMachineSecret",
    summary="Make a secret for a machine client",
    status_code=201,
    response_model=IssuedMachineSecret,
    responses=answers(201)
    | problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.NOT_FOUND,
        ErrorCode.MACHINE_SECRETS_FULL,
        ErrorCode.SECOND_FACTOR_NEEDED,
    ),
)
async def issue_secret(
    caller: CurrentUser,
    client_id: ClientId,
    body: Annotated[accounts.IssueMachineSecretBody, json_body(_SECRET_EXAMPLE)] = _AS_USUAL,
) -> Response:
    """Shown this once; only its hash is stored. Two are live at a time: the one before goes on for `overlap_days`, so that
    the new one can be put in place first. Of two live ones the newer is replaced where it was never used. Needs a second
    factor shown within ten minutes, or a log-in within ten minutes where the caller has none."""
    request = accounts.IssueMachineSecret(client_id=client_id, current=caller.session_id, **fields(body))
    issued = await caller.call(accounts.issue_machine_secret, request)
    return json_response(issued, status=201, cache=NO_STORE)


@router.delete(
    "/machine-clients/{client_id}/secrets/{secret_id}",
    operation_id="revokeMachineSecret",
    summary="Revoke a secret of a machine client (thu hồi)",
    status_code=204,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def revoke_secret(caller: CurrentUser, client_id: ClientId, secret_id: SecretId) -> Response:
    """Tokens that were given out for it are void within seconds. Nothing more for one that has ended."""
    request = accounts.RevokeMachineSecret(client_id=client_id, secret_id=secret_id)
    await caller.call(accounts.revoke_machine_secret, request)
    return no_content()
