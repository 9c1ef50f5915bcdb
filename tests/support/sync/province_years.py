"""What a province tells in some years, odd things too: items with the moments of their arrival, and what stands of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from pymongo.database import Database

from contracts.sync import BatchKind
from sync.domain.items.batch import BatchHeader
from sync.domain.synced_dossier import anomalies, course_lines, status_number
from sync.domain.timestamps import format_local

SENDER = "000.00.00.H05"
UNITS = ("000.00.16.H05", "000.00.17.H05", "H05.34")
PROCEDURES = frozenset({"1.001193", "1.004222", "2.000635"})
COURSES = ((4, 9, 10), (4, 5, 4, 9, 10), (4, 4, 6, 4, 9, 10), (3,), (4, 8, 4, 9), (7,))
BEGAN = datetime(2024, 11, 28, 1, 0, tzinfo=UTC)
Item = dict[str, Any]
Report = tuple[BatchKind, Item, datetime]
"""What came when."""

ODD_CONTENT: tuple[Item, ...] = (
    {"KenhThucHien": "5"}, {"NgayHenTra": ""}, {"LoaiDoiTuong": "9"}, {"MaTTHC": "9.999999"}, {"NgayTiepNhan": ""},
    {"DanhSachLePhi": [{"Gia": "hai mươi"}]}, {"DinhDanhCHS": [{"SoDinhDanh": "000000001"}]}, {"NgayHenTra": "31/07"},
    {"DanhSachLePhi": [{"Gia": "20.000 đ"}]}, {"MaTTHC": "1.001193.H05"}, {"TrangThaiHoSo": "11"}, {"MaVach": "893"},
    {"TaiLieuNop": {}}, {"MaHoSo": "HS-1"}, {"MaHoSo": "H06-260101-0001"}, {"NgayNopHoSo": "", "NgayTiepNhan": ""},
)  # fmt: skip


@dataclass
class ProvinceYears:
    """`odd` is the share of items that are odd: a value of no enumeration, a status without a moment, one that goes back, an
    item told twice, late or of no dossier."""

    seed: int
    odd: float = 0.05
    days: int = 730
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def reports(self, dossiers: int) -> Iterator[Report]:
        """Dossier by dossier, each in the order of its arrivals, no two of one dossier at the same moment."""
        for number in range(dossiers):
            yield from self._arrivals(self._life(number))

    def _arrivals(self, entries: Iterable[tuple[BatchKind, Item, datetime]]) -> Iterator[Report]:
        last = BEGAN
        for kind, item, happened_at in entries:
            delay = timedelta(seconds=self.chance.choice((60, 600, 90_000)))
            last = max(last + timedelta(milliseconds=1), happened_at + delay)
            yield kind, item, last
            if self._is_odd():
                last += timedelta(minutes=self.chance.randrange(1, 3000))
                yield kind, item, last

    def _life(self, number: int) -> Iterator[tuple[BatchKind, Item, datetime]]:
        at = BEGAN + timedelta(minutes=self.chance.randrange(self.days * 1440))
        whole = self._whole(number, at)
        yield BatchKind.DOSSIERS, whole, at
        if self._is_odd():
            yield from self._due_date_there_and_back(whole, at)
        for status in self.chance.choice(COURSES):
            at += timedelta(minutes=self.chance.randrange(1, 2000))
            yield (*self._step(whole["MaHoSo"], status, at), at)
        ended = {**whole, "TrangThaiHoSo": "9", "NgayKetThucXuLy": format_local(at)}
        yield BatchKind.DOSSIERS, ended, at
        if self._is_odd():
            yield BatchKind.DOSSIERS, whole, at

    def _due_date_there_and_back(
        self, whole: Item, at: datetime
    ) -> Iterator[tuple[BatchKind, Item, datetime]]:
        other = {**whole, "NgayHenTra": format_local(at + timedelta(days=30))}
        for item in (other, whole, other, whole):
            yield BatchKind.DOSSIERS, item, at

    def _whole(self, number: int, at: datetime) -> Item:
        local = format_local(at)
        item = {
            "MaHoSo": f"{self.chance.choice(UNITS)}-{local[:8]}-{number:07d}",
            "MaTTHC": self.chance.choice(sorted(PROCEDURES)), "TenTTHC": "Đăng ký khai sinh", "KenhThucHien": "2",
            "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": "1", "NgayNopHoSo": local, "NgayTiepNhan": local,
            "NgayHenTra": format_local(at + timedelta(days=5)), "TrangThaiHoSo": "2", "NoiNopHoSo": "1",
            "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": f"0270{self.chance.randrange(10**8):08d}"}],
            "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "Gia": "8000", "LoaiPhiLePhi": "2"}],
        }  # fmt: skip
        return {**item, **self.chance.choice(ODD_CONTENT)} if self._is_odd() else item

    def _step(self, code: str, status: int, at: datetime) -> tuple[BatchKind, Item]:
        if self._is_odd():
            return BatchKind.STATUSES, {"MaHoSo": code, "TrangThai": str(status)}
        moment = format_local(at)
        if self.chance.random() < 0.2:
            return BatchKind.STATUSES, {"MaHoSo": code, "TrangThai": str(status), "ThoiDiemXuLy": moment}
        return BatchKind.PROGRESS, {
            "MaHoSo": code, "ThoiDiemXuLy": moment, "TrangThai": str(status), "NguoiXuLy": "Trần Thị B",
            "PhongBanXuLy": "Phòng Tư pháp", "NoiDungXuLy": "Thụ lý",
        }  # fmt: skip

    def _is_odd(self) -> bool:
        return self.chance.random() < self.odd


Batch = tuple[BatchHeader, tuple[Item, ...]]


def batches(reports: Iterable[Report], size: int) -> Iterator[Batch]:
    """Those of one kind together, in their order. All of a batch arrive with its last one."""
    waiting: dict[BatchKind, list[tuple[Item, datetime]]] = {}
    for kind, item, arrived_at in reports:
        rows = waiting.setdefault(kind, [])
        rows.append((item, arrived_at))
        if len(rows) == size:
            yield _batch(kind, waiting.pop(kind))
    for kind, rows in waiting.items():
        yield _batch(kind, rows)


def _batch(kind: BatchKind, rows: list[tuple[Item, datetime]]) -> Batch:
    header = BatchHeader(SENDER, kind, SENDER, True, max(arrived_at for _, arrived_at in rows))
    return header, tuple(item for item, _ in rows)


def without_expiry(database: Database[dict[str, Any]]) -> None:
    """What came years ago stays to be compared, and is not deleted meanwhile."""
    for name in ("raw_batches", "refused"):
        database[name].drop_index("expires_at_1")


def standing(document: Mapping[str, Any]) -> bytes:
    """All that stands of a stored dossier with its personal fields open, but how often and when it was told."""
    lines = [
        (sequence, line["status"], line.get("content"), line["h"])
        for sequence, line in course_lines(document)
    ]
    state = {
        "code": document["_id"], "unit": document["unit"], "event_at": document["event_at"],
        "status": status_number(document), "content": document.get("content"), "course": lines,
        "seen": sorted(bytes(digest).hex() for digest in document["seen"]),
        "anomalies": [anomaly.value for anomaly in anomalies(document)],
    }  # fmt: skip
    return orjson.dumps(state, default=_plain, option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value))
