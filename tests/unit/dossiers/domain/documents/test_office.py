"""What the control sheet and the register say."""

from datetime import date, timedelta

import pytest
from tests.support.dossiers.samples import AGENCY, accepted, at

from contracts.dossiers import DossierStatus, HandOver, Lateness, RegisterRow
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.documents.office import (
    LONGEST_DAYS,
    MOST_ROWS,
    Names,
    check_days,
    check_rows,
    control_sheet_content,
    register_content,
)

NAMES = {"o1": "Trần Thị Bình", "o2": "Lê Văn Cường"}
WHEN = at("2026-04-20 10:00")


def name_of(account_id: str | None) -> str:
    return NAMES.get(account_id or "", "")


NAMED = Names(name_of, lambda code: f"Cơ quan {code}")


def test_a_row_names_people_units_queues_and_the_step() -> None:
    rows = (
        HandOver(at=WHEN, from_officer_id="o1", to_unit="HT", what="accept"),
        HandOver(
            at=WHEN,
            from_officer_id="o2",
            from_unit="HT",
            to_officer_id="o1",
            what="complete_step",
            step_code="tham_tra",
            lateness=Lateness.LATE,
            note="Đã đối chiếu.",
        ),
    )
    content = control_sheet_content(
        accepted().model_copy(update={"hand_overs": rows}), None, NAMED, "Người lập", "Xuân Đỉnh"
    )
    first, second = content.hand_overs
    assert (first.from_whom, first.to_whom, first.what) == (
        "Trần Thị Bình",
        f"Hàng chờ HT, Cơ quan {AGENCY}",
        "Tiếp nhận",
    )
    assert (second.from_whom, second.to_whom) == ("Lê Văn Cường (HT)", "Trần Thị Bình")
    assert (second.what, second.lateness) == ("Hoàn thành bước xử lý: Thẩm tra", "Quá hạn")
    assert (second.note, content.officer_name, content.agency_name) == ("Đã đối chiếu.", "Người lập", AGENCY)


def test_the_result_goes_to_the_one_stop_desk() -> None:
    row = HandOver(at=WHEN, from_officer_id="o1", what="issue_result", lateness=Lateness.EARLY)
    (content,) = control_sheet_content(
        accepted().model_copy(update={"hand_overs": (row,)}), None, NAMED, ""
    ).hand_overs
    assert (content.to_whom, content.lateness) == ("Bộ phận Một cửa", "Trước hạn")


@pytest.mark.parametrize(
    ("row", "from_whom", "to_whom"),
    [
        (
            HandOver(at=WHEN, from_officer_id="o1", from_agency_code="G18", what="complete_step"),
            "Trần Thị Bình (Cơ quan G18)",
            f"Hàng chờ, Cơ quan {AGENCY}",
        ),
        (
            HandOver(at=WHEN, from_officer_id="o2", to_agency_codes=("G01", "G18"), what="complete_step"),
            "Lê Văn Cường",
            "Hàng chờ, Cơ quan G01; Cơ quan G18",
        ),
        (
            HandOver(
                at=WHEN,
                from_unit="TP",
                to_officer_id="o1",
                to_unit="HT",
                to_agency_codes=("G01",),
                what="assign",
            ),
            f"Hàng chờ TP, Cơ quan {AGENCY}",
            "Trần Thị Bình (HT, Cơ quan G01)",
        ),
    ],
)
def test_every_hand_over_names_both_agencies(row: HandOver, from_whom: str, to_whom: str) -> None:
    (listed,) = control_sheet_content(
        accepted().model_copy(update={"hand_overs": (row,)}), None, NAMED, ""
    ).hand_overs
    assert (listed.from_whom, listed.to_whom) == (from_whom, to_whom)


@pytest.mark.parametrize("status", DossierStatus)
def test_the_register_has_the_day_of_a_result_only_where_there_is_one(status: DossierStatus) -> None:
    row = RegisterRow(
        number=1,
        dossier_id="d1",
        code="C",
        procedure_name="P",
        applicant_name="A",
        agency_code=AGENCY,
        received_at=WHEN,
        ended_at=WHEN,
        status=status,
        lateness=Lateness.IN_TIME,
    )
    (listed,) = register_content(AGENCY, None, (WHEN.date(), WHEN.date()), [row], "").register_rows
    has_result = status in (DossierStatus.PROCESSED, DossierStatus.RETURNED)
    assert (listed.ended_at is not None) == has_result
    if status is DossierStatus.WITHDRAWN:
        assert listed.note == "Rút hồ sơ, ngày 20/04/2026"


def test_the_register_says_its_days_and_how_results_go_out() -> None:
    row = RegisterRow(
        number=1,
        dossier_id="d1",
        code="C",
        procedure_name="P",
        applicant_name="A",
        agency_code=AGENCY,
        received_at=WHEN,
        return_method="post",
        status=DossierStatus.PROCESSING,
        lateness=Lateness.IN_TIME,
    )
    content = register_content(AGENCY, None, (date(2026, 4, 1), date(2026, 4, 30)), [row], "")
    assert content.period == "Từ ngày 01/04/2026 đến ngày 30/04/2026"
    assert (content.register_rows[0].return_method, content.register_rows[0].agency_name) == (
        "Bưu chính",
        AGENCY,
    )


def test_a_register_holds_a_month_and_no_more() -> None:
    first = date(2026, 3, 1)
    check_days(first, first + timedelta(days=LONGEST_DAYS - 1))
    with pytest.raises(ServiceError) as refused:
        check_days(first, first + timedelta(days=LONGEST_DAYS))
    assert (refused.value.code, refused.value.errors[0].code) == (ErrorCode.INVALID_REQUEST, "too_many")


def test_a_register_holds_no_more_rows_than_a_document() -> None:
    check_rows(MOST_ROWS)
    with pytest.raises(ServiceError):
        check_rows(MOST_ROWS + 1)
