"""DongBoHoSoMC: a whole dossier in the form of the old contract."""

from datetime import datetime

from contracts.sync import Anomaly
from sync.domain.dossier_codes import unit_of
from sync.domain.items import attachments
from sync.domain.items.owners import parse_owner
from sync.domain.items.parsed_item import Fields, ParsedItem, UnreadableItemError
from sync.domain.items.raw_item import RawItem
from sync.domain.timestamps import format_local

CHANNELS = {"1": "direct", "2": "online", "3": "postal"}
NOT_RECEIVED = (1, 3)
"""Statuses in which reception and due date may be missing."""


def parse(item: RawItem) -> ParsedItem:
    """Raises UnreadableItemError when it names no dossier or its shape is wrong."""
    code = parse_code(item)
    status = item.status("TrangThaiHoSo")
    content = {
        **_what(item),
        **_times(item, status),
        "owner": parse_owner(item),
        **_flags(item),
        **attachments.parse(item),
    }
    check_due(item, status, content)
    attachments.check_result(item, content)
    return ParsedItem(code, _last_event(content) or item.arrived_at, status, content, None, item.anomalies)


def parse_code(item: RawItem) -> str:
    code = item.text("MaHoSo")
    if not code:
        raise UnreadableItemError(Anomaly.MALFORMED, "thiếu MaHoSo")
    if unit_of(code) is None:
        raise UnreadableItemError(Anomaly.BAD_CODE, "MaHoSo sai định dạng")
    return code


def _what(item: RawItem) -> Fields:
    text = item.text
    return {
        "receipt_number": text("SoBienNhan"),
        "procedure_code": text("MaTTHC"),
        "procedure_name": text("TenTTHC"),
        "field_code": text("MaLinhVuc"),
        "field_name": text("TenLinhVuc"),
        "channel": CHANNELS.get(text("KenhThucHien")),
        "summary": text("TrichYeuHoSo"),
        "agency_name": text("DonViXuLy"),
        "note": text("GhiChu"),
        "return_note": text("ThongTinTra"),
        "return_by": text("HinhThuc"),
        "filed_at_place": text("NoiNopHoSo"),
    }


def _times(item: RawItem, status: int | None) -> Fields:
    received = item.past_timestamp if status in NOT_RECEIVED else item.required_past_timestamp
    return {
        "submitted_at": item.required_past_timestamp("NgayNopHoSo"),
        "received_at": received("NgayTiepNhan"),
        "due_at": item.timestamp("NgayHenTra"),
        "ended_at": item.past_timestamp("NgayKetThucXuLy"),
        "returned_at": item.past_timestamp("NgayTra"),
        "refused_at": item.past_timestamp("NgayTuChoi"),
    }


def _flags(item: RawItem) -> Fields:
    return {
        "digitised": item.flag("HoSoCoThanhPhanSoHoa"),
        "owner_verified": item.flag("TaiKhoanDuocXacThucVoiVNeID"),
        "paid_online": item.text("DuocThanhToanTrucTuyen"),
        "databases": [row.text("MaCSDL") for row in item.rows("DSKetNoiCSDL")],
    }


def check_due(item: RawItem, status: int | None, content: Fields) -> None:
    """Also sets `day`, the local day of reception by which days are reconciled."""
    received, due = content["received_at"], content["due_at"]
    content["day"] = format_local(received)[:8] if received else None
    if not item.text("NgayHenTra") and status not in NOT_RECEIVED:
        item.add_anomaly(Anomaly.NO_DUE_DATE)
    if due is not None and received is not None and due < received:
        item.add_anomaly(Anomaly.DUE_BEFORE_RECEIVED)


def _last_event(content: Fields) -> datetime | None:
    """The contract has no time of change: it is the latest of all that has happened to the dossier."""
    times = [
        content["submitted_at"], content["received_at"], content["ended_at"],
        content["returned_at"], content["refused_at"],
    ]  # fmt: skip
    for supplement in content["supplements"]:
        times += (supplement["asked_at"], supplement["received_at"])
    return max((at for at in times if at is not None), default=None)
