"""Submission, acceptance and refusal at the desk."""

import pytest
from tests.support.dossiers.samples import (
    REFUSAL,
    acceptance,
    accepted,
    action_context,
    at,
    calendar,
    fee,
    filing,
    law,
    submission,
    submitted,
)

from contracts.catalog import OnlineLevel, ProcedureCase, SubmissionChannel, TimeLimit, TimeSpan, TimeUnit
from contracts.dossiers import DossierStatus, FeeDueEvent, SubmitDossier
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.reception import accept, refuse_reception
from dossiers.domain.actions.submission import submit
from dossiers.domain.model.law import Law

WORDS_ONLY = (TimeLimit(unit=TimeUnit.TEXT, text="Theo quy định"),)


def refusal_of(when: str, law_: Law, **changes: object) -> ServiceError:
    with pytest.raises(ServiceError) as refusal:
        accepted(when, law_, **changes)
    return refusal.value


def test_a_submission_has_no_code_and_no_due_date() -> None:
    dossier = submitted()
    assert (dossier.status, dossier.version, dossier.code, dossier.due_at) == (
        DossierStatus.SUBMITTED,
        1,
        None,
        None,
    )


def test_a_submission_tells_its_files() -> None:
    (event,) = submit(filing(), action_context("2026-04-20 08:00")).events
    assert (event.type.name, event.version) == ("dossiers.submitted", 1)
    assert event.payload.model_dump()["file_ids"] == ("f1",)


def test_what_is_told_holds_neither_name_nor_form() -> None:
    (event,) = submit(filing(), action_context("2026-04-20 08:00")).events
    assert "Nguyễn" not in event.payload.model_dump_json()


TWO_CASES = (ProcedureCase(code="moi", name="Mới"), ProcedureCase(code="lai", name="Lại"))


def test_the_only_case_goes_without_saying() -> None:
    assert submitted(case_code=None).case_code == "moi"


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (submission(case_code="x", channel=SubmissionChannel.DIRECT), "/case_code"),
        (submission(case_code=None, channel=SubmissionChannel.DIRECT), "/case_code"),
        (submission(case_code="moi", channel=SubmissionChannel.ONLINE), "/channel"),
    ],
)
def test_a_case_or_channel_that_is_not_offered_is_refused(request_: SubmitDossier, pointer: str) -> None:
    offered = law(cases=TWO_CASES, online_level=OnlineLevel.NONE)
    with pytest.raises(ServiceError) as refusal:
        submit(filing(**dict(request_)), action_context("2026-04-20 08:00", offered))
    assert refusal.value.errors[0].pointer == pointer


def test_a_form_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        submitted(form_data={})
    assert refusal.value.code is ErrorCode.INVALID_FORM_DATA


def test_a_missing_paper_is_refused() -> None:
    with pytest.raises(ServiceError) as refusal:
        submitted(papers=())
    assert refusal.value.code is ErrorCode.PAPER_MISSING


def test_acceptance_gives_code_and_due_date() -> None:
    dossier = accepted("2026-04-20 09:00")
    assert dossier.status is DossierStatus.ACCEPTED
    assert dossier.code == "CODE-260420-0001"
    assert dossier.due_at == at("2026-05-04 09:00")


def test_acceptance_gives_three_working_days_to_ask_for_a_supplement() -> None:
    assert accepted("2026-04-23 15:30").supplement_until == at("2026-04-29 15:30")


def test_a_fee_due_stops_the_clock_after_acceptance() -> None:
    dossier = submitted(law_=law(fees=(fee(),)))
    change = accept(
        dossier, acceptance(), action_context("2026-04-20 09:00", law(fees=(fee(),))), code="C-260420-0001"
    )
    assert [event.type.name for event in change.events] == ["dossiers.accepted", "dossiers.fee_due"]
    assert change.dossier.status is DossierStatus.PAYMENT_DUE
    assert change.dossier.clock_stopped_since == at("2026-04-20 09:00")
    payload = change.events[1].payload
    assert isinstance(payload, FeeDueEvent)
    assert (payload.amount, [item.amount for item in payload.items]) == (20_000, [20_000])


def test_a_limit_in_words_needs_the_officers_date() -> None:
    error = refusal_of("2026-04-20 09:00", law(time_limits=WORDS_ONLY))
    assert (error.errors[0].pointer, error.errors[0].code) == ("/due_at", "required")


def test_the_officers_date_is_taken_where_the_law_has_words() -> None:
    due = at("2026-04-24 10:00:30")
    assert accepted("2026-04-20 09:00", law(time_limits=WORDS_ONLY), due_at=due).due_at == at(
        "2026-04-24 10:00"
    )


def test_the_officers_date_must_be_later() -> None:
    error = refusal_of("2026-04-20 09:00", law(time_limits=WORDS_ONLY), due_at=at("2026-04-20 09:00"))
    assert error.errors[0].code == "not_later"


def test_the_officers_date_is_refused_where_the_law_counts() -> None:
    error = refusal_of("2026-04-20 09:00", law(), due_at=at("2026-06-20 09:00"))
    assert (error.errors[0].pointer, error.errors[0].code) == ("/due_at", "not_expected")


EIGHT_OR_EIGHTEEN = (
    TimeLimit(
        unit=TimeUnit.WORKING_DAY,
        quantity=8,
        text="08 ngày; miền núi 18 ngày",
        alternatives=(
            TimeSpan(quantity=8, unit=TimeUnit.WORKING_DAY),
            TimeSpan(quantity=18, unit=TimeUnit.WORKING_DAY),
        ),
    ),
)


def test_beside_a_number_the_officer_may_state_a_date_within_what_the_words_allow() -> None:
    received, open_law = "2026-06-01 09:00", law(time_limits=EIGHT_OR_EIGHTEEN)
    assert accepted(received, open_law).due_at == at("2026-06-11 09:00")
    assert accepted(received, open_law, due_at=at("2026-06-25 17:00")).due_at == at("2026-06-25 17:00")
    error = refusal_of(received, open_law, due_at=at("2026-06-26 09:00"))
    assert (error.errors[0].pointer, error.errors[0].code) == ("/due_at", "later_than_words")


def test_words_that_allow_to_prolong_have_no_latest_date() -> None:
    (limit,) = EIGHT_OR_EIGHTEEN
    prolonged = law(time_limits=(limit.model_copy(update={"open_ended": True}),))
    due = at("2026-07-10 09:00")
    assert accepted("2026-06-01 09:00", prolonged, due_at=due).due_at == due


def test_words_alone_bound_the_stated_date_by_the_longest_time_that_they_name() -> None:
    (limit,) = EIGHT_OR_EIGHTEEN
    words = law(time_limits=(limit.model_copy(update={"unit": TimeUnit.TEXT, "quantity": None}),))
    assert refusal_of("2026-06-01 09:00", words).errors[0].code == "required"
    error = refusal_of("2026-06-01 09:00", words, due_at=at("2026-07-10 09:00"))
    assert error.errors[0].code == "later_than_words"


def test_an_immediate_result_needs_no_due_date() -> None:
    assert accepted("2026-04-20 09:00", law(time_limits=WORDS_ONLY, immediate=True)).due_at is None


def test_a_calendar_that_ends_too_early_refuses_the_acceptance() -> None:
    short = calendar().model_copy(update={"covers_to": at("2026-04-22 00:00").date()})
    assert refusal_of("2026-04-20 09:00", law(calendar_=short)).code is ErrorCode.CALENDAR_INCOMPLETE


def test_nothing_is_accepted_twice() -> None:
    with pytest.raises(ServiceError) as refusal:
        accept(accepted(), acceptance(), action_context("2026-04-20 10:00"), code="X")
    assert refusal.value.code is ErrorCode.ILLEGAL_TRANSITION
    assert refusal.value.params == {"current": "accepted", "action": "accept"}


def test_refusal_at_the_desk_keeps_its_reason() -> None:
    change = refuse_reception(submitted(), REFUSAL, action_context("2026-04-20 09:00"))
    assert (change.dossier.status, change.dossier.reason) == (DossierStatus.NOT_ACCEPTED, "Sai thẩm quyền")
