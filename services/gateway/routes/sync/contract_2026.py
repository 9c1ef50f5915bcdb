"""The wire since 2026: tokens of POST /oauth/token, one address per service, HTTP statuses, problems as elsewhere."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import records, sync
from contracts.sync import BatchKind
from gateway.dependencies.caller import Caller, bearer
from gateway.http.headers import OptionalKey
from gateway.http.responses import JSON, NO_STORE
from gateway.legacy_sync.batches import authenticate_system, deliver, invalid_field, read_json_value
from gateway.legacy_sync.contract_2026 import batch_response
from gateway.state import gateway_of

router = APIRouter(tags=["sync"], include_in_schema=False)

Reply = Mapping[str, Any]


async def system(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
) -> Caller:
    return await authenticate_system(request, credentials and credentials.credentials)


System = Annotated[Caller, Depends(system)]


@router.post("/sync/v2/GetNextValue", operation_id="takeNumber")
async def next_value(request: Request, caller: System, key: OptionalKey = None) -> Response:
    """{MaDonVi} → {MaHoSo}. With an Idempotency-Key a repetition gets the same number."""
    body = _object(await read_json_value(request))
    try:
        command = sync.ReserveDossierCode(command_id=key or new_id(), unit_code=body.get("MaDonVi"))
    except ValueError:
        raise invalid_field("/MaDonVi", "string_pattern_mismatch", "MaDonVi sai định dạng.") from None
    taken = await caller.call(sync.take_number, command)
    return _json({"MaHoSo": taken.code}, 200)


@router.post("/sync/v2/TepTin", operation_id="openSyncUpload")
async def open_upload(request: Request, caller: System, key: OptionalKey = None) -> Response:
    """{TenTepTin, KichThuoc, HashTepTin?} → {IdTepTin, DuongDanTaiLen, HetHan}: then PUT the bytes to that address,
    whose answer tells the hash of what came."""
    body = _object(await read_json_value(request))
    try:
        command = records.OpenUpload(
            command_id=key or new_id(), name=body.get("TenTepTin"), size=body.get("KichThuoc"),
            sha256=body.get("HashTepTin") or None,
        )  # fmt: skip
    except ValueError:
        raise invalid_field(
            "/TenTepTin", "value_error", "TenTepTin, KichThuoc hoặc HashTepTin sai."
        ) from None
    ticket = await caller.call(records.open_upload, command)
    base = gateway_of(request).settings.public_url or str(request.base_url)
    place = f"{base.rstrip('/')}/v1/files/{ticket.file_id}/content?ticket={ticket.ticket}"
    expires = ticket.expires_at.isoformat()
    return _json({"IdTepTin": ticket.file_id, "DuongDanTaiLen": place, "HetHan": expires}, 200)


@router.post("/sync/v2/NoiHoSo", operation_id="connectDossiers")
async def connect(request: Request, caller: System) -> Response:
    return await _batch(request, caller, BatchKind.NEW_DOSSIERS)


@router.post("/sync/v2/CapNhatTienTrinh", operation_id="updateCourse")
async def update_course(request: Request, caller: System) -> Response:
    return await _batch(request, caller, BatchKind.NEW_PROGRESS)


@router.post("/sync/v2/CapNhatTrangThai", operation_id="updateStatuses")
async def update_statuses(request: Request, caller: System) -> Response:
    return await _batch(request, caller, BatchKind.NEW_STATUSES)


async def _batch(request: Request, caller: Caller, kind: BatchKind) -> Response:
    """One object or a list of them."""
    body = await read_json_value(request)
    items = [body] if isinstance(body, dict) else body
    receipt = await deliver(caller, kind, caller.context.actor.agency_code, True, items)
    status, body = batch_response(receipt)
    return _json(body, status)


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise invalid_field("", "dict_type", "Nội dung phải là một đối tượng JSON.")
    return body


def _json(body: Reply, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, {"cache-control": NO_STORE, **(headers or {})}, JSON)
