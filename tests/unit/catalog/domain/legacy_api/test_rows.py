"""A procedure and the code lists in the words of the portal's old contract."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.search_entries import procedure

from catalog import starter
from catalog.domain.legacy_api.rows import agency_row, channels, field_row, listed_row, procedure_row
from catalog.domain.legacy_api.terms import in_dong, money, span
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    Fee,
    FeeKind,
    FeeTier,
    NamedCode,
    OnlineLevel,
    Procedure,
    ProcedureCase,
    ProcedureComponent,
    ProcedureSource,
    ResultKind,
    SourceFile,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    VersionState,
)

DAY = date(2026, 8, 3)
NAMES = {
    "MATTHC", "TENTTHC", "MACOQUANCONGBO", "LINHVUCTHUCHIEN", "TRINHTUTHUCHIEN", "CACHTHUCTHUCHIEN", "THANHPHANHOSO",
    "DOITUONGTHUCHIEN", "COQUANTHUCHIEN", "KETQUATHUCHIEN", "CANCUPHAPLY", "YEUCAU", "TRANGTHAI",
}  # fmt: skip


def published(**changes: Any) -> Procedure:
    fields: dict[str, Any] = {
        "code": "1.900001",
        "name": "Cấp giấy phép mẫu",
        "promulgator": NamedCode(code="G99", name="Bộ mẫu"),
        "fileable": True,
        "source": ProcedureSource.STARTER,
        "version": 1,
        "etag": "e",
        "updated_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    return Procedure(**fields | changes)


def row(**changes: Any) -> dict[str, Any]:
    return procedure_row(published(**changes), DAY)


def fee(**changes: Any) -> Fee:
    fields = {"code": "P01", "name": "Phí mẫu", "legal_kind": "phi", "kind": FeeKind.FIXED, "amount": 50_000}
    return Fee.model_validate(fields | changes)


def days(quantity: float = 5, **changes: Any) -> TimeLimit:
    return TimeLimit(**{"quantity": quantity, "unit": TimeUnit.WORKING_DAY, **changes})


def test_a_listed_procedure_has_all_names_and_empty_lists() -> None:
    empty = row()
    assert set(empty) == NAMES
    assert empty["MATTHC"] == "1.900001"
    assert empty["YEUCAU"] == ""
    lists = {name for name, value in empty.items() if value == []}
    assert lists == NAMES - {"MATTHC", "TENTTHC", "MACOQUANCONGBO", "YEUCAU", "TRANGTHAI"}


def test_each_channel_has_its_own_times_and_fees() -> None:
    ways = row(
        time_limits=(
            days(5, channel=SubmissionChannel.DIRECT),
            days(3, channel=SubmissionChannel.ONLINE, text="nhanh hơn"),
        ),
        fees=(fee(channel=SubmissionChannel.DIRECT), fee(channel=SubmissionChannel.ONLINE, amount=25_000)),
    )["CACHTHUCTHUCHIEN"]
    assert [way["KENH"] for way in ways] == ["1", "2"]
    assert ways[1]["THOIGIAN"] == [
        {
            "THOIGIANGIAIQUYET": "3",
            "DONVITINH": "Ngày làm việc",
            "MOTA": "nhanh hơn",
            "PHILEPHI": [
                {"MAPHILEPHI": "P01", "SOTIEN": "25000", "DONVI": "đồng", "MOTA": "Phí mẫu"},
            ],
        }
    ]


@pytest.mark.parametrize(
    ("online_level", "kinds"),
    [
        (OnlineLevel.FULL, [SubmissionChannel.DIRECT, SubmissionChannel.ONLINE, SubmissionChannel.POSTAL]),
        (None, [SubmissionChannel.DIRECT, SubmissionChannel.ONLINE, SubmissionChannel.POSTAL]),
        (OnlineLevel.NONE, [SubmissionChannel.DIRECT, SubmissionChannel.POSTAL]),
    ],
)
def test_a_time_for_all_channels_is_told_for_each_that_there_is(
    online_level: OnlineLevel | None, kinds: list[SubmissionChannel]
) -> None:
    assert channels(published(time_limits=(days(),), online_level=online_level), ()) == kinds


def test_a_fee_of_another_case_does_not_stand_under_a_time() -> None:
    cases = (ProcedureCase(code="A", name="Cấp mới"), ProcedureCase(code="B", name="Cấp lại"))
    way, *_ = row(
        cases=cases,
        time_limits=(days(5, case_code="A"), days(2, case_code="B")),
        fees=(fee(code="PA", case_code="A"), fee(code="PB", case_code="B"), fee(code="PX")),
    )["CACHTHUCTHUCHIEN"]
    assert [time["MOTA"] for time in way["THOIGIAN"]] == ["Cấp mới", "Cấp lại"]
    assert [[f["MAPHILEPHI"] for f in time["PHILEPHI"]] for time in way["THOIGIAN"]] == [
        ["PA", "PX"],
        ["PB", "PX"],
    ]
    assert way["THOIGIAN"][0]["PHILEPHI"][0]["MOTA"] == "Cấp mới: Phí mẫu"


def test_a_fee_without_any_time_stands_under_an_empty_one() -> None:
    (way, *_) = row(fees=(fee(),))["CACHTHUCTHUCHIEN"]
    assert (way["THOIGIAN"][0]["THOIGIANGIAIQUYET"], way["THOIGIAN"][0]["PHILEPHI"][0]["SOTIEN"]) == (
        "",
        "50000",
    )


@pytest.mark.parametrize(
    ("from_day", "to_day", "expected"),
    [(None, None, True), (DAY, DAY, True), (date(2026, 8, 4), None, False), (None, date(2026, 8, 2), False)],
)
def test_only_the_fees_of_the_day_are_shown(
    from_day: date | None, to_day: date | None, expected: bool
) -> None:
    assert bool(row(fees=(fee(valid_from=from_day, valid_to=to_day),))["CACHTHUCTHUCHIEN"]) is expected


FORMS = tuple(SourceFile(name=f"Mẫu 0{number}.doc", file_id=f"f{number}") for number in (1, 2))


def test_papers_stand_under_their_case_and_heading() -> None:
    papers = (
        ProcedureComponent(
            code="TP1", name="Tờ khai", group="Giấy tờ phải nộp", required=True, form_files=FORMS
        ),
        ProcedureComponent(code="TP2", name="Hộ chiếu", group="Giấy tờ phải xuất trình", required=True),
        ProcedureComponent(code="TP3", name="Ảnh", group="Giấy tờ phải nộp", required=False),
        ProcedureComponent(code="TP4", name="Đơn", case_code="A", required=True),
    )
    found = row(components=papers, cases=(ProcedureCase(code="A", name="Cấp lại"),))["THANHPHANHOSO"]
    assert [(group["TRUONGHOP"], [paper["MAGIAYTO"] for paper in group["GIAYTO"]]) for group in found] == [
        ("Giấy tờ phải nộp", ["TP1", "TP3"]),
        ("Giấy tờ phải xuất trình", ["TP2"]),
        ("Cấp lại", ["TP4"]),
    ]
    assert found[0]["GIAYTO"][0] == {
        "MAGIAYTO": "TP1",
        "TENGIAYTO": "Tờ khai",
        "TENMAUDON": "Mẫu 01.doc; Mẫu 02.doc",
        "URL": "",
    }


def test_who_may_file_who_performs_what_results_and_by_which_law() -> None:
    found = row(
        subjects=("Công dân Việt Nam",),
        agencies=("G99", "Sở mẫu"),
        results=(ResultKind(code="KQ.G99.000001", name="Giấy phép"),),
        legal_bases=("Luật Hộ tịch số 60/2014/QH13", "Điều lệ mẫu"),
    )
    assert found["DOITUONGTHUCHIEN"] == [{"TENDOITUONG": "Công dân Việt Nam"}]
    assert found["COQUANTHUCHIEN"] == [
        {"MADONVI": "G99", "TENDONVI": ""},
        {"MADONVI": "", "TENDONVI": "Sở mẫu"},
    ]
    assert found["KETQUATHUCHIEN"] == [{"MAKETQUA": "KQ.G99.000001", "TENKETQUA": "Giấy phép"}]
    assert found["CANCUPHAPLY"] == [
        {"SOVANBAN": "60/2014/QH13", "TENVANBAN": "Luật Hộ tịch số 60/2014/QH13"},
        {"SOVANBAN": "", "TENVANBAN": "Điều lệ mẫu"},
    ]


def test_the_order_of_acts_is_one_case_and_its_steps() -> None:
    assert row(sequence=("Bước 1", "Bước 2"))["TRINHTUTHUCHIEN"] == [
        {"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Bước 1"}, {"TENTRINHTU": "Bước 2"}]}
    ]
    assert row(description="Mô tả")["TRINHTUTHUCHIEN"][0]["TRINHTU"] == [{"TENTRINHTU": "Mô tả"}]


@pytest.mark.parametrize(("state", "number"), [(VersionState.PUBLIC, "1"), (VersionState.ABOLISHED, "0")])
def test_one_means_public(state: VersionState, number: str) -> None:
    assert row(state=state)["TRANGTHAI"] == number


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (days(10), ("10", "Ngày làm việc")),
        (days(0.5), ("0.5", "Ngày làm việc")),
        (TimeLimit(quantity=8, unit=TimeUnit.HOUR), ("8", "Giờ làm việc")),
        (TimeLimit(quantity=2, unit=TimeUnit.MONTH), ("2", "Tháng")),
        (TimeLimit(quantity=30, unit=TimeUnit.DAY), ("30", "Ngày")),
        (TimeLimit(unit=TimeUnit.SAME_DAY), ("", "Trong ngày")),
        (TimeLimit(unit=TimeUnit.TEXT, text="theo vụ việc"), ("", "Khác")),
    ],
)
def test_a_time_is_a_text_and_its_unit(limit: TimeLimit, expected: tuple[str, str]) -> None:
    assert span(limit) == expected


TIERS = (FeeTier(first=1, amount=2_000), FeeTier(first=3, amount=1_000))


@pytest.mark.parametrize(
    ("charged", "expected"),
    [
        (fee(), ("50000", "đồng", "")),
        (fee(amount=0), ("0", "đồng", "")),
        (fee(kind=FeeKind.PER_UNIT, amount=8_000), ("8000", "đồng/đơn vị", "")),
        (fee(kind=FeeKind.PER_UNIT, cap=200_000), ("50000", "đồng/đơn vị", "tối đa 200.000 đồng")),
        (fee(kind=FeeKind.TEXT, text="theo HĐND"), ("", "", "")),
        (
            fee(kind=FeeKind.TIERED, tiers=TIERS, cap=200_000),
            (
                "",
                "đồng",
                "từ đơn vị thứ 1: 2.000 đồng/đơn vị; từ đơn vị thứ 3: 1.000 đồng/đơn vị; tối đa 200.000 đồng",
            ),
        ),
    ],
    ids=["fixed", "free", "per unit", "per unit with a cap", "words", "tiers"],
)
def test_a_fee_is_a_number_where_there_is_one(charged: Fee, expected: tuple[str, str, str]) -> None:
    assert money(charged) == expected


def test_dong_are_grouped_by_points() -> None:
    assert in_dong(1_250_000) == "1.250.000 đồng"


def test_the_code_lists_have_their_own_names() -> None:
    assert agency_row(Agency(code="G15", name="Bộ Tư pháp", level=AdministrativeLevel.MINISTRY)) == {
        "MADONVI": "G15",
        "TENDONVI": "Bộ Tư pháp",
        "CAPDONVI": "1",
    }
    assert field_row(NamedCode(code="G15-TP07", name="Hộ tịch")) == {
        "MALINHVUC": "G15-TP07",
        "TENLINHVUC": "Hộ tịch",
    }
    assert listed_row(procedure("1.900001").summary) == {
        "MATTHC": "1.900001",
        "TENTTHC": "Cấp giấy phép",
        "MACOQUANCONGBO": "G15",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": "G15-TP07", "TENLINHVUC": "Hộ tịch"}],
        "TRANGTHAI": "1",
    }


@given(st.sampled_from(starter.procedures()))
def test_every_value_of_the_starter_catalogue_is_text_or_a_list(content: Any) -> None:
    procedure_ = Procedure(
        **content.model_dump(), version=1, etag="e", updated_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert all(isinstance(leaf, str) for leaf in _leaves(procedure_row(procedure_, DAY)))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value]
