"""What senders write that the contract does not have: read where it can only mean one thing, else named and stored."""

from typing import Any

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, DOSSIER, PROGRESS, anomalies_of, dossier, parse, parser

from contracts.sync import Anomaly, BatchKind


@pytest.mark.parametrize("code", ["1.001193.H05", "1.001193.000.00.00.H05", "1.001193.01", "1.001193"])
def test_local_forms_of_a_procedure_code_are_those_of_the_procedure(code: str) -> None:
    item = dossier(MaTTHC=code)
    assert (item.anomalies, (item.content or {})["procedure_code"]) == ([], code)


@pytest.mark.parametrize("code", ["9.999999.H05", "1.001193.H06", "1.001193.x", "1.001193.", "1.0011931"])
def test_what_is_no_local_form_is_an_unknown_procedure(code: str) -> None:
    assert anomalies_of(MaTTHC=code) == [Anomaly.UNKNOWN_PROCEDURE]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("KenhThucHien", "5"), ("LoaiDoiTuong", "9"), ("HinhThuc", "7"), ("NoiNopHoSo", "3"),
        ("DuocThanhToanTrucTuyen", "9"), ("HoSoCoThanhPhanSoHoa", "2"), ("TaiKhoanDuocXacThucVoiVNeID", "x"),
    ],
)  # fmt: skip
def test_a_value_that_an_enumeration_does_not_have_is_named_and_stored(field: str, value: str) -> None:
    item = dossier(**{field: value})
    assert item.anomalies == [Anomaly.BAD_VALUE]
    assert {"name": field, "value": value} in (item.content or {})["as_sent"]


@pytest.mark.parametrize(
    ("price", "amount"),
    [("20000", 20000), ("20.000", 20000), ("20000 đ", 20000), ("20.000đ", 20000), ("1,250,000 VND", 1_250_000),
     ("20 000 đồng", 20000), ("20000.00", 20000), (20000, 20000), ("", None), ("1.250.000 VNĐ", 1_250_000)],
)  # fmt: skip
def test_an_amount_with_dots_or_dong_is_read(price: Any, amount: int | None) -> None:
    item = dossier(DanhSachLePhi=[{"TenPhiLePhi": "Lệ phí", "Gia": price, "LoaiPhiLePhi": "2"}])
    assert ((item.content or {})["fees"][0]["amount"], item.anomalies) == (amount, [])


@pytest.mark.parametrize("price", ["hai mươi nghìn", "20.5", "1.25.000", "-5", "20000 USD"])
def test_an_amount_that_is_none_is_named_and_stored(price: str) -> None:
    item = dossier(DanhSachLePhi=[{"Gia": price}])
    fee = (item.content or {})["fees"][0]
    assert (fee["amount"], fee["as_sent"]) == (None, [{"name": "Gia", "value": price}])
    assert item.anomalies == [Anomaly.BAD_VALUE]


@pytest.mark.parametrize(
    ("status", "ended"), [("9", "NgayKetThucXuLy"), ("10", "NgayTra"), ("3", "NgayTuChoi")]
)
def test_a_status_needs_the_date_of_what_it_says(status: str, ended: str) -> None:
    assert anomalies_of(TrangThaiHoSo=status) == [Anomaly.EMPTY_DATE]
    assert anomalies_of(TrangThaiHoSo=status, **{ended: "20200731103000"}) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"NgayKetThucXuLy": "20200731080000"},
        {"NgayKetThucXuLy": "20200731103000", "NgayTra": "20200731100000"},
        {"NgayNopHoSo": "20200731091500"},
        {"NgayTuChoi": "20200731080000"},
        {"DanhSachHoSoBoSung": [{"NgayBoSung": "20200731103000", "NgayTiepNhanBoSung": "20200731100000"}]},
        {"DanhSachHoSoBoSung": [{"NgayBoSung": "20200731080000"}]},
    ],
)  # fmt: skip
def test_dates_that_contradict_each_other_are_named(changes: dict[str, Any]) -> None:
    assert anomalies_of(**changes) == [Anomaly.DATES_CONTRADICT]


def test_the_day_of_the_code_is_that_of_filing_or_of_reception() -> None:
    assert anomalies_of(MaHoSo="000.00.16.H05-200730-0001") == [Anomaly.CODE_DAY_DIFFERS]
    assert anomalies_of(MaHoSo="H05.16-20200730-0000001") == [Anomaly.CODE_DAY_DIFFERS]
    assert anomalies_of(MaHoSo="000.00.16.H05-200730-0001", NgayNopHoSo="20200730081500") == []


def test_the_unit_of_the_batch_is_that_of_the_code_or_above_it() -> None:
    kinds = (BatchKind.DOSSIERS, DOSSIER), (BatchKind.PROGRESS, PROGRESS)
    for kind, item in kinds:
        assert parser(kind, unit_code="000.00.17.H05").parse(item, 0).anomalies == [Anomaly.UNIT_DIFFERS]
        assert parser(kind, unit_code="000.00.16.H05").parse(item, 0).anomalies == []
        assert parser(kind, unit_code=AGENCY).parse(item, 0).anomalies == []


def test_a_result_that_is_the_paper_handed_in_is_found_by_its_id_too() -> None:
    same = {"DanhSachGiayToKetQua": [{"GiayToId": "1"}]}
    assert anomalies_of(**same) == [Anomaly.RESULT_EQUALS_INPUT]
    other = {"DanhSachGiayToKetQua": [{"GiayToId": "1", "DuongDanTepTinKetQua": "https://x/9.pdf"}]}
    assert anomalies_of(**other) == []


def test_what_the_contract_does_not_name_stays_with_the_dossier() -> None:
    paper = {**DOSSIER["TaiLieuNop"][0], "MauSo": "7"}
    item = dossier(MaVach="893", TaiLieuNop=[paper], GhiChuNoiBo={"a": [1]})
    content = item.content or {}
    assert content["as_sent"] == [
        {"name": "MaVach", "value": "893"},
        {"name": "GhiChuNoiBo", "value": '{"a":[1]}'},
    ]
    assert (content["papers"][0]["as_sent"], item.anomalies) == ([{"name": "MauSo", "value": "7"}], [])


def test_papers_and_fees_of_a_supplement_stay_whole() -> None:
    supplement = {
        "NgayBoSung": "20200731100000",
        "DanhSachGiayToBoSung": [{"TenGiayTo": "CCCD"}],
        "DanhSachLePhiBoSung": [{"TenPhiLePhi": "Lệ phí", "Gia": "5.000"}],
    }
    (read,) = (dossier(DanhSachHoSoBoSung=[supplement]).content or {})["supplements"]
    assert (read["papers"], read["fees"]) == (1, 1)
    assert (read["paper_rows"][0]["name"], read["fee_rows"][0]["amount"]) == ("CCCD", 5000)


@pytest.mark.parametrize(("channel", "owner"), [("7", "0"), ("1", "4")])
def test_the_newer_style_names_what_its_enumerations_do_not_have(channel: str, owner: str) -> None:
    new = {
        "MaHoSo": "H05.16-20200731-0000001", "MaTTHC": "1.001193", "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": owner,
        "KenhThucHien": channel, "NgayNop": "2020-07-31T08:15:00+07:00", "NgayHenTra": "2020-07-31T17:00:00+07:00",
    }  # fmt: skip
    assert parse(BatchKind.NEW_DOSSIERS, new, 0, ARRIVED).anomalies == [Anomaly.BAD_VALUE]
