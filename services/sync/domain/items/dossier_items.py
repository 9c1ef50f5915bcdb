"""DongBoHoSoMC: a whole dossier in the form of the old contract."""

from datetime import datetime

from contracts.sync import Anomaly
from sync.domain.dossier_codes import day_of, unit_of
from sync.domain.items import attachments
from sync.domain.items.owners import parse_owner
from sync.domain.items.parsed_item import Fields, ParsedItem, UnreadableItemError
from sync.domain.items.raw_item import RawItem
from sync.domain.timestamps import format_local

CHANNELS = {"1": "direct", "2": "online", "3": "postal"}
NOT_RECEIVED = (1, 3)
"""Statuses in which reception and due date may be missing."""
DATE_OF_STATUS = {3: "NgayTuChoi", 9: "NgayKetThucXuLy", 10: "NgayTra"}
"""What has happened in a status has a moment."""
RETURNS = frozenset("01")
"""HinhThuc: 0 fetched, 1 by post."""
PLACES = frozenset("12")
"""NoiNopHoSo: 1 the national portal, 2 the local one."""
PAYMENTS = frozenset("0123")
"""DuocThanhToanTrucTuyen: 0 no, 1 on the national portal, 2 at a local gateway; 3 is seen."""
NAMES = frozenset({
    "MaHoSo", "SoBienNhan", "MaTTHC", "TenTTHC", "MaLinhVuc", "TenLinhVuc", "KenhThucHien", "ChuHoSo",
    "SoGiayToChuHoSo", "LoaiDoiTuong", "MaDoiTuong", "DinhDanhCHS", "Email", "Fax", "SoDienThoai", "ThongTinKhac",
    "TrichYeuHoSo", "NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "TrangThaiHoSo", "NgayKetThucXuLy", "NgayTra",
    "NgayTuChoi", "ThongTinTra", "HinhThuc", "DonViXuLy", "GhiChu", "NoiNopHoSo", "HoSoCoThanhPhanSoHoa",
    "TaiKhoanDuocXacThucVoiVNeID", "DuocThanhToanTrucTuyen", "DSKetNoiCSDL", "TaiLieuNop", "DanhSachLePhi",
    "DanhSachTepDinhKemKhac", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua", "NgayCapNhat",
})  # fmt: skip


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
    check_times(item, code, status, content)
    attachments.check_result(item, content)
    content |= item.as_sent(NAMES)
    last = _last_event(content, item.past_timestamp("NgayCapNhat"))
    return ParsedItem(
        code, last or item.arrived_at, status, content, None, item.anomalies, dated=last is not None
    )


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
        "channel": CHANNELS.get(item.one_of("KenhThucHien", CHANNELS)),
        "summary": text("TrichYeuHoSo"),
        "agency_name": text("DonViXuLy"),
        "note": text("GhiChu"),
        "return_note": text("ThongTinTra"),
        "return_by": item.one_of("HinhThuc", RETURNS),
        "filed_at_place": item.one_of("NoiNopHoSo", PLACES),
    }


def _times(item: RawItem, status: int | None) -> Fields:
    received = item.past_timestamp if status in NOT_RECEIVED else item.required_past_timestamp
    if status in DATE_OF_STATUS and not item.text(DATE_OF_STATUS[status]):
        item.add_anomaly(Anomaly.EMPTY_DATE)
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
        "paid_online": item.one_of("DuocThanhToanTrucTuyen", PAYMENTS),
        "databases": [row.text("MaCSDL") for row in item.rows("DSKetNoiCSDL")],
    }


def check_times(item: RawItem, code: str, status: int | None, content: Fields) -> None:
    """Also sets `day`, the local day of reception by which days are reconciled."""
    submitted, received, due = content["submitted_at"], content["received_at"], content["due_at"]
    content["day"] = format_local(received)[:8] if received else None
    if not item.text("NgayHenTra") and status not in NOT_RECEIVED:
        item.add_anomaly(Anomaly.NO_DUE_DATE)
    if due is not None and received is not None and due < received:
        item.add_anomaly(Anomaly.DUE_BEFORE_RECEIVED)
    if _contradict(content):
        item.add_anomaly(Anomaly.DATES_CONTRADICT)
    days = [format_local(at)[:8] for at in (submitted, received) if at]
    if days and day_of(code) not in days:
        item.add_anomaly(Anomaly.CODE_DAY_DIFFERS)


def _contradict(content: Fields) -> bool:
    """Whether something happened before what it follows from."""
    submitted, received, ended = content["submitted_at"], content["received_at"], content["ended_at"]
    begun = received or submitted
    if (
        _before(received, submitted)
        or _before(ended, begun)
        or _before(content["returned_at"], ended or begun)
        or _before(content["refused_at"], begun)
    ):
        return True
    return any(
        _before(supplement["asked_at"], submitted or received)
        or _before(supplement["received_at"], supplement["asked_at"])
        for supplement in content["supplements"]
    )


def _before(later: datetime | None, earlier: datetime | None) -> bool:
    return later is not None and earlier is not None and later < earlier


def _last_event(content: Fields, changed_at: datetime | None) -> datetime | None:
    """The contract has no time of change: it is the latest of all that has happened to the dossier. A sender that tells
    one (NgayCapNhat) can take back what happened."""
    times = [
        content["submitted_at"], content["received_at"], content["ended_at"],
        content["returned_at"], content["refused_at"], changed_at,
    ]  # fmt: skip
    for supplement in content["supplements"]:
        times += (supplement["asked_at"], supplement["received_at"])
    return max((at for at in times if at is not None), default=None)
