"""Which act calls for which document, and what it says."""

from datetime import UTC, datetime

import pytest
from tests.support.dossiers.samples import REFUSAL, accepted, action_context, at, law, officer, submitted

from contracts import dossiers as contract
from contracts.accounts import Contact
from contracts.base import OfficerRole
from contracts.catalog import AdministrativeLevel, AdminUnit, Agency, TimeLimit, TimeSpan, TimeUnit, UnitKind
from contracts.dossiers import (
    DocumentKind,
    DossierResult,
    DueDateExtension,
    RequestSupplement,
    ResultOutcome,
    ReturnMethod,
)
from contracts.events import AnyEventType
from dossiers.domain.actions.reception import refuse_reception
from dossiers.domain.actions.suspension import request_supplement
from dossiers.domain.documents.content import (
    NamedPeople,
    document_content,
    document_for,
    place_of_issue,
    time_limit_text,
)
from dossiers.domain.model.dossier import DossierState

AGENCY = Agency(
    code="H26.31.05",
    name="Công an phường mẫu số 5",
    level=AdministrativeLevel.COMMUNE,
    desk_name="Bộ phận Một cửa",
    address="Số 1 phố Mẫu",
    phone="02438251234",
)
LAW = law().replace({"agency": AGENCY})
OFFICER = Contact(account_id="officer-1", full_name="Trần Thị Bình", email="binh@example.vn")
APPLICANT = Contact(account_id="citizen-1", full_name="Nguyễn Văn A", phone="0912345678")
PEOPLE = NamedPeople(OFFICER, APPLICANT)


def with_result(outcome: ResultOutcome) -> DossierState:
    result = DossierResult(
        outcome=outcome, reason="Không đủ", legal_ground="Điều 5", issued_at=datetime.now(UTC)
    )
    return accepted().model_copy(update={"results": (result,)})


def test_acceptance_calls_for_a_receipt() -> None:
    assert document_for(contract.ACCEPTED, accepted()) is DocumentKind.RECEIPT


def test_an_immediate_result_needs_no_receipt() -> None:
    immediate = accepted().model_copy(update={"immediate": True})
    assert document_for(contract.ACCEPTED, immediate) is None


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (contract.SUPPLEMENT_REQUESTED, DocumentKind.SUPPLEMENT_REQUEST),
        (contract.RECEPTION_REFUSED, DocumentKind.REFUSAL),
        (contract.EXTENDED, DocumentKind.APOLOGY_EXTENSION),
        (contract.STOPPED, DocumentKind.STOP_NOTICE),
        (contract.PROCESSING_STARTED, None),
        (contract.WITHDRAWN, None),
    ],
)
def test_each_act_calls_for_its_document(event: AnyEventType, kind: DocumentKind | None) -> None:
    assert document_for(event, accepted()) is kind


def test_a_refused_result_calls_for_a_refusal_and_an_approved_one_for_nothing() -> None:
    assert document_for(contract.RESULT_ISSUED, with_result(ResultOutcome.REFUSED)) is DocumentKind.REFUSAL
    assert document_for(contract.RESULT_ISSUED, with_result(ResultOutcome.APPROVED)) is None


def test_receipt_says_who_what_until_when_and_where() -> None:
    dossier = accepted().model_copy(update={"return_method": ReturnMethod.COUNTER})
    content = document_content(DocumentKind.RECEIPT, dossier, LAW, PEOPLE)
    assert (content.agency_name, content.desk_name, content.officer_name) == (
        AGENCY.name,
        AGENCY.desk_name,
        OFFICER.full_name,
    )
    assert (content.received_at, content.due_at) == (dossier.received_at, dossier.due_at)
    assert content.time_limit == "07 ngày làm việc"
    assert [paper.name for paper in content.papers] == ["Tờ khai điện tử", "Giấy tờ về chỗ ở"]
    assert content.return_place == "Bộ phận Một cửa, Số 1 phố Mẫu"
    assert content.applicant_phone == "0912 345 678"


def test_a_receipt_names_the_form_only_where_there_is_one() -> None:
    dossier = accepted().model_copy(update={"form_data": {}, "papers": ()})
    assert document_content(DocumentKind.RECEIPT, dossier, LAW, PEOPLE).papers == ()


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Phường Xuân Đỉnh", "Xuân Đỉnh"),
        ("Thành phố Hà Nội", "Hà Nội"),
        ("Tỉnh Bắc Ninh", "Bắc Ninh"),
        ("Đặc khu Côn Đảo", "Côn Đảo"),
        ("Xã Ba Vì", "Ba Vì"),
        ("Phường 5", "Phường 5"),
    ],
)
def test_the_place_of_issue_is_the_name_of_the_unit(name: str, place: str) -> None:
    unit = AdminUnit(unit_id="u", code="00001", name=name, kind=UnitKind.COMMUNE)
    assert place_of_issue(unit) == place
    assert place_of_issue(None) == ""
    people = NamedPeople(place=place)
    assert document_content(DocumentKind.RECEIPT, accepted(), LAW, people).place == place


def test_papers_on_paper_only_are_told_from_electronic_ones() -> None:
    dossier = accepted()
    (paper,) = dossier.papers
    dossier = dossier.model_copy(update={"papers": (paper, paper.model_copy(update={"file_id": None}))})
    content = document_content(DocumentKind.RECEIPT, dossier, LAW, PEOPLE)
    assert [paper.form for paper in content.papers] == ["electronic", "electronic", "copy"]


def test_supplement_request_says_what_is_missing_and_whom_to_ask() -> None:
    request = RequestSupplement(
        command_id="c", dossier_id="d1", expected_version=2, reason="Thiếu", items=("Bản chụp",)
    )
    at_desk = action_context("2026-04-20 10:00", actor=officer(OfficerRole.RECEPTION))
    dossier = request_supplement(accepted(), request, at_desk).dossier
    content = document_content(DocumentKind.SUPPLEMENT_REQUEST, dossier, LAW, PEOPLE)
    assert (content.reason, content.items) == ("Thiếu", ("Bản chụp",))
    assert content.officer_contact == "điện thoại 02438251234, email binh@example.vn"


def test_refusal_at_reception_says_why() -> None:
    dossier = refuse_reception(submitted(), REFUSAL, action_context("2026-04-20 10:00")).dossier
    assert document_content(DocumentKind.REFUSAL, dossier, LAW, PEOPLE).reason == REFUSAL.reason


def test_refusal_as_a_result_says_why_and_by_which_law() -> None:
    content = document_content(DocumentKind.REFUSAL, with_result(ResultOutcome.REFUSED), LAW, PEOPLE)
    assert (content.reason, content.legal_ground) == ("Không đủ", "Điều 5")


def test_apology_promises_the_new_date_even_when_the_due_date_did_not_move() -> None:
    extension = DueDateExtension(
        reason="Chờ xác minh",
        told_at=at("2026-04-30 09:00"),
        due_before=at("2026-04-29 09:00"),
        promised_at=at("2026-05-06 09:00"),
        in_time=False,
    )
    content = document_content(
        DocumentKind.APOLOGY_EXTENSION, accepted().model_copy(update={"extension": extension}), LAW, PEOPLE
    )
    assert (content.due_before, content.due_at, content.reason) == (
        extension.due_before,
        extension.promised_at,
        extension.reason,
    )


def test_without_a_kept_agency_its_code_stands_for_it() -> None:
    content = document_content(
        DocumentKind.STOP_NOTICE, accepted(), law().replace({"agency": None}), NamedPeople()
    )
    assert (content.agency_name, content.officer_name) == ("H26.31.05", "")


@pytest.mark.parametrize(
    ("quantity", "unit", "words"),
    [
        (7, TimeUnit.WORKING_DAY, "07 ngày làm việc"),
        (0.5, TimeUnit.WORKING_DAY, "0.5 ngày làm việc"),
        (15, TimeUnit.DAY, "15 ngày"),
        (2, TimeUnit.MONTH, "02 tháng"),
        (None, TimeUnit.SAME_DAY, "Trong ngày làm việc"),
    ],
)
def test_time_limits_in_words(quantity: float | None, unit: TimeUnit, words: str) -> None:
    assert time_limit_text(TimeLimit(quantity=quantity, unit=unit)) == words


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("5 (đơn vị khác)", "Theo thời điểm hẹn trả kết quả"),
        ("1 (đơn vị khác): Trong ngày.", "Trong ngày."),
        ("1 (đơn vị khác); 7 ngày làm việc", "7 ngày làm việc"),
        ("Theo quy định", "Theo quy định"),
    ],
)
def test_a_number_without_a_unit_is_printed_nowhere(text: str, printed: str) -> None:
    assert time_limit_text(TimeLimit(unit=TimeUnit.TEXT, text=text)) == printed


def test_where_the_officer_stated_the_date_the_words_that_allow_it_are_printed() -> None:
    longer = TimeSpan(quantity=18, unit=TimeUnit.WORKING_DAY)
    limit = TimeLimit(
        quantity=8, unit=TimeUnit.WORKING_DAY, text="08 ngày; miền núi 18 ngày", alternatives=(longer,)
    )
    assert time_limit_text(limit) == "08 ngày làm việc"
    assert time_limit_text(limit, stated=True) == "08 ngày; miền núi 18 ngày"
