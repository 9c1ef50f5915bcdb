"""What a ministry's system sends, in both styles of the wire, good and bad."""

from __future__ import annotations

import base64
import hashlib
import secrets

import pytest
from tests.support.portal.forged_tokens import TokenForger
from tests.support.portal.ministry_system import (
    MinistrySystem,
    dossier,
    format_timestamp,
    minutes_ago,
    progress,
)

from devstack.system import System
from devstack.walk.gateway_client import GatewayClient, Json, User
from devstack.walk.pdf import pdf


@pytest.fixture
def ministry(administrator: User) -> MinistrySystem:
    return MinistrySystem.registered(administrator)


def test_a_dossier_and_its_course_are_kept_in_the_order_of_their_moments(ministry: MinistrySystem) -> None:
    code = ministry.code()
    assert ministry.send("DongBoHoSoMC", dossier(code))["error_code"] == 0
    later, earlier = progress(code, 9, 10), progress(code, 4, 30)
    assert ministry.send("CapNhatTienDoHoSoMC", later, earlier)["error_code"] == 0
    found = ministry.synced(code)
    assert (found["status_number"], [line["status_number"] for line in found["progress"]]) == (9, [4, 9])


def test_one_bad_item_of_a_hundred_is_named_and_the_others_are_stored(ministry: MinistrySystem) -> None:
    items = [dossier(ministry.code(n)) for n in range(100)]
    items[41]["MaHoSo"] = "HS-41"
    answer = ministry.send("DongBoHoSoMC", *items)
    wrong = [n for n, row in enumerate(answer["result"]) if row["error_code"]]
    assert (answer["error_code"], wrong) == (-1, [41])
    assert answer["result"][41]["anomalies"] == ["BAD_CODE"]
    assert len(list(_pages(ministry, "/v1/sync/dossiers"))) == 99
    assert [row["code"] for row in ministry.get("/v1/sync/refused")["items"]] == ["HS-41"]


def test_what_was_sent_before_changes_nothing(ministry: MinistrySystem) -> None:
    item = dossier(ministry.code())
    ministry.send("DongBoHoSoMC", item)
    again = ministry.send("DongBoHoSoMC", item)
    assert (again["error_code"], again["result"][0]["message"]) == (
        0,
        "Không thay đổi: nội dung đã nhận trước đó",
    )
    assert ministry.synced(ministry.code())["version"] == 1


def test_a_dossier_told_as_new_that_is_there_is_answered_as_existing(ministry: MinistrySystem) -> None:
    code = ministry.code()
    ministry.send("DongBoHoSoMC", dossier(code))
    changed = dossier(code, TenTTHC="Đăng ký lại khai sinh")
    answer = ministry.send("DongBoHoSoMC", changed)
    assert (answer["error_code"], "đã tồn tại" in answer["message"]) == (1, True)
    assert ministry.send("DongBoHoSoMC", changed, updating=True)["error_code"] == 0
    assert ministry.synced(code)["procedure_name"] == "Đăng ký lại khai sinh"


@pytest.mark.parametrize("session", ["", "nonsense", None, 5])
def test_a_wrong_session_is_answered_by_its_code(ministry: MinistrySystem, session: object) -> None:
    assert ministry.send("DongBoHoSoMC", dossier(ministry.code()), session=session)["error_code"] == -3


def test_an_expired_session_is_answered_by_its_code(system: System, ministry: MinistrySystem) -> None:
    expired = TokenForger(system, ministry.session).expired()
    answer = ministry.send("DongBoHoSoMC", dossier(ministry.code()), session=expired)
    assert (answer["error_code"], "hết hạn" in answer["message"]) == (-3, True)


def test_a_wrong_password_is_answered_by_its_code(ministry: MinistrySystem) -> None:
    wrong = {"username": ministry.login, "password": "another password"}
    answer = ministry.portal.send("POST", "/sync/login", json=wrong)
    assert (answer.status_code, answer.json()["error_code"]) == (200, -3)


def test_a_person_cannot_open_the_session_of_a_system(portal: GatewayClient, citizen: User) -> None:
    person = {"username": citizen.login, "password": citizen.password}
    assert portal.send("POST", "/sync/login", json=person).json()["error_code"] == -3


def test_a_system_cannot_log_in_as_a_person(ministry: MinistrySystem) -> None:
    system = {"login": ministry.login, "password": ministry.password}
    assert ministry.portal.send("POST", "/v1/sessions", json=system).status_code == 401


def test_a_citizens_token_is_no_session(ministry: MinistrySystem, citizen: User) -> None:
    assert ministry.send("DongBoHoSoMC", dossier(ministry.code()), session=citizen.token)["error_code"] == -3


def test_a_sender_cannot_write_another_agencys_dossier(ministry: MinistrySystem, administrator: User) -> None:
    victim = MinistrySystem.registered(administrator)
    code = victim.code()
    answer = ministry.send("DongBoHoSoMC", dossier(code))
    assert (answer["error_code"], answer["result"][0]["anomalies"]) == (-3, ["FOREIGN_AGENCY"])
    assert victim.send("TraCuuHoSo", {"MaHoSo": code})["result"] == []
    assert ministry.anomalies() == {"FOREIGN_AGENCY": 1}


def test_a_sender_cannot_read_another_agencys_dossier(ministry: MinistrySystem, administrator: User) -> None:
    other = MinistrySystem.registered(administrator)
    ministry.send("DongBoHoSoMC", dossier(ministry.code()))
    path = f"/v1/sync/dossiers/{ministry.code()}"
    assert other.portal.send("GET", path, headers=other.bearer).status_code == 404


def test_empty_dates_are_named_and_the_dossier_is_stored(ministry: MinistrySystem) -> None:
    code = ministry.code()
    answer = ministry.send("DongBoHoSoMC", dossier(code, NgayTiepNhan="", NgayHenTra=""))
    assert (answer["error_code"], answer["result"][0]["anomalies"]) == (0, ["EMPTY_DATE", "NO_DUE_DATE"])
    assert ministry.synced(code)["received_at"] is None


def test_a_status_that_goes_backwards_is_flagged_and_stored(ministry: MinistrySystem) -> None:
    code = ministry.code()
    ministry.send("DongBoHoSoMC", dossier(code))
    ministry.send("CapNhatTienDoHoSoMC", progress(code, 10, 20))
    answer = ministry.send("CapNhatTienDoHoSoMC", progress(code, 4, 10))
    assert answer["result"][0]["anomalies"] == ["ILLEGAL_TRANSITION"]
    assert ministry.synced(code)["status_number"] == 4


@pytest.mark.parametrize(
    ("body", "error_code"),
    [
        (b"{", -1),
        (b"[]", -1),
        (b'"text"', -1),
        (b"{}", -3),
        (b'{"session": "\xff"}', -1),
    ],
)
def test_broken_bodies_have_their_code(portal: GatewayClient, body: bytes, error_code: int) -> None:
    headers = {"content-type": "application/json"}
    answer = portal.send("POST", "/sync/service", content=body, headers=headers)
    assert (answer.status_code, answer.json()["error_code"]) == (200, error_code)


@pytest.mark.parametrize("data", [None, {}, "x", [], [{}] * 1001])
def test_a_batch_that_is_none_has_its_code(ministry: MinistrySystem, data: object) -> None:
    assert ministry.send("DongBoHoSoMC", data=data)["error_code"] == -1


@pytest.mark.parametrize(
    "item",
    [None, 5, "x", [], {}, {"MaHoSo": {}}, {"MaHoSo": None}, {"MaHoSo": "\x00"}, {"MaHoSo": "x" * 3000}],
)
def test_items_of_any_shape_are_refused_one_by_one(ministry: MinistrySystem, item: object) -> None:
    answer = ministry.send("DongBoHoSoMC", item, dossier(ministry.code()))
    assert [row["error_code"] for row in answer["result"]] == [-1, 0]


@pytest.mark.parametrize("depth", [60, 300, 900])
def test_an_item_too_deep_to_be_read_does_not_spoil_its_batch(ministry: MinistrySystem, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    body = (
        f'{{"session": "{ministry.session}", "madonvi": "{ministry.unit}", "service": "DongBoHoSoMC",'
        f'"isUpdating": "False", "data": [{deep}, {{"MaHoSo": "{ministry.code()}"}}]}}'
    )
    headers = {"content-type": "application/json"}
    answer = ministry.portal.send("POST", "/sync/service", content=body, headers=headers).json()
    assert [row["error_code"] for row in answer["result"]] == [-1, 0]


def test_what_was_refused_can_be_replayed(ministry: MinistrySystem, administrator: User) -> None:
    ministry.send("DongBoHoSoMC", dossier("HS-1"))
    request = {"sender_code": f"000.00.00.{ministry.root}", "refused_only": True}
    assert administrator.post("/v1/sync/replays", request) == {
        "read": 1, "stored": 0, "unchanged": 0, "refused": 1
    }  # fmt: skip


def test_all_can_be_replayed_and_counts_once(ministry: MinistrySystem, administrator: User) -> None:
    ministry.send("DongBoHoSoMC", dossier(ministry.code()))
    before = ministry.synced(ministry.code())
    request = {"sender_code": f"000.00.00.{ministry.root}", "refused_only": False}
    answer = administrator.post("/v1/sync/replays", request)
    assert (answer["read"], answer["unchanged"]) == (1, 1)
    assert ministry.synced(ministry.code()) == before


def test_a_day_is_reconciled_and_differences_are_named(ministry: MinistrySystem) -> None:
    items = [dossier(ministry.code(n), 1) for n in range(3)]
    ministry.send("DongBoHoSoMC", *items)
    lines = sorted(f"{item['MaHoSo']}|2|{item['NgayTiepNhan']}" for item in items)
    received = items[0]["NgayTiepNhan"]
    day = f"{received[:4]}-{received[4:6]}-{received[6:8]}"
    agreed = _declare(ministry, day, lines)
    assert (agreed["agrees"], agreed["count_ours"]) == (True, 3)
    differing = _declare(ministry, day, [lines[0], lines[1].replace("|2|", "|9|")])
    assert not differing["agrees"]
    assert [one["kind"] for one in differing["differences"]] == ["differs", "missing_there"]
    listed = ministry.get("/v1/sync/reconciliations", disagreeing=True)["items"]
    assert [one["count_theirs"] for one in listed] == [2]


def test_a_citizen_finds_what_agencies_told_of_him(
    ministry: MinistrySystem, citizen: User, other_citizen: User
) -> None:
    code = ministry.code()
    owner = [{"LoaiDinhDanh": "1", "SoDinhDanh": citizen.login}]
    ministry.send("DongBoHoSoMC", dossier(code, DinhDanhCHS=owner))
    assert [found["code"] for found in citizen.pages("/v1/synced-dossiers")] == [code]
    assert citizen.get(f"/v1/synced-dossiers/{code}")["status_number"] == 2
    assert list(other_citizen.pages("/v1/synced-dossiers")) == []
    assert other_citizen.send("GET", f"/v1/synced-dossiers/{code}").status_code == 404


def test_anybody_with_the_code_learns_the_completion_and_nothing_else(
    ministry: MinistrySystem, portal: GatewayClient
) -> None:
    code = ministry.code()
    ministry.send("DongBoHoSoMC", dossier(code))
    found = portal.get(f"/v1/look-up/{code}")
    assert found == {"code": code, "completion": 20}


def test_the_newer_style_from_token_to_status(ministry: MinistrySystem, portal: GatewayClient) -> None:
    basic = base64.b64encode(f"{ministry.login}:{ministry.password}".encode()).decode()
    granted = portal.send(
        "POST", "/oauth/token", data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    ).json()  # fmt: skip
    ministry.session = granted["access_token"]
    code = ministry.post_v2("GetNextValue", {"MaDonVi": ministry.unit}).json()["MaHoSo"]
    new = {
        "MaHoSo": code, "MaTTHC": "1.001193", "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": "0",
        "MaDonViTiepNhan": ministry.unit, "NgayNop": minutes_ago(9).isoformat(), "NgayTiepNhan": minutes_ago(8).isoformat(),
    }  # fmt: skip
    assert ministry.post_v2("NoiHoSo", new).status_code == 200
    line = {
        "MaHoSo": code,
        "ThoiDiemXuLy": minutes_ago(5).isoformat(),
        "TrangThai": 4,
        "NoiDungXuLy": "Thụ lý",
    }
    assert ministry.post_v2("CapNhatTienTrinh", [line]).status_code == 200
    assert ministry.post_v2("CapNhatTrangThai", [{"MaHoSo": code, "TrangThai": 9}]).status_code == 200
    assert ministry.synced(code)["status_number"] == 9


def test_the_newer_style_takes_a_file_and_tells_its_hash(ministry: MinistrySystem) -> None:
    content = pdf("Ket qua")
    opened = ministry.post_v2("TepTin", {"TenTepTin": "ket-qua.pdf", "KichThuoc": len(content)}).json()
    stored = ministry.portal.request("PUT", opened["DuongDanTaiLen"], content=content).json()
    assert stored["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
    ],
)
def test_a_token_that_is_not_granted(
    portal: GatewayClient, form: dict[str, str], status: int, error: str
) -> None:
    answer = portal.send("POST", "/oauth/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_newer_style_refuses_by_status(
    ministry: MinistrySystem, administrator: User, portal: GatewayClient
) -> None:
    foreign = MinistrySystem.registered(administrator).code()
    assert ministry.post_v2("NoiHoSo", {"MaHoSo": foreign}).status_code == 403
    assert ministry.post_v2("NoiHoSo", {"MaHoSo": "HS-1"}).status_code == 400
    assert portal.send("POST", "/sync/v2/NoiHoSo", json={}).status_code == 401
    assert ministry.post_v2("GetNextValue", {"MaDonVi": foreign.split("-")[0]}).status_code == 403


@pytest.mark.parametrize(
    ("service", "query", "row"),
    [
        ("LayThuTuc", {"maTTHC": "1.001193"}, "MATTHC"),
        ("LayDanhSachTTHC", {}, "MATTHC"),
        ("LayDanhMucCoQuan", {}, "MADONVI"),
        ("LayDanhMucLinhVuc", {}, "MALINHVUC"),
    ],
)
def test_the_catalogue_answers_in_the_old_contract(
    ministry: MinistrySystem, service: str, query: Json, row: str
) -> None:
    answer = ministry.send(service, **query)
    assert (answer["error_code"], row in answer["result"][0]) == (0, True)


def test_a_procedure_that_the_catalogue_does_not_have_is_named(ministry: MinistrySystem) -> None:
    answer = ministry.send("DongBoHoSoMC", dossier(ministry.code(), MaTTHC="6.999999"))
    assert answer["result"][0]["anomalies"] == ["UNKNOWN_PROCEDURE"]


def _declare(ministry: MinistrySystem, day: str, lines: list[str]) -> Json:
    digest = hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()
    unit = f"000.00.00.{ministry.root}"
    body = {"unit_code": unit, "day": day, "count": len(lines), "digest": digest, "codes": lines}
    headers = {**ministry.bearer, "Idempotency-Key": secrets.token_hex(8)}
    made: Json = ministry.portal.request(
        "POST", "/v1/sync/reconciliations", json=body, headers=headers
    ).json()
    return made


def _pages(ministry: MinistrySystem, path: str) -> list[Json]:
    rows: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        found = ministry.get(path, limit=100, **cursor)
        rows += found["items"]
        if not found.get("next_cursor"):
            return rows
        cursor = {"cursor": found["next_cursor"]}


def test_an_end_told_after_a_status_without_a_moment_is_not_dropped(ministry: MinistrySystem) -> None:
    code = ministry.code()
    ministry.send("DongBoHoSoMC", dossier(code))
    ministry.send("DongBoTrangThaiHoSo", {"MaHoSo": code, "TrangThaiHoSo": "4"})
    ended = dossier(code, TrangThaiHoSo="9", NgayKetThucXuLy=format_timestamp(minutes_ago(20)))
    answer = ministry.send("DongBoHoSoMC", ended, updating=True)
    assert answer["result"] == [{"MaHoSo": code, "error_code": 0, "message": "Cập nhật thành công"}]
    (row,) = ministry.send("TraCuuHoSo", {"MaHoSo": code})["result"]
    assert (row["TrangThaiHoSo"], row["NgayKetThucXuLy"]) == ("9", ended["NgayKetThucXuLy"])


def test_a_correction_that_goes_back_is_kept(ministry: MinistrySystem) -> None:
    code = ministry.code()
    first = dossier(code)
    second = {**first, "NgayHenTra": format_timestamp(minutes_ago(-9999))}
    for item in (first, second, first):
        ministry.send("DongBoHoSoMC", item, updating=True)
    (row,) = ministry.send("TraCuuHoSo", {"MaHoSo": code})["result"]
    assert row["NgayHenTra"] == first["NgayHenTra"]


def test_what_is_odd_is_named_and_what_was_told_is_read_back_whole(ministry: MinistrySystem) -> None:
    code = ministry.code()
    fee = {
        "TenPhiLePhi": "Lệ phí",
        "MaPhiLePhi": "L1",
        "HinhThucThu": "1",
        "Gia": "20.000 đ",
        "LoaiPhiLePhi": "2",
    }
    item = dossier(
        code, MaTTHC=f"1.001193.{ministry.root}", KenhThucHien="5", TrangThaiHoSo="10", MaVach="893",
        HoSoCoThanhPhanSoHoa="1", TaiKhoanDuocXacThucVoiVNeID="1", DanhSachLePhi=[fee],
    )  # fmt: skip
    answer = ministry.send("DongBoHoSoMC", item)
    assert answer["result"][0]["anomalies"] == ["BAD_VALUE", "EMPTY_DATE"]
    (row,) = ministry.send("TraCuuHoSo", {"MaHoSo": code})["result"]
    assert {name: row[name] for name in item} == {**item, "DanhSachLePhi": [{**fee, "Gia": "20000"}]}
    whole = ministry.get(f"/v1/sync/dossiers/{code}/content")
    assert (whole["owner"]["name"], whole["fees"][0]["amount"], whole["owner_verified"]) == (
        "Nguyễn Văn A",
        20_000,
        True,
    )
