"""Lines of a dossier's course: CapNhatTienDoHoSoMC, DongBoTrangThaiHoSo, CapNhatTienTrinh, CapNhatTrangThai."""

from contracts.sync import Anomaly
from sync.domain.items.dossier_items import parse_code
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.items.raw_item import RawItem


def parse_progress(item: RawItem) -> ParsedItem:
    """Of both styles: they differ in how a moment is written. A line need not tell a state."""
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
    }
    return ParsedItem(code, at or item.arrived_at, status, None, line, item.anomalies)


def parse_status(item: RawItem) -> ParsedItem:
    """The state alone. Where no moment is told, it is that of the arrival."""
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
    }
    return ParsedItem(code, at or item.arrived_at, status, None, line, item.anomalies)
