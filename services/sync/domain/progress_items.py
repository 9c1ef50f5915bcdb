"""Lines of a dossier's course: CapNhatTienDoHoSoMC, DongBoTrangThaiHoSo, CapNhatTienTrinh, CapNhatTrangThai."""

from contracts.sync import Anomaly
from sync.domain.dossier_items import read_code
from sync.domain.told import Told
from sync.domain.wire import Item


def read_progress(item: Item) -> Told:
    """Of both styles: they differ in how a moment is written. A line need not tell a state."""
    code = read_code(item)
    at = item.past_due("ThoiDiemXuLy")
    status = item.status("TrangThai") if item.text("TrangThai") else None
    line = {
        "at": at,
        "unit": item.text("PhongBanXuLy"),
        "status": status,
        "content": item.text("NoiDungXuLy"),
        "by": item.text("NguoiXuLy"),
        "position": item.text("ChucDanh"),
        "started_at": item.moment("NgayBatDau"),
        "due_at": item.moment("NgayKetThucTheoQuyDinh"),
    }
    return Told(code, at or item.arrived_at, status, None, line, item.anomalies)


def read_status(item: Item) -> Told:
    """The state alone. Where no moment is told, it is that of the arrival."""
    code = read_code(item)
    name = "TrangThaiHoSo" if item.text("TrangThaiHoSo") else "TrangThai"
    status = item.status(name)
    at = item.past("ThoiDiemXuLy") or item.past("NgayCapNhat")
    if status is None:
        item.note(Anomaly.UNKNOWN_STATUS)
    line = {
        "at": at,
        "unit": item.text("PhongBanXuLy"),
        "status": status,
        "content": item.text("NoiDungXuLy"),
    }
    return Told(code, at or item.arrived_at, status, None, line, item.anomalies)
