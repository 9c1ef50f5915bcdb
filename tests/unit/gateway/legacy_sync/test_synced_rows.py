"""A row of TraCuuHoSo: what was sent, by the names by which it was sent."""

from typing import Any

from tests.support.sync.items import AGENCY, ARRIVED, DOSSIER, PROGRESS, dossier, progress

from gateway.legacy_sync.synced_rows import row
from sync.domain.synced_content import content_of

SENT: dict[str, Any] = {
    **DOSSIER,
    "SoBienNhan": "7", "SoGiayToChuHoSo": "027090000001", "MaDoiTuong": "T1", "Email": "a@example.vn", "Fax": "1",
    "ThongTinKhac": "x", "TrangThaiHoSo": "10", "NgayKetThucXuLy": "20200731100000", "NgayTra": "20200731103000",
    "NgayTuChoi": "", "ThongTinTra": "Bưu điện", "HinhThuc": "1", "GhiChu": "Ghi chú", "HoSoCoThanhPhanSoHoa": "1",
    "TaiKhoanDuocXacThucVoiVNeID": "1", "DuocThanhToanTrucTuyen": "2", "DSKetNoiCSDL": [{"MaCSDL": "7"}],
    "MaVach": "893", "LoaiDoiTuong": "9",
    "TaiLieuNop": [
        {"TepDinhKemId": "1", "TenTepDinhKem": "a.pdf", "IsDeleted": "0", "MaThanhPhanHoSo": "K1",
         "DuongDanTaiTepTin": "https://x/a", "DuocSoHoa": "1", "DuocTaiSuDung": "1", "DuocLayTuKhoDMQG": "0",
         "MaKetQuaThayThe": "KQ1", "MauSo": "7"}
    ],
    "DanhSachLePhi": [
        {"TenPhiLePhi": "Lệ phí", "MaPhiLePhi": "L1", "HinhThucThu": "1", "Gia": "hai mươi", "LoaiPhiLePhi": "2"}
    ],
    "DanhSachTepDinhKemKhac": [{"TenGiayTo": "Đơn", "SoLuong": "2", "LoaiGiayTo": "0"}],
    "DanhSachHoSoBoSung": [
        {"HoSoBoSungId": "b1", "NguoiYeuCauBoSung": "B", "NoiDungBoSung": "Ảnh", "NgayBoSung": "20200731093000",
         "NguoiTiepNhanBoSung": "C", "ThongTinTiepNhan": "đủ", "NgayTiepNhanBoSung": "20200731094000",
         "TrangThaiBoSung": "1", "DanhSachGiayToBoSung": [], "DanhSachLePhiBoSung": [],
         "NgayHenTraTruoc": "20200731160000", "NgayHenTraMoi": "20200731170000"}
    ],
    "DanhSachGiayToKetQua": [
        {"TenGiayTo": "Giấy khai sinh", "MaThanhPhanHoSo": "K9", "GiayToId": "k1",
         "DuongDanTepTinKetQua": "https://x/k", "MaGiayToKetQua": "KQ.G15.000031"}
    ],
}  # fmt: skip


def stored() -> dict[str, Any]:
    """As the repository stores the dossier and one line."""
    whole, line = dossier(**SENT), progress()
    content = {
        "k": whole.sequence,
        "h": b"1",
        "status": whole.status,
        **(whole.content or {}),
        "anomalies": [],
    }
    return {
        "_id": whole.code, "sender": AGENCY, "version": 2, "event_at": whole.event_at, "first_received_at": ARRIVED,
        "last_received_at": ARRIVED, "content": content, "status": {"k": whole.sequence, "n": whole.status},
        "progress": [{"k": line.sequence, "h": b"2", **(line.progress or {})}],
    }  # fmt: skip


def test_all_that_was_sent_is_read_back_as_it_was_sent() -> None:
    read = row(content_of(stored()))
    (step,) = read.pop("TienDo")
    assert read == SENT
    assert step == {name: value for name, value in PROGRESS.items() if name != "MaHoSo"}


def test_what_is_not_known_is_empty() -> None:
    document = {**stored(), "content": {"k": "", "h": b"1", "status": None}, "progress": []}
    read = row(content_of({name: value for name, value in document.items() if name != "status"}))
    assert (read["TrangThaiHoSo"], read["ChuHoSo"], read["TaiLieuNop"], read["KenhThucHien"]) == (
        "",
        "",
        [],
        "",
    )
