"""NoiHoSo: a whole dossier in the form of the newer central contract."""

from contracts.sync import Anomaly
from sync.domain.items.attachments import parse_rows
from sync.domain.items.dossier_items import CHANNELS, check_times, parse_code
from sync.domain.items.owners import NEW_KINDS, PERSONAL_NUMBER, is_dummy
from sync.domain.items.parsed_item import Fields, ParsedItem
from sync.domain.items.raw_item import RawItem

STATUS_OF_A_RECEIVED_ONE = 2
NAMES = frozenset({
    "MaHoSo", "MaTTHC", "TenTTHC", "MaDichVuCong", "MaLinhVuc", "KenhThucHien", "TenDonViTiepNhan", "MaDonViTiepNhan",
    "TrichYeuHoSo", "NgayNop", "NgayTiepNhan", "NgayHenTra", "ChuHoSo", "LoaiDoiTuong", "SoDinhDanh", "SoGiayTo",
    "SoGiayToChuHoSo", "Email", "SoDienThoai", "ThongTinNguoiNop", "ThanhPhanHoSo", "NgayCapNhat",
})  # fmt: skip
FILER = frozenset({"SoDinhDanh", "SoGiayTo", "Email", "SoDienThoai"})
COMPONENT = frozenset({"MaThanhPhanHoSo", "TenThanhPhanHoSo", "SoLuong", "LoaiBan", "GiayToDinhKem"})
PAPER = frozenset({"IdGiayTo", "TenGiayTo", "MaKetQua", "HashTepTin"})
COPIES = frozenset("012")
"""LoaiBan: 0 original, 1 copy, 2 electronic."""


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
    check_times(item, code, status, content)
    content |= item.as_sent(NAMES)
    last = max((m for m in (submitted, received, item.past_timestamp("NgayCapNhat")) if m), default=None)
    return ParsedItem(
        code, last or item.arrived_at, status, content, None, item.anomalies, dated=last is not None
    )


def _what(item: RawItem) -> Fields:
    text = item.text
    return {
        "procedure_code": text("MaTTHC"),
        "procedure_name": text("TenTTHC"),
        "service_code": text("MaDichVuCong"),
        "field_code": text("MaLinhVuc"),
        "channel": CHANNELS.get(item.one_of("KenhThucHien", CHANNELS)),
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
    rest = {} if person is item else person.as_sent(FILER)
    return {
        "name": item.text("ChuHoSo"),
        "kind": NEW_KINDS.get(item.one_of("LoaiDoiTuong", NEW_KINDS)),
        "number": number,
        "numbers": [number] if is_personal else [],
        "email": person.text("Email"),
        "phone": person.text("SoDienThoai"),
        **rest,
    }


def _papers(item: RawItem) -> list[Fields]:
    """A row for each paper of each component; one without papers has its row too."""
    return [row for rows in parse_rows(item, "ThanhPhanHoSo", _component) for row in rows["rows"]]


def _component(component: RawItem) -> Fields:
    common = {
        "component": component.text("MaThanhPhanHoSo"),
        "component_name": component.text("TenThanhPhanHoSo"),
        "count": component.count("SoLuong"),
        "copy": component.one_of("LoaiBan", COPIES),
        **component.as_sent(COMPONENT),
    }
    papers = parse_rows(component, "GiayToDinhKem", _paper)
    return {"rows": [{**common, **paper} for paper in papers] or [common]}


def _paper(row: RawItem) -> Fields:
    return {
        "file": row.text("IdGiayTo"),
        "name": row.text("TenGiayTo"),
        "result": row.text("MaKetQua"),
        "hash": row.text("HashTepTin").lower(),
        **row.as_sent(PAPER),
    }
