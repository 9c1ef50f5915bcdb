"""A request of a data subject through its states, its reminders, and who answers it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import at, calendar

from accounts.domain.accounts import citizen
from accounts.domain.personal_data import requests
from accounts.domain.personal_data.consents import given as consent_given
from accounts.domain.personal_data.consents import in_force, withdrawn
from accounts.domain.personal_data.erasure import PERSONAL_FIELDS, erased
from accounts.domain.personal_data.officers import DataProtection, data_protection_of
from accounts.domain.personal_data.purposes import ON_CONSENT, consent_text, purposes
from accounts.domain.personal_data.reminders import next_reminder
from contracts.accounts import (
    AcceptDataRequest,
    CompleteDataRequest,
    ConsentEntry,
    DataRequest,
    DataRequestDeadline,
    ExtendDataRequest,
    GiveConsent,
    LegalBasis,
    MakeDataRequest,
    ProcessingPurpose,
    RefuseDataRequest,
    RegisterCitizen,
)
from contracts.accounts import DataRequestKind as Kind
from contracts.accounts import DataRequestState as State
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError

CALENDAR = calendar()
NOW = at("2026-08-24 10:00")
REMINDERS = ProcessingPurpose.REMINDERS


def made(kind: Kind, **fields: object) -> DataRequest:
    command = MakeDataRequest.model_validate({"command_id": "c", "kind": kind, **fields}, extra="forbid")
    return requests.received(command, "person", "request", NOW, CALENDAR)


def accept(request: DataRequest, *, by_processor: bool = False) -> DataRequest:
    command = AcceptDataRequest(
        command_id="c",
        request_id="request",
        expected_version=request.version,
        by_processor=by_processor,
    )
    return requests.accepted(request, command, NOW, CALENDAR)


def extend(request: DataRequest, until: date, now: datetime = NOW) -> DataRequest:
    command = ExtendDataRequest(
        command_id="c", request_id="request", expected_version=request.version, reason="Vì", until=until
    )
    return requests.extended(request, command, now)


def complete(request: DataRequest) -> DataRequest:
    command = CompleteDataRequest(
        command_id="c", request_id="request", expected_version=request.version, outcome="Xong"
    )
    return requests.completed(request, command, NOW)


def refuse(request: DataRequest, version: int | None = None) -> DataRequest:
    expected = request.version if version is None else version
    command = RefuseDataRequest(
        command_id="c", request_id="request", expected_version=expected, reason="Không"
    )
    return requests.refused(request, command, NOW)


def code_of(refusal: pytest.ExceptionInfo[ServiceError]) -> str:
    error = refusal.value
    return error.errors[0].code if error.errors else error.code.value


def test_a_copy_is_answered_at_once_and_an_erasure_waits_for_its_decision() -> None:
    copy, erasure = made(Kind.COPY), made(Kind.ERASE)
    assert (copy.state, copy.answered_at) == (State.ACCEPTED, NOW)
    assert (erasure.state, erasure.answered_at, erasure.regime) == (State.RECEIVED, None, "nd-356-2025")


@pytest.mark.parametrize("kind", [Kind.CORRECT, Kind.OBJECT, Kind.PROTECT])
def test_what_nobody_could_do_without_words_needs_them(kind: Kind) -> None:
    with pytest.raises(ServiceError) as refusal:
        made(kind)
    assert code_of(refusal) == "details_needed"


def test_only_a_correction_names_the_right_name() -> None:
    assert made(Kind.CORRECT, full_name="Nguyễn Văn Bình").full_name == "Nguyễn Văn Bình"
    with pytest.raises(ServiceError) as refusal:
        made(Kind.ERASE, full_name="Nguyễn Văn Bình")
    assert code_of(refusal) == "not_of_this_kind"


def test_it_is_accepted_then_done_and_no_step_comes_twice() -> None:
    accepted = accept(made(Kind.RESTRICT))
    done = complete(accepted)
    assert (done.state, done.outcome, done.version) == (State.DONE, "Xong", 3)
    again: list[tuple[Callable[[DataRequest], DataRequest], DataRequest]] = [
        (accept, accepted),
        (refuse, accepted),
        (complete, done),
    ]
    for step, request in again:
        with pytest.raises(ServiceError) as refusal:
            step(request)
        assert refusal.value.code is ErrorCode.DATA_REQUEST_SETTLED


def test_a_refusal_has_its_reason_and_a_stale_one_is_none() -> None:
    request = made(Kind.ERASE)
    assert (refuse(request).state, refuse(request).reason) == (State.REFUSED, "Không")
    with pytest.raises(ServiceError) as refusal:
        refuse(request, version=7)
    assert refusal.value.code is ErrorCode.VERSION_STALE


@pytest.mark.parametrize("kind", [Kind.COPY, Kind.ERASE])
def test_what_the_system_does_nobody_says_is_done(kind: Kind) -> None:
    request = made(kind) if kind is Kind.COPY else accept(made(kind))
    with pytest.raises(ServiceError) as refusal:
        complete(request)
    assert refusal.value.code is ErrorCode.DATA_REQUEST_SETTLED


def test_a_processor_makes_it_longer() -> None:
    accepted = accept(made(Kind.ERASE), by_processor=True)
    assert accepted.due_at == at("2026-09-23 23:59") + timedelta(seconds=59.999)


def test_it_is_extended_once_within_its_time_and_no_longer_than_the_first() -> None:
    request = made(Kind.ERASE)  # due on 14/9
    after = extend(request, date(2026, 10, 4))
    assert after.extension is not None
    assert after.due_at == after.extension.due_at == at("2026-10-04 23:59") + timedelta(seconds=59.999)
    cases = {date(2026, 10, 5): "extension_too_long", date(2026, 9, 14): "extension_too_short"}
    for until, code in cases.items():
        with pytest.raises(ServiceError) as refusal:
            extend(request, until)
        assert code_of(refusal) == code
    for late, until, now in (
        (after, date(2026, 10, 20), NOW),
        (request, date(2026, 9, 20), NOW + timedelta(days=30)),
    ):
        with pytest.raises(ServiceError) as refusal:
            extend(late, until, now)
        assert refusal.value.code is ErrorCode.DATA_REQUEST_SETTLED


def test_who_answers_is_reminded_before_the_answer_then_before_the_end_then_daily() -> None:
    request = made(Kind.ERASE)
    first = next_reminder(request, NOW)
    assert first is not None
    assert (first.limit, first.soon, first.at) == (
        DataRequestDeadline.ANSWER,
        True,
        request.answer_due_at - timedelta(days=1),
    )
    passed = next_reminder(request, first.at)
    assert passed is not None
    assert (passed.soon, passed.at) == (False, request.answer_due_at)
    again = next_reminder(request, passed.at)
    assert again is not None
    assert again.at == request.answer_due_at + timedelta(days=1)
    later = next_reminder(accept(request), NOW)
    assert later is not None
    assert (later.limit, later.deadline) == (DataRequestDeadline.EXECUTION, request.due_at)
    assert next_reminder(refuse(request), NOW) is None


@given(st.integers(0, 60 * 24 * 60))
def test_the_next_reminder_is_always_later(minutes: int) -> None:
    after = NOW + timedelta(minutes=minutes)
    found = next_reminder(made(Kind.ERASE), after)
    assert found is not None
    assert found.at > after
    assert found.at - after <= timedelta(days=3)


def test_an_agency_answers_what_came_to_it_and_nobody_his_own() -> None:
    of_agency, of_portal = made(Kind.ERASE, agency_code="H26.31.05"), made(Kind.ERASE)
    officer, administrator = DataProtection("officer", "H26.31.05"), DataProtection("admin", None)
    assert (officer.covers(of_agency), officer.covers(of_portal)) == (True, False)
    assert administrator.covers(of_agency)
    assert administrator.covers(of_portal)
    assert not DataProtection("person", None).covers(of_portal)
    citizen_ = Actor(kind=ActorKind.CITIZEN, account_id="person")
    assert data_protection_of(citizen_, None, NOW) is None


# consents


def give(number: int) -> ConsentEntry:
    text = consent_text(REMINDERS)
    assert text is not None
    request = GiveConsent(
        command_id="c", purpose=REMINDERS, text_version=text.version, text_sha256=text.sha256
    )
    return consent_given(request, "person", number, NOW)


def test_every_purpose_rests_on_a_law_or_on_words_to_agree_to() -> None:
    found = purposes(())
    assert {each.purpose for each in found} == set(ProcessingPurpose)
    for each in found:
        on_consent = each.basis is LegalBasis.CONSENT
        assert on_consent == (each.purpose in ON_CONSENT) == (each.consent_text is not None)
        assert each.law
        assert each.data
        assert each.consent is (False if on_consent else None)


def test_the_last_entry_counts() -> None:
    first = give(1)
    second = withdrawn(first, "person", 2, NOW)
    assert in_force([first]) == {REMINDERS}
    assert in_force([first, second]) == frozenset()
    assert in_force([first, second, give(3)]) == {REMINDERS}
    assert second.text_sha256 == first.text_sha256


def test_consent_is_to_the_present_words_of_what_rests_on_consent() -> None:
    other = GiveConsent(command_id="c", purpose=REMINDERS, text_version=1, text_sha256="0" * 64)
    with pytest.raises(ServiceError) as refusal:
        consent_given(other, "person", 1, NOW)
    assert refusal.value.code is ErrorCode.CONSENT_TEXT_CHANGED
    by_law = other.model_copy(update={"purpose": ProcessingPurpose.DOSSIERS})
    with pytest.raises(ServiceError) as refusal:
        consent_given(by_law, "person", 1, NOW)
    assert code_of(refusal) == "not_on_consent"


def test_nothing_of_the_person_is_left_of_an_erased_account() -> None:
    register = RegisterCitizen(
        command_id="c",
        personal_number="001099012345",
        full_name="Nguyễn Văn An",
        password="con-meo-tren-mai-nha",
        email="an@example.vn",
        phone="0912345678",
    )
    account = citizen(register, "person", NOW).model_copy(
        update={"personal_number": "001099012345", "assurance": 2}
    )
    after = erased(account, NOW + timedelta(days=1))
    text = after.model_dump_json()
    for name in PERSONAL_FIELDS:
        if value := getattr(account, name):
            assert value not in text
    assert (after.account_id, after.version, after.assurance) == ("person", 2, 0)
    assert after.locked_at is not None
