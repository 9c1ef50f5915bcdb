import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.notifications import examples

from contracts.base import Actor, ActorKind
from contracts.dossiers import ACCEPTED, ERROR_RECORDED, OVERDUE, WITHDRAWN, ResultOutcome
from contracts.events import AnyEvent, AnyEventType, Event
from contracts.i18n import Text
from contracts.payments import BILL_OPENED, PAYMENT_FAILED, PAYMENT_PENDING, REFUNDED, WRONG_AMOUNT
from notifications.application.enqueue import event_types
from notifications.domain.formatting import DEADLINES, OUTCOMES
from notifications.domain.templates import (
    BadTemplateError,
    MessageText,
    Template,
    TextForm,
    check,
    load,
    placeholders_of,
)

TYPES = event_types()
TEMPLATES = load(TYPES)


def fill(event: AnyEvent, locale: str = "vi") -> MessageText:
    return TEMPLATES[event.type].fill(event, "Nguyễn Văn An", locale)


def test_every_event_has_a_checked_template() -> None:
    assert set(TEMPLATES) == {kind.name for kind in TYPES}
    for kind in TYPES:
        check(TEMPLATES[kind.name], kind)


def test_every_message_names_the_dossier_the_agency_and_the_time() -> None:
    for kind in TYPES:
        fields = kind.payload.model_fields
        required = {"agency"} if fields.get("dossier_id") and fields["dossier_id"].is_required() else set()
        for text in TEMPLATES[kind.name].texts.values():
            assert {"occurred_at", *required} <= text.placeholders, kind.name
            if required:
                assert text.placeholders & {"reference", "look_up_number"}, kind.name


def test_no_message_may_name_a_person_by_id() -> None:
    for kind in TYPES:
        assert not placeholders_of(kind) & {"applicant_id", "payer_id"}


def test_times_are_those_of_viet_nam() -> None:
    assert "Hẹn trả kết quả: 17:00 ngày 04/11/2026" in fill(examples.accepted()).body
    assert "Result due: 17:00, 4 Nov 2026" in fill(examples.accepted(), "en").body


def test_money_is_written_in_dong() -> None:
    assert "20.000 ₫" in fill(examples.bill_opened()).subject


ORDER: dict[str, Any] = {**examples.BILL, "order_id": "order-1", "provider": "vnpay", "provider_code": "51"}


def test_a_providers_code_is_filled_in_words() -> None:
    words = Text("Tài khoản không đủ số dư", "The balance of the account is too low")
    event = examples.event(PAYMENT_FAILED, {**ORDER, "provider_message": words})
    assert "Lý do: Tài khoản không đủ số dư" in fill(event).body
    assert "Reason: The balance of the account is too low" in fill(event, "en").body
    assert "51" not in fill(event).body


def test_who_shall_wait_is_filled_not_to_pay_again() -> None:
    for kind in (PAYMENT_PENDING, WRONG_AMOUNT):
        event = examples.event(kind, ORDER)
        assert "đừng nộp lại" in fill(event).body
        assert "do not pay again" in fill(event, "en").body


def test_both_sums_of_a_wrong_amount_are_told() -> None:
    body = fill(examples.event(WRONG_AMOUNT, {**ORDER, "received_amount": 1})).body
    assert "20.000 ₫" in body
    assert "báo: 1 ₫" in body


def test_what_was_paid_at_the_counter_is_filled_with_the_withdrawal() -> None:
    paid = examples.event(WITHDRAWN, {**examples.DOSSIER, "paid_at_counter": 20000})
    assert "Đã nộp tại quầy 20.000 ₫" in fill(paid).body
    assert "tại quầy" not in fill(examples.event(WITHDRAWN, examples.DOSSIER)).body


def test_a_line_without_its_value_is_left_out() -> None:
    assert "Hẹn trả" not in fill(examples.accepted(due_at=None)).body
    assert "Ghi chú" not in fill(examples.accepted()).body
    assert "Ghi chú: mang bản chính" in fill(examples.accepted(note="mang bản chính")).body


def test_a_dossier_without_a_code_is_named_by_its_number_of_submission() -> None:
    text = fill(examples.submitted())
    assert "bằng mã 7KQM-2XRA-9TBJ." in text.body
    assert "Số biên nhận: 7KQM-2XRA-9TBJ" in text.body
    withdrawn = examples.event(WITHDRAWN, {**examples.DOSSIER, "code": None})
    assert fill(withdrawn).subject == "Đã rút hồ sơ 7KQM-2XRA-9TBJ"


def test_a_dossier_without_any_number_is_named_by_its_procedure() -> None:
    old = {**examples.DOSSIER, "code": None, "submission_number": None}
    text = fill(examples.event(WITHDRAWN, old))
    assert text.subject == "Đã rút hồ sơ «Cấp bản sao trích lục hộ tịch»"
    assert "bằng mã" not in text.body
    bill = fill(examples.event(BILL_OPENED, {**examples.BILL, "dossier_code": None}))
    assert bill.subject == "Hồ sơ của Ông/Bà: cần nộp 20.000 ₫"


def test_an_agency_is_filled_by_its_name() -> None:
    assert "Cơ quan: Công an xã Thử" in fill(examples.accepted()).body
    assert "Cơ quan: 000.00.16.H05" in fill(examples.accepted(agency_name=None)).body


def test_a_late_consultation_has_a_subject_of_its_own() -> None:
    deadline = {"deadline": examples.DUE}
    late = examples.event(OVERDUE, {**examples.DOSSIER, **deadline, "what": "consultation"})
    assert fill(late).subject == "Hồ sơ 000.00.16.H05-261102-0001: đã quá hạn trả lời ý kiến"
    assert "the time for an opinion" in fill(late, "en").subject
    subjects = {
        fill(examples.event(OVERDUE, {**examples.DOSSIER, **deadline, "what": what})).subject
        for what in DEADLINES
    }
    assert len(subjects) == len(DEADLINES)


def test_the_portal_is_named_where_it_has_an_address() -> None:
    for kind in TYPES:
        for text in TEMPLATES[kind.name].texts.values():
            assert "{portal}" in text.body, kind.name
    template = load(TYPES, "https://dichvucong.example.vn")["dossiers.accepted"]
    assert "https://dichvucong.example.vn" in template.fill(examples.accepted(), "An", "vi").body
    assert "Cổng dịch vụ công:" not in fill(examples.accepted()).body


ID = "019f52f8-6bbd-79cd-9d69-8a1f1c9c1f7e"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
CODE_OF_AGENCY = "G01.26.31.05"


def _filled(kind: AnyEventType, *, numbered: bool) -> AnyEvent:
    """An event whose ids are ids, and whose agencies have names; without a code, and without any number before."""
    fields = kind.payload.model_fields
    values = {name: _some(name) for name, field in fields.items() if field.is_required() or _is_filled(name)}
    if kind is ERROR_RECORDED:
        values["kind"] = "error"
    if kind is REFUNDED:
        values |= {"state": "refunded", "reason": "surplus"}
    if "ground" in fields:
        values["ground"] = "member"
    if numbered and "submission_number" in fields:
        values["submission_number"] = "7KQM-2XRA-9TBJ"
    return Event[Any](
        event_id=ID,
        type=kind.name,
        schema_version=1,
        aggregate_id=ID,
        aggregate_version=1,
        occurred_at=examples.NOON,
        actor=Actor(kind=ActorKind.OFFICER, account_id=ID),
        correlation_id=ID,
        payload=kind.payload(**values),
    )


def _is_filled(name: str) -> bool:
    return name.endswith(("_id", "_ids", "agency_code", "consulted_agency", "agency_name"))


def _some(name: str) -> Any:
    if name.endswith(("_id", "_ids")):
        return ID if name.endswith("_id") else (ID,)
    known = {
        "status": "submitted", "amount": 20000, "items": ("Tờ khai",), "attendance": True, "in_time": True,
        "outcome": "approved", "what": "due", "kind": "RECEIPT", "about_version": 1, "channel": "email",
        "assurance": 2, "proof": "desk", "agency_code": CODE_OF_AGENCY, "consulted_agency": CODE_OF_AGENCY,
        "cause": "wrong_agency", "from_agency": CODE_OF_AGENCY,
        "request_kind": "erase", "deadline_kind": "answer", "duty": "cyber_report",
        "left": 2, "factor": "totp",
    }  # fmt: skip
    moments = (
        "deadline",
        "scheduled_at",
        "promised_at",
        "outage_started_at",
        "announced_at",
        "restored_at",
        "due_before",
        "consultation_due_at",
        "expires_at",
        "answer_due_at",
        "due_at",
    )
    return examples.DUE if name in moments else known.get(name, "Công an xã Thử")


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_no_message_shows_an_id_or_the_code_of_an_agency(
    kind: AnyEventType, numbered: bool, locale: str
) -> None:
    event = _filled(kind, numbered=numbered)
    text = fill(event, locale)
    shown = f"{text.subject}\n{text.body}\n{text.short}"
    assert not UUID.search(shown), shown
    assert CODE_OF_AGENCY not in shown, shown


def test_items_stand_one_a_line() -> None:
    assert "- Giấy chứng sinh\n- Tờ khai" in fill(examples.supplement_requested()).body


@pytest.mark.parametrize("outcome", ResultOutcome)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_an_outcome_is_written_in_words(outcome: ResultOutcome, locale: str) -> None:
    assert OUTCOMES[outcome][locale] in fill(examples.result_issued(outcome), locale).body


def test_a_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    assert "Ghi chú: {code} {x}" in fill(examples.accepted(note="{code} {x}")).body


@given(st.text(max_size=60))
def test_no_value_can_break_out_of_the_subject(text: str) -> None:
    template = Template(ACCEPTED.name, {"vi": MessageText("Hồ sơ: {procedure_name}", "x")})
    subject = template.fill(examples.accepted(procedure_name=text), "An", "vi").subject
    assert len(subject.splitlines()) == 1
    assert not any(unicodedata.category(letter) == "Cc" for letter in subject)


GOOD = {
    "vi": MessageText("{reference}", "{procedure_name}"),
    "en": MessageText("{reference}", "{procedure_name}"),
}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (
            {"vi": MessageText("{reference}", "{surname}"), "en": MessageText("{reference}", "{surname}")},
            "unknown",
        ),
        (
            {
                "vi": MessageText("{reference}", "{applicant_id}"),
                "en": MessageText("{reference}", "{applicant_id}"),
            },
            "unknown",
        ),
        ({**GOOD, "en": MessageText("{reference}", "no name")}, "the languages differ"),
        ({"vi": MessageText("{due_at}", "x"), "en": MessageText("{due_at}", "x")}, "may lack"),
        ({**GOOD, "vi": MessageText("{reference}", "{procedure_name}", "s")}, "in one language only"),
        ({language: MessageText("{reference}", "x", "{due_at}") for language in GOOD}, "may lack"),
        ({"vi": MessageText("{reference", "x"), "en": MessageText("{reference", "x")}, "stray brace"),
        ({"vi": MessageText("{reference!r}", "x"), "en": MessageText("{reference!r}", "x")}, "stray brace"),
    ],
)
def test_a_wrong_template_is_refused(wrong: dict[str, Any], why: str) -> None:
    check(Template(ACCEPTED.name, GOOD), ACCEPTED)
    with pytest.raises(BadTemplateError, match=why):
        check(Template(ACCEPTED.name, wrong), ACCEPTED)


def test_a_template_of_no_event_is_refused() -> None:
    with pytest.raises(BadTemplateError, match="templates of no event"):
        load(TYPES[1:])


def test_a_channel_of_one_line_carries_the_short_text_or_else_the_subject() -> None:
    filled = fill(examples.accepted())
    assert filled.body_in(TextForm.FULL) == filled.body
    assert filled.body_in(TextForm.SHORT) == filled.subject
    short = MessageText("{reference}", "{procedure_name}", "Hồ sơ {reference}\nđã nhận")
    text = Template(ACCEPTED.name, {"vi": short}).fill(examples.accepted(), "An", "vi")
    assert text.body_in(TextForm.SHORT) == "Hồ sơ 000.00.16.H05-261102-0001 đã nhận"
