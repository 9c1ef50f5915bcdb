"""DongBoHoSoMC and NoiHoSo: what is parse, and what is anomalies_of."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sync.items import CODE, DOSSIER, anomalies_of, dossier, parse

from contracts.sync import Anomaly, BatchKind
from sync.domain.items.owners import is_dummy
from sync.domain.items.parsed_item import UnreadableItemError


def test_the_worked_example_is_read_without_a_fault() -> None:
    item = dossier()
    assert (item.code, item.status, item.anomalies) == (CODE, 2, [])
    assert item.event_at == datetime(2020, 7, 31, 2, 0, tzinfo=UTC)
    content = item.content or {}
    assert (content["channel"], content["day"], content["procedure_code"]) == (
        "online",
        "20200731",
        "1.001193",
    )
    assert (content["owner"]["kind"], content["owner"]["numbers"]) == ("person", ["027090000001"])
    assert content["papers"][0]["digitised"] is True


@pytest.mark.parametrize(
    ("changes", "anomaly"),
    [
        ({"MaTTHC": "9.999999"}, Anomaly.UNKNOWN_PROCEDURE),
        ({"NgayHenTra": ""}, Anomaly.NO_DUE_DATE),
        ({"DinhDanhCHS": [{"SoDinhDanh": "000000001"}]}, Anomaly.DUMMY_ID),
        ({"SoGiayToChuHoSo": "999999999"}, Anomaly.DUMMY_ID),
        ({"NgayHenTra": "20200731080000"}, Anomaly.DUE_BEFORE_RECEIVED),
        (
            {
                "MaHoSo": "000.00.16.H05-200701-0001",
                "NgayNopHoSo": "20200701081500",
                "NgayTiepNhan": "20200701090000",
            },
            Anomaly.LATE_SYNC,
        ),
        ({"NgayHenTra": "31/07/2020"}, Anomaly.BAD_DATE),
        ({"NgayTra": "29991231000000"}, Anomaly.BAD_DATE),
        ({"NgayNopHoSo": ""}, Anomaly.EMPTY_DATE),
        ({"NgayTiepNhan": ""}, Anomaly.EMPTY_DATE),
        ({"TrangThaiHoSo": "11"}, Anomaly.UNKNOWN_STATUS),
        ({"TrangThaiHoSo": ""}, Anomaly.UNKNOWN_STATUS),
        (
            {
                "TaiLieuNop": [{"DuongDanTaiTepTin": "https://x/1.pdf"}],
                "DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": "https://x/1.pdf"}],
            },
            Anomaly.RESULT_EQUALS_INPUT,
        ),
    ],
)
def test_each_anomaly_is_found_and_no_other(changes: dict[str, Any], anomaly: Anomaly) -> None:
    assert anomalies_of(**changes) == [anomaly]


@pytest.mark.parametrize(("status", "refused"), [("1", ""), ("3", "20200731100000")])
def test_a_dossier_that_was_not_received_needs_no_due_date(status: str, refused: str) -> None:
    assert anomalies_of(TrangThaiHoSo=status, NgayTiepNhan="", NgayHenTra="", NgayTuChoi=refused) == []


@pytest.mark.parametrize(
    ("changes", "anomaly"),
    [
        ({"MaHoSo": "HS-1"}, Anomaly.BAD_CODE),
        ({"MaHoSo": "000.00.16.H05-200731-1"}, Anomaly.BAD_CODE),
        ({"MaHoSo": ""}, Anomaly.MALFORMED),
        ({"MaHoSo": {}}, Anomaly.MALFORMED),
        ({"TaiLieuNop": {"a": 1}}, Anomaly.MALFORMED),
        ({"TaiLieuNop": [1]}, Anomaly.MALFORMED),
        ({"MaHoSo": "000.00.16.H06-200731-0001"}, Anomaly.FOREIGN_AGENCY),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(changes: dict[str, Any], anomaly: Anomaly) -> None:
    with pytest.raises(UnreadableItemError) as refused:
        dossier(**changes)
    assert refused.value.anomaly is anomaly


@pytest.mark.parametrize("code", ["H05.34-20260609-0092637", "H05-260609-0001", "000.00.16.H05-200731-00012"])
def test_codes_of_both_styles_are_taken(code: str) -> None:
    assert dossier(MaHoSo=code).code == code


def test_numbers_and_nulls_are_read_as_text() -> None:
    item = dossier(TrangThaiHoSo=2, KenhThucHien=2.0, Email=None, DanhSachLePhi="", HoSoCoThanhPhanSoHoa=True)
    content = item.content or {}
    assert (item.status, content["channel"], content["fees"], content["digitised"]) == (2, "online", [], True)


def test_the_last_event_is_the_latest_of_what_happened() -> None:
    supplement = {"NgayBoSung": "20200731101500", "NgayTiepNhanBoSung": ""}
    assert dossier(DanhSachHoSoBoSung=[supplement]).event_at == datetime(2020, 7, 31, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize("number", ["000000001", "0", "999999999", "123456789", "123456789012", "0123456789"])
def test_dummies(number: str) -> None:
    assert is_dummy(number)


@pytest.mark.parametrize("number", ["027090000001", "125456789", "001099000001"])
def test_honest_numbers(number: str) -> None:
    assert not is_dummy(number)


def test_the_newer_contract_numbers_owners_otherwise_and_has_hashes() -> None:
    new = {
        "MaHoSo": CODE, "MaTTHC": "1.001193", "ChuHoSo": "Nguyễn Văn A", "LoaiDoiTuong": "0",
        "NgayNop": "2020-07-31T08:15:00+07:00", "NgayTiepNhan": "2020-07-31T09:00:00+07:00",
        "NgayHenTra": "2020-07-31T17:00:00+07:00",
        "ThanhPhanHoSo": [{"MaThanhPhanHoSo": "TP1", "GiayToDinhKem": [{"IdGiayTo": "1", "HashTepTin": "AB"}]}],
        "ThongTinNguoiNop": {"SoDinhDanh": "027090000001"},
    }  # fmt: skip
    item = parse(BatchKind.NEW_DOSSIERS, new)
    content = item.content or {}
    assert (item.status, item.anomalies, content["owner"]["kind"]) == (2, [], "person")
    assert (content["owner"]["numbers"], content["papers"][0]["hash"]) == (["027090000001"], "ab")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(DOSSIER)), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150)
@given(st.sampled_from(list(BatchKind)), st.dictionaries(st.sampled_from(list(DOSSIER)), _json, max_size=4))
def test_any_json_is_read_or_refused_by_name(kind: BatchKind, changes: dict[str, Any]) -> None:
    try:
        parse(kind, {**DOSSIER, **changes})
    except UnreadableItemError as refused:
        assert refused.anomaly in (Anomaly.MALFORMED, Anomaly.BAD_CODE, Anomaly.FOREIGN_AGENCY)
