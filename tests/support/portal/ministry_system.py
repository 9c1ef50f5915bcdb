"""A ministry's information system, as it speaks the wire of sync."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import httpx

from devstack.walk.gateway_client import GatewayClient, Json, User

LOCAL = timezone(timedelta(hours=7))
_numbers = itertools.count(secrets.randbelow(1300))


@dataclass
class MinistrySystem:
    """One level-1 agency of its own, with its account and an open session."""

    portal: GatewayClient
    root: str
    login: str
    password: str = field(repr=False)
    session: str = field(repr=False)

    @classmethod
    def registered(cls, administrator: User) -> MinistrySystem:
        root = _root()
        login, password = f"system.{secrets.token_hex(5)}", secrets.token_urlsafe(15)
        account = {
            "login": login,
            "name": "Hệ thống của Bộ",
            "password": password,
            "agency_code": f"000.00.00.{root}",
        }
        administrator.post("/v1/systems", account)
        portal = administrator.portal
        return cls(portal, root, login, password, _log_in(portal, login, password))

    @classmethod
    def machine_client(cls, administrator: User, *scopes: str) -> MinistrySystem:
        """The same, come as a machine client by its secret."""
        root = _root()
        client = administrator.post(
            "/v1/machine-clients",
            {"name": "Hệ thống của Bộ", "agency_code": f"000.00.00.{root}", "scopes": scopes},
        )["client_id"]
        path = f"/v1/machine-clients/{client}/secrets"
        secret = administrator.request("POST", path, json={}).json()["client_secret"]
        portal = administrator.portal
        return cls(portal, root, client, secret, _log_in(portal, client, secret))

    @property
    def unit(self) -> str:
        return f"000.00.16.{self.root}"

    def code(self, number: int = 1) -> str:
        """Of the day on which `dossier` was received unless it says otherwise."""
        return f"{self.unit}-{minutes_ago(60).astimezone(LOCAL):%y%m%d}-{number:04d}"

    def send(self, service: str, *items: Any, updating: bool = False, **changes: Any) -> Json:
        """The answer of the old contract, which is always HTTP 200."""
        body = {
            "session": self.session,
            "madonvi": self.unit,
            "service": service,
            "isUpdating": str(updating),
            "data": list(items),
            **changes,
        }
        answer = self.portal.send("POST", "/sync/service", json=body)
        assert answer.status_code == 200, answer.text
        reply: Json = answer.json()
        return reply

    def post_v2(self, path: str, body: Any) -> httpx.Response:
        return self.portal.send("POST", f"/sync/v2/{path}", json=body, headers=self.bearer)

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session}"}

    def get(self, path: str, **params: Any) -> Json:
        found: Json = self.portal.request("GET", path, params=params, headers=self.bearer).json()
        return found

    def synced(self, code: str) -> Json:
        return self.get(f"/v1/sync/dossiers/{code}")

    def anomalies(self) -> dict[str, int]:
        return {row["anomaly"]: row["count"] for row in self.get("/v1/sync/anomalies", limit=100)["items"]}


def _root() -> str:
    number = next(_numbers)
    return f"{'QRSTUVWXYZLMN'[number // 100 % 13]}{number % 100:02d}"


def _log_in(portal: GatewayClient, login: str, password: str) -> str:
    answer = portal.send("POST", "/sync/login", json={"username": login, "password": password}).json()
    assert answer["error_code"] == 0, answer
    return str(answer["session"])


def minutes_ago(minutes: float) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def format_timestamp(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y%m%d%H%M%S")


def dossier(code: str, minutes: float = 60, **changes: Any) -> Json:
    """Received so many minutes ago."""
    at = format_timestamp(minutes_ago(minutes))
    return {
        "MaHoSo": code,
        "MaTTHC": "1.001193",
        "TenTTHC": "Thủ tục đăng ký khai sinh",
        "MaLinhVuc": "G15-TP07",
        "TenLinhVuc": "Hộ tịch",
        "KenhThucHien": "2",
        "ChuHoSo": "Nguyễn Văn A",
        "LoaiDoiTuong": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": "027090000001"}],
        "Email": "",
        "SoDienThoai": "0900000000",
        "TrichYeuHoSo": "Đăng ký khai sinh",
        "NgayNopHoSo": at,
        "NgayTiepNhan": at,
        "NgayHenTra": format_timestamp(minutes_ago(minutes - 4320)),
        "TrangThaiHoSo": "2",
        "HinhThuc": "0",
        "DonViXuLy": "UBND phường X",
        "NoiNopHoSo": "1",
        "DuocThanhToanTrucTuyen": "0",
        "DanhSachLePhi": [],
        **changes,
    }


def progress(code: str, status: int, minutes: float, **changes: Any) -> Json:
    return {
        "MaHoSo": code,
        "NguoiXuLy": "Trần Thị B",
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": format_timestamp(minutes_ago(minutes)),
        "PhongBanXuLy": "Phòng Tư pháp",
        "NoiDungXuLy": "Thụ lý",
        "TrangThai": str(status),
        "NgayBatDau": "",
        "NgayKetThucTheoQuyDinh": "",
        **changes,
    }
