"""The wire of 2018 to 2025: one address, the service named in the body, always HTTP 200, errors by error_code."""

from collections.abc import Awaitable
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from chassis.observability import metrics
from contracts import accounts
from contracts.errors import ServiceError
from gateway.dependencies.caller import Anonymous
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.client_certificates import presented_thumbprint
from gateway.http.responses import JSON, NO_STORE
from gateway.legacy_sync import error_codes
from gateway.legacy_sync.batches import authenticate_system, invalid_field, read_json_value
from gateway.legacy_sync.contract_2018 import SERVICES, LegacyCall, receive

router = APIRouter(tags=["sync"], include_in_schema=False)

Reply = dict[str, Any]


@router.post("/sync/login", operation_id="openOldSession")
async def login(request: Request, caller: Anonymous) -> Response:
    """{username, password} → {session, error_code}: of a machine client its id and secret. The header `dstcode` is of the
    axis, not ours."""
    return await _answered("login", _log_in(request, caller))


@router.post("/sync/service", operation_id="callOldService")
async def service(request: Request) -> Response:
    """{session, madonvi, service, isUpdating, data}"""
    return await _answered("service", _serve(request))


@router.post("/api/SynsTTHCC/DongBoHoSoMC", operation_id="syncOldDossiers")
async def sync_dossiers(request: Request) -> Response:
    """The same for one service, with the unit and isUpdating in the query."""
    return await _answered("dossiers", _sync_dossiers(request))


async def _log_in(request: Request, caller: Anonymous) -> Reply:
    await limit_sign_in(request)
    body = _object(await read_json_value(request))
    login, password = body.get("username"), body.get("password")
    if not isinstance(login, str) or not isinstance(password, str):
        raise invalid_field("/username", "missing", "Thiếu username hoặc password.")
    try:
        credentials = accounts.GrantMachineToken(
            client_id=login,
            client_secret=password,
            address=caller.client_ip,
            certificate=presented_thumbprint(request),
        )
    except ValueError:
        raise invalid_field(
            "/username", "string_pattern_mismatch", "username hoặc password sai định dạng."
        ) from None
    session = await caller.call(accounts.grant_machine_token, credentials)
    return {"session": session.access_token, "expires_in": session.expires_in, **_ok()}


async def _serve(request: Request) -> Reply:
    body = _object(await read_json_value(request))
    caller = await authenticate_system(request, body.get("session"))
    named = body.get("service")
    if not isinstance(named, str) or named not in SERVICES:
        raise invalid_field("/service", "unknown", "service không có trong hợp đồng.")
    return {**_ok(), **await SERVICES[named](caller, LegacyCall(named, body))}


async def _sync_dossiers(request: Request) -> Reply:
    body = _object(await read_json_value(request))
    caller = await authenticate_system(request, body.get("session"))
    query = request.query_params
    in_query = {"madonvi": query.get("MaDinhDanhDV"), "isUpdating": query.get("isUpdating")}
    merged = {**body, **{name: value for name, value in in_query.items() if value}}
    return {**_ok(), **await receive(caller, LegacyCall("DongBoHoSoMC", merged))}


def _ok() -> Reply:
    return {"error_code": error_codes.OK, "message": "Thành công"}


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise invalid_field("", "dict_type", "Nội dung phải là một đối tượng JSON.")
    return body


async def _answered(route: str, work: Awaitable[Reply]) -> Response:
    """Whatever goes wrong has its code in the contract, and its counter."""
    try:
        reply = await work
    except ServiceError as error:
        details = [found.detail for found in error.errors]
        reply = {
            "error_code": error_codes.code_of(error),
            "message": " ".join([error_codes.message_of(error), *details]),
        }
    metrics.SYNC_ANSWERS.labels("gateway", route, reply["error_code"]).inc()
    return Response(orjson.dumps(reply), 200, {"cache-control": NO_STORE}, JSON)
