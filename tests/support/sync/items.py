"""Items as senders write them, and the same parsed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.sync import Anomaly, BatchKind
from sync.domain.items.item_parser import ItemParser
from sync.domain.items.parsed_item import ParsedItem

AGENCY = "000.00.00.H05"
CODE = "000.00.16.H05-200731-0001"
ARRIVED = datetime(2020, 7, 31, 4, 0, tzinfo=UTC)
"""11:00 in Hà Nội."""
PROCEDURES = frozenset({"1.001193"})

DOSSIER: dict[str, Any] = {
    "MaHoSo": CODE, "MaTTHC": "1.001193", "TenTTHC": "Thủ tục đăng ký khai sinh", "MaLinhVuc": "G15-TP07",
    "TenLinhVuc": "Hộ tịch", "KenhThucHien": "2", "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": "1",
    "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "027090000001"}], "Email": "",
    "SoDienThoai": "0900000000", "TrichYeuHoSo": "Đăng ký khai sinh", "NgayNopHoSo": "20200731081500",
    "NgayTiepNhan": "20200731090000", "NgayHenTra": "20200731170000", "TrangThaiHoSo": "2", "HinhThuc": "0",
    "DonViXuLy": "UBND phường X", "NoiNopHoSo": "1", "DuocThanhToanTrucTuyen": "0",
    "TaiLieuNop": [
        {"TepDinhKemId": "1", "TenTepDinhKem": "giay-chung-sinh.pdf",
         "MaThanhPhanHoSo": "000.00.00.G15-KQ004389", "DuocSoHoa": "1"}
    ],
    "DanhSachLePhi": [],
}  # fmt: skip
"""The worked example of the trade."""

PROGRESS: dict[str, Any] = {
    "MaHoSo": CODE, "NguoiXuLy": "Trần Thị B", "ChucDanh": "Chuyên viên", "ThoiDiemXuLy": "20200731100000",
    "PhongBanXuLy": "Phòng Tư pháp", "NoiDungXuLy": "Thụ lý", "TrangThai": "4", "NgayBatDau": "20200731093000",
    "NgayKetThucTheoQuyDinh": "20200731170000",
}  # fmt: skip


def parser(kind: BatchKind, arrived_at: datetime = ARRIVED, unit_code: str = AGENCY) -> ItemParser:
    return ItemParser(kind, AGENCY, unit_code, arrived_at, PROCEDURES, timedelta(hours=24))


def parse(kind: BatchKind, item: Any, index: int = 0, arrived_at: datetime = ARRIVED) -> ParsedItem:
    return parser(kind, arrived_at).parse(item, index)


def dossier(**changes: Any) -> ParsedItem:
    return parse(BatchKind.DOSSIERS, {**DOSSIER, **changes})


def progress(**changes: Any) -> ParsedItem:
    return parse(BatchKind.PROGRESS, {**PROGRESS, **changes})


def anomalies_of(**changes: Any) -> list[Anomaly]:
    """Anomalies of the example once it is changed."""
    return dossier(**changes).anomalies
