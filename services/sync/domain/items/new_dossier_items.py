"""NoiHoSo: a whole dossier in the form of the newer central contract."""

from contracts.sync import Anomaly
from sync.domain.items.dossier_items import CHANNELS, check_due, parse_code
from sync.domain.items.owners import NEW_KINDS, PERSONAL_NUMBER, is_dummy
from sync.domain.items.parsed_item import Fields, ParsedItem
from sync.domain.items.raw_item import RawItem

STATUS_OF_A_RECEIVED_ONE = 2


def parse(item: RawItem) -> ParsedItem:
    """NoiHoSo carries no status: a dossier with a reception is received, another one submitted. Later statuses
    come by CapNhatTrangThai. Raises UnreadableItemError."""
    code = parse_code(item)
    submitted, received = item.required_past_timestamp("NgayNop"), item.past_timestamp("NgayTiepNhan")
    status = STATUS_OF_A_RECEIVED_ONE if received else 1
    content = {
        **_what(item),
        "submitted_at": submitted,
        "received_at": received,
        "due_at": item.timestamp("NgayHenTra"),
        "ended_at": None,
        "returned_at": None,
        "refused_at": None,
        "owner": _owner(item),
        "papers": _papers(item),
        "results": [],
        "supplements": [],
    }
    check_due(item, status, content)
    event_at = max((m for m in (submitted, received) if m), default=item.arrived_at)
    return ParsedItem(code, event_at, status, content, None, item.anomalies)


def _what(item: RawItem) -> Fields:
    text = item.text
    return {
        "procedure_code": text("MaTTHC"),
        "procedure_name": text("TenTTHC"),
        "service_code": text("MaDichVuCong"),
        "field_code": text("MaLinhVuc"),
        "channel": CHANNELS.get(text("KenhThucHien")),
        "agency_name": text("TenDonViTiepNhan") or text("MaDonViTiepNhan"),
        "summary": text("TrichYeuHoSo"),
    }


def _owner(item: RawItem) -> Fields:
    """ChuHoSo is a name; ThongTinNguoiNop may be an object with the number of the one who filed."""
    filer = item.fields.get("ThongTinNguoiNop")
    person = RawItem(filer, item.arrived_at) if isinstance(filer, dict) else item
    number = person.text("SoDinhDanh") or person.text("SoGiayTo") or item.text("SoGiayToChuHoSo")
    if number and is_dummy(number):
        item.add_anomaly(Anomaly.DUMMY_ID)
    is_personal = PERSONAL_NUMBER.fullmatch(number) and not is_dummy(number)
    return {
        "name": item.text("ChuHoSo"),
        "kind": NEW_KINDS.get(item.text("LoaiDoiTuong")),
        "numbers": [number] if is_personal else [],
        "email": person.text("Email"),
        "phone": person.text("SoDienThoai"),
    }


def _papers(item: RawItem) -> list[Fields]:
    return [
        {
            "component": component.text("MaThanhPhanHoSo"),
            "copy": component.text("LoaiBan"),
            "file": row.text("IdGiayTo"),
            "name": row.text("TenGiayTo"),
            "result": row.text("MaKetQua"),
            "hash": row.text("HashTepTin").lower(),
        }
        for component in item.rows("ThanhPhanHoSo")
        for row in component.rows("GiayToDinhKem")
    ]
