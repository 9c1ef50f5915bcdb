"""Progress of a dossier (tiến độ): CapNhatTienDoHoSoMC, DongBoTrangThaiHoSo, CapNhatTienTrinh, CapNhatTrangThai."""

from contracts.sync import Anomaly
from sync.domain.items.dossier_items import parse_code
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.items.raw_item import RawItem

LINE = frozenset({
    "MaHoSo", "NguoiXuLy", "ChucDanh", "ThoiDiemXuLy", "PhongBanXuLy", "NoiDungXuLy", "TrangThai", "NgayBatDau",
    "NgayKetThucTheoQuyDinh", "IDHoSo", "IdHoSo",
})  # fmt: skip
STATUS = frozenset({
    "MaHoSo", "TrangThai", "TrangThaiHoSo", "ThoiDiemXuLy", "NgayCapNhat", "PhongBanXuLy", "NoiDungXuLy", "IdHoSo",
})  # fmt: skip


def parse_progress(item: RawItem) -> ParsedItem:
    """A line of progress, of both contracts: they differ in how a time is written. The status may be missing."""
    code = parse_code(item)
    at = item.required_past_timestamp("ThoiDiemXuLy")
    status = item.status("TrangThai") if item.text("TrangThai") else None
    line = {
        "at": at,
        "unit": item.text("PhongBanXuLy"),
        "status": status,
        "content": item.text("NoiDungXuLy"),
        "by": item.text("NguoiXuLy"),
        "position": item.text("ChucDanh"),
        "started_at": item.timestamp("NgayBatDau"),
        "due_at": item.timestamp("NgayKetThucTheoQuyDinh"),
        **item.as_sent(LINE),
    }
    return ParsedItem(code, at or item.arrived_at, status, None, line, item.anomalies, dated=at is not None)


def parse_status(item: RawItem) -> ParsedItem:
    """A status alone. One without a time is not later than its arrival."""
    code = parse_code(item)
    name = "TrangThaiHoSo" if item.text("TrangThaiHoSo") else "TrangThai"
    status = item.status(name)
    at = item.past_timestamp("ThoiDiemXuLy") or item.past_timestamp("NgayCapNhat")
    if status is None:
        item.add_anomaly(Anomaly.UNKNOWN_STATUS)
    line = {
        "at": at,
        "unit": item.text("PhongBanXuLy"),
        "status": status,
        "content": item.text("NoiDungXuLy"),
        **item.as_sent(STATUS),
    }
    return ParsedItem(code, at or item.arrived_at, status, None, line, item.anomalies, dated=at is not None)
