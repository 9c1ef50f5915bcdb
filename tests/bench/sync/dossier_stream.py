"""Dossiers as a sender reports them: one item for the dossier, then five to eight for its course."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

LOCAL = timezone(timedelta(hours=7))
STEP = timedelta(seconds=7)
COURSE = {
    5: (4, 4, 4, 9, 10),
    6: (4, 4, 5, 4, 9, 10),
    7: (4, 4, 5, 4, 4, 9, 10),
    8: (4, 5, 4, 4, 4, 4, 9, 10),
}
Item = dict[str, Any]


@dataclass
class DossierStream:
    """One dossier: what has been reported of it so far."""

    code: str
    at: datetime
    course: Iterator[int]
    status: int = 2


@dataclass
class Batch:
    service: str
    items: list[Item]


@dataclass
class Agency:
    """A sender. `acknowledged` is the last time and status of each dossier."""

    agency: str
    procedures: list[str]
    seed: int
    acknowledged: dict[str, tuple[str, str]] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.start = datetime.now(UTC) - timedelta(minutes=30)
        self.received = stamp(self.start)

    def batches(self, size: int) -> Iterator[Batch]:
        """Endless: a wave of new dossiers, then their course, step by step, in batches of `size`."""
        while True:
            lives = [self._new() for _ in range(size)]
            yield Batch("DongBoHoSoMC", [self._dossier(life) for life in lives])
            yield from self._course(lives, size)

    def _course(self, lives: list[DossierStream], size: int) -> Iterator[Batch]:
        waiting: dict[str, list[Item]] = {"CapNhatTienDoHoSoMC": [], "DongBoTrangThaiHoSo": []}
        while lives:
            for life in lives:
                if (status := next(life.course, None)) is not None:
                    service = "DongBoTrangThaiHoSo" if status == 10 else "CapNhatTienDoHoSoMC"
                    waiting[service].append(self._step(life, status, service))
                else:
                    life.status = 0
            lives = [life for life in lives if life.status]
            for service, items in waiting.items():
                while len(items) >= size:
                    yield Batch(service, items[:size])
                    del items[:size]
        yield from (Batch(service, items) for service, items in waiting.items() if items)

    def _new(self) -> DossierStream:
        self.number += 1
        code = f"{self.agency}-{self.start.astimezone(LOCAL):%y%m%d}-{self.number:04d}"
        return DossierStream(code, self.start, iter(COURSE[self.random.randint(5, 8)]))

    def _dossier(self, life: DossierStream) -> Item:
        procedure = self.random.choice(self.procedures)
        at = stamp(life.at)
        return {
            "MaHoSo": life.code, "MaTTHC": procedure, "TenTTHC": "Thủ tục đăng ký khai sinh",
            "MaLinhVuc": "G15-TP07", "TenLinhVuc": "Hộ tịch", "KenhThucHien": "2", "ChuHoSo": "Nguyễn Văn A",
            "LoaiDoiTuong": "1",
            "DinhDanhCHS": [
                {"LoaiDinhDanh": "1", "SoDinhDanh": f"0270{self.random.randrange(10**8):08d}"}
            ],
            "Email": "", "SoDienThoai": "0900000000", "TrichYeuHoSo": "Đăng ký khai sinh cho con",
            "NgayNopHoSo": at, "NgayTiepNhan": at, "NgayHenTra": stamp(life.at + timedelta(days=3)),
            "TrangThaiHoSo": "2", "NgayKetThucXuLy": "", "NgayTra": "", "HinhThuc": "0",
            "DonViXuLy": "UBND phường X", "NoiNopHoSo": "1", "HoSoCoThanhPhanSoHoa": "1",
            "TaiKhoanDuocXacThucVoiVNeID": "1", "DuocThanhToanTrucTuyen": "0", "DSKetNoiCSDL": [{"MaCSDL": "7"}],
            "TaiLieuNop": [
                {
                    "TepDinhKemId": "1", "TenTepDinhKem": "giay-chung-sinh.pdf", "IsDeleted": "False",
                    "MaThanhPhanHoSo": "000.00.00.G15-KQ004389", "DuongDanTaiTepTin": "", "DuocSoHoa": "1",
                    "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0", "MaKetQuaThayThe": "",
                }
            ],
            "DanhSachLePhi": [
                {"TenPhiLePhi": "Lệ phí hộ tịch", "MaPhiLePhi": "LP1", "HinhThucThu": "1", "Gia": "8000",
                 "LoaiPhiLePhi": "2"}
            ],
        }  # fmt: skip

    def _step(self, life: DossierStream, status: int, service: str) -> Item:
        life.at += STEP
        at = stamp(life.at)
        if service == "DongBoTrangThaiHoSo":
            return {"MaHoSo": life.code, "TrangThai": str(status), "ThoiDiemXuLy": at}
        return {
            "MaHoSo": life.code, "NguoiXuLy": "Trần Thị B", "ChucDanh": "Chuyên viên", "ThoiDiemXuLy": at,
            "PhongBanXuLy": "Phòng Tư pháp", "NoiDungXuLy": "Chuyển bước xử lý tiếp theo", "TrangThai": str(status),
            "NgayBatDau": at, "NgayKetThucTheoQuyDinh": "",
        }  # fmt: skip

    def acknowledge(self, items: list[Item]) -> None:
        for item in items:
            last = (
                item.get("ThoiDiemXuLy") or item["NgayTiepNhan"],
                item.get("TrangThai") or item["TrangThaiHoSo"],
            )
            code = item["MaHoSo"]
            self.acknowledged[code] = max(last, self.acknowledged.get(code, last))

    def lines(self) -> list[str]:
        """As the reconciliation wants them."""
        return sorted(f"{code}|{status}|{at}" for code, (at, status) in self.acknowledged.items())


def stamp(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y%m%d%H%M%S")
