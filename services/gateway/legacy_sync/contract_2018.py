"""The services of the old contract, by name."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

from contracts import catalog, sync
from contracts.errors import ErrorCode, ServiceError
from contracts.sync import BatchKind, SyncedContent
from gateway.dependencies.caller import Caller
from gateway.legacy_sync import error_codes, synced_rows
from gateway.legacy_sync.batches import deliver, invalid_field

Reply = dict[str, Any]
OldName = Literal["LayThuTuc", "LayDanhSachTTHC", "LayDanhMucCoQuan", "LayDanhMucLinhVuc"]

KINDS = {
    "DongBoHoSoMC": BatchKind.DOSSIERS,
    "CapNhatTienDoHoSoMC": BatchKind.PROGRESS,
    "DongBoTrangThaiHoSo": BatchKind.STATUSES,
}
MAX_LOOKUPS = 50


@dataclass(frozen=True)
class LegacyCall:
    """A call of one service: its name and the whole body."""

    service: str
    body: dict[str, Any]

    def text(self, *names: str) -> str:
        """The first of these fields that is there, as text; nothing for an object or a list."""
        found = (self.body[name] for name in names if self.body.get(name))
        value = next(found, "")
        return str(value) if isinstance(value, str | int | float) else ""


async def receive(caller: Caller, call: LegacyCall) -> Reply:
    """`result` answers each item in its place; the code of the whole is that of the gravest of them."""
    unit = call.text("madonvi", "MaDonVi")
    if not unit or len(unit) > 35:
        raise invalid_field("/madonvi", "missing", "Thiếu madonvi.")
    updating = call.text("isUpdating").lower() in ("true", "1")
    receipt = await deliver(caller, KINDS[call.service], unit, updating, call.body.get("data"))
    return _reply(receipt)


def _reply(receipt: Reply) -> Reply:
    rows = [
        {
            "MaHoSo": item["code"],
            "error_code": item["error_code"],
            "message": item["message"],
            **({"anomalies": item["anomalies"]} if item["anomalies"] else {}),
        }
        for item in receipt["results"]
    ]
    return {**summary(receipt), "result": rows}


def summary(receipt: Reply) -> Reply:
    """The code of the gravest item, and in words which it is."""
    failed = [item for item in receipt["results"] if item["error_code"]]
    if not failed:
        return {"error_code": error_codes.OK, "message": "Thành công"}
    gravest = min(failed, key=lambda item: cast("int", item["error_code"]))
    if receipt["received"] == 1:
        return {"error_code": gravest["error_code"], "message": gravest["message"]}
    done = receipt["received"] - len(failed)
    message = f"{done}/{receipt['received']} mục thành công; mục {gravest['index'] + 1}: {gravest['message']}"
    return {"error_code": gravest["error_code"], "message": message}


async def find_dossiers(caller: Caller, call: LegacyCall) -> Reply:
    """TraCuuHoSo: which of these dossiers are there, each as it was told and stands. One that is not, or is another
    agency's, has no row."""
    requested = _codes(call)
    found = await asyncio.gather(*(_find(caller, code) for code in requested))
    rows = [synced_rows.row(dossier) for dossier in found if dossier is not None]
    return {"message": "Thành công" if rows else "Không tìm thấy hồ sơ", "result": rows}


def _codes(call: LegacyCall) -> list[str]:
    single = call.text("MaHoSo", "maHoSo")
    data = call.body.get("data")
    rows = data if isinstance(data, list) else [data] if isinstance(data, dict) else []
    listed = [row.get("MaHoSo") if isinstance(row, dict) else row for row in rows]
    codes = [single] if single else [code for code in listed if isinstance(code, str) and code]
    if not codes or len(codes) > MAX_LOOKUPS or any(len(code) > 64 for code in codes):
        raise invalid_field("/data", "missing", f"Cần từ 1 đến {MAX_LOOKUPS} MaHoSo.")
    return codes


async def _find(caller: Caller, code: str) -> SyncedContent | None:
    try:
        return await caller.call(sync.read_synced_content, sync.ReadSyncedContent(code=code))
    except ServiceError as error:
        if error.code is ErrorCode.NOT_FOUND:
            return None
        raise


async def ask_catalogue(caller: Caller, call: LegacyCall) -> Reply:
    """LayThuTuc (maTTHC) and the code lists, 1000 rows a page (`trang`)."""
    code, page = call.text("maTTHC", "MaTTHC"), call.text("trang") or "1"
    if not (re.fullmatch("[0-9]{1,4}", page) and 1 <= int(page) <= 1000) or len(code) > 64:
        raise invalid_field("/trang", "int_parsing", "trang phải là số từ 1.")
    query = catalog.QueryLegacyApi(service=cast("OldName", call.service), code=code, page=int(page))
    answer = await caller.call(catalog.ask_old_contract, query)
    return {"result": list(answer.result), "total": answer.total}


SERVICES: dict[str, Callable[[Caller, LegacyCall], Awaitable[Reply]]] = {
    **dict.fromkeys(KINDS, receive),
    "TraCuuHoSo": find_dossiers,
    "LayThuTuc": ask_catalogue,
    "LayDanhSachTTHC": ask_catalogue,
    "LayDanhMucCoQuan": ask_catalogue,
    "LayDanhMucLinhVuc": ask_catalogue,
}
