"""A breach of the protection of personal data: what is told to whom until when, its register, reminders and sheet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import at

from accounts.domain.breaches import register, sheet
from accounts.domain.breaches.reminders import AGAIN, next_reminder
from contracts.accounts import (
    AmendBreach,
    Breach,
    BreachAct,
    BreachAddressee,
    BreachEntry,
    BreachFacts,
    BreachState,
    CloseBreach,
    IncidentSeverity,
    NoteBreachNotice,
    RecordBreach,
)
from contracts.accounts import BreachDutyKind as Duty
from contracts.errors import ErrorCode, ServiceError
from contracts.personal_data import DataCategory

SEEN = at("2026-08-28 18:40")
HOUR = timedelta(hours=1)


def facts(**changes: object) -> BreachFacts:
    stated: dict[str, object] = {
        "controller_name": "Ủy ban nhân dân phường Trung tâm",
        "contact_name": "Lê Thị Bảo",
        "contact": "024 3825 0000",
        "discovered_at": SEEN,
        "nature": "Tệp bị gửi nhầm.",
        "data": (DataCategory.DOSSIERS,),
        "persons": 12_000,
        "severity": IncidentSeverity.SERIOUS,
        "consequences": "Lộ số điện thoại.",
        "measures": "Thu hồi tệp.",
    }
    return BreachFacts.model_validate({**stated, **changes})


def recorded(now: datetime = SEEN + HOUR, **changes: object) -> tuple[Breach, list[BreachEntry]]:
    command = RecordBreach(command_id="c", facts=facts(**changes))
    first = register.recorded(command, "H81.12", now, "officer")
    return register.fold("breach", [first]), [first]


def limits(breach: Breach) -> dict[Duty, datetime]:
    return {each.duty: each.due_at for each in breach.duties}


def notice(breach: Breach, duty: Duty, given_at: datetime, now: datetime) -> BreachEntry:
    command = NoteBreachNotice(
        command_id="c",
        breach_id="breach",
        expected_version=breach.version,
        duty=duty,
        given_at=given_at,
        reference="15/CV",
    )
    return register.notice_given(breach, command, now, "officer")


def on(breach: Breach, entry: BreachEntry) -> Breach:
    return register.applied("breach", breach, entry)


def fault(error: pytest.ExceptionInfo[ServiceError]) -> str:
    return error.value.errors[0].code if error.value.errors else error.value.code


def test_vector_19_both_reports_within_72_hours_and_the_first_notice_within_24_day_off_or_not() -> None:
    breach, _ = recorded()
    assert limits(breach) == {
        Duty.CYBER_FIRST_NOTICE: at("2026-08-29 18:40"),
        Duty.DATA_PROTECTION_NOTICE: at("2026-08-31 18:40"),
        Duty.CYBER_REPORT: at("2026-08-31 18:40"),
    }
    assert {each.duty: each.addressee for each in breach.duties} == {
        Duty.CYBER_FIRST_NOTICE: BreachAddressee.CYBER_SECURITY_AUTHORITY,
        Duty.CYBER_REPORT: BreachAddressee.CYBER_SECURITY_AUTHORITY,
        Duty.DATA_PROTECTION_NOTICE: BreachAddressee.DATA_PROTECTION_AUTHORITY,
    }


def test_without_a_cyber_incident_the_authority_for_data_alone_is_told() -> None:
    breach, _ = recorded(severity=IncidentSeverity.NONE)
    assert set(limits(breach)) == {Duty.DATA_PROTECTION_NOTICE}


def test_an_incident_that_interrupts_is_told_at_once() -> None:
    breach, _ = recorded(severity=IncidentSeverity.INTERRUPTING)
    assert limits(breach)[Duty.CYBER_FIRST_NOTICE] == SEEN


def test_persons_are_told_where_places_or_biometric_data_are_among_them() -> None:
    breach, _ = recorded(location_or_biometric=True)
    assert breach.duties[-1].addressee is BreachAddressee.DATA_SUBJECTS


def test_a_breach_before_2026_has_the_72_hours_alone() -> None:
    breach, _ = recorded(discovered_at=at("2025-12-31 23:59"), location_or_biometric=True)
    assert (breach.regime, set(limits(breach))) == ("nd-13-2023", {Duty.DATA_PROTECTION_NOTICE})


def test_facts_are_of_the_past_and_begin_before_they_are_seen() -> None:
    with pytest.raises(ServiceError) as error:
        recorded(SEEN - HOUR)
    assert fault(error) == "in_time_to_come"
    with pytest.raises(ServiceError) as error:
        recorded(occurred_at=SEEN + HOUR)
    assert fault(error) == "after_discovery"


def test_amended_facts_move_the_duties_and_what_was_told_stays_told() -> None:
    breach, entries = recorded(severity=IncidentSeverity.NONE)
    given_notice = notice(breach, Duty.DATA_PROTECTION_NOTICE, SEEN + HOUR, SEEN + 2 * HOUR)
    breach = on(breach, given_notice)
    command = AmendBreach(command_id="c", breach_id="breach", expected_version=2, facts=facts(persons=5))
    more = register.amended(breach, command, SEEN + 3 * HOUR, "officer")
    breach = on(breach, more)
    assert register.open_duties(breach) == [Duty.CYBER_FIRST_NOTICE, Duty.CYBER_REPORT]
    assert (breach.facts.persons, entries[0].facts and entries[0].facts.persons) == (5, 12_000)
    assert breach == register.fold("breach", [*entries, given_notice, more])


def test_a_notice_is_of_what_is_to_be_told_and_between_discovery_and_now() -> None:
    breach, _ = recorded(severity=IncidentSeverity.NONE)
    now = SEEN + 2 * HOUR
    for duty, given_at, code in (
        (Duty.CYBER_REPORT, SEEN, "not_to_be_told"),
        (Duty.DATA_PROTECTION_NOTICE, now + HOUR, "in_time_to_come"),
        (Duty.DATA_PROTECTION_NOTICE, SEEN - HOUR, "before_discovery"),
    ):
        with pytest.raises(ServiceError) as error:
            notice(breach, duty, given_at, now)
        assert fault(error) == code


def test_what_was_told_twice_was_told_the_first_time() -> None:
    breach, _ = recorded()
    breach = on(breach, notice(breach, Duty.CYBER_REPORT, SEEN + HOUR, SEEN + 9 * HOUR))
    breach = on(breach, notice(breach, Duty.CYBER_REPORT, SEEN + 5 * HOUR, SEEN + 9 * HOUR))
    (done,) = [each.done_at for each in breach.duties if each.duty is Duty.CYBER_REPORT]
    assert done == SEEN + HOUR


def test_a_breach_is_closed_once_all_has_been_told_and_takes_nothing_more() -> None:
    breach, _ = recorded(severity=IncidentSeverity.NONE)
    close = CloseBreach(command_id="c", breach_id="breach", expected_version=1, outcome="Xong.")
    with pytest.raises(ServiceError) as error:
        register.closed(breach, close, SEEN + HOUR, "officer")
    assert error.value.code is ErrorCode.BREACH_DUTY_OPEN
    breach = on(breach, notice(breach, Duty.DATA_PROTECTION_NOTICE, SEEN, SEEN + HOUR))
    with pytest.raises(ServiceError) as error:
        register.closed(breach, close, SEEN + HOUR, "officer")
    assert error.value.code is ErrorCode.VERSION_STALE
    close = close.model_copy(update={"expected_version": 2})
    breach = on(breach, register.closed(breach, close, SEEN + HOUR, "officer"))
    assert breach.state is BreachState.CLOSED
    assert next_reminder(breach, SEEN) is None
    with pytest.raises(ServiceError) as error:
        notice(breach, Duty.DATA_PROTECTION_NOTICE, SEEN, SEEN + HOUR)
    assert error.value.code is ErrorCode.BREACH_CLOSED


def test_an_entry_that_was_changed_has_another_hash() -> None:
    _, (first,) = recorded()
    assert first.sha256 == register.entry_hash(first)
    changed = first.model_copy(update={"facts": facts(persons=1)})
    assert register.entry_hash(changed) != first.sha256


def test_reminders_come_24_and_6_hours_before_a_limit_and_again_after_it() -> None:
    breach, _ = recorded(severity=IncidentSeverity.NONE)
    due = SEEN + timedelta(hours=72)
    moments = []
    moment = SEEN
    for _ in range(5):
        reminder = next_reminder(breach, moment)
        assert reminder is not None
        moment = reminder.at
        moments.append((moment - due, reminder.escalated, reminder.passed))
    assert moments == [
        (-24 * HOUR, False, False),
        (-6 * HOUR, True, False),
        (0 * HOUR, True, True),
        (AGAIN, True, True),
        (2 * AGAIN, True, True),
    ]


@given(
    st.integers(0, 200),
    st.sampled_from(list(IncidentSeverity)),
    st.booleans(),
    st.sets(st.sampled_from([Duty.DATA_PROTECTION_NOTICE, Duty.CYBER_REPORT])),
)
def test_a_next_reminder_is_later_and_there_is_one_exactly_while_something_is_to_be_told(
    hours: int, severity: IncidentSeverity, places: bool, notified: set[Duty]
) -> None:
    breach, _ = recorded(severity=severity, location_or_biometric=places)
    for duty in notified & set(limits(breach)):
        breach = on(breach, notice(breach, duty, SEEN, SEEN + HOUR))
    after = SEEN + hours * HOUR
    reminder = next_reminder(breach, after)
    assert (reminder is None) == (not register.open_duties(breach))
    assert reminder is None or reminder.at > after


def test_the_sheet_states_both_addressees_each_limit_and_how_it_stands() -> None:
    breach, entries = recorded(location_or_biometric=True)
    given_notice = notice(breach, Duty.CYBER_FIRST_NOTICE, SEEN + 25 * HOUR, SEEN + 26 * HOUR)
    breach, entries = on(breach, given_notice), [*entries, given_notice]
    lines = {each.label: each.text for each in sheet.lines(breach, entries)}
    assert lines["Kính gửi"] == (
        "Lực lượng chuyên trách bảo vệ an ninh mạng; Cơ quan chuyên trách bảo vệ dữ liệu cá nhân"
    )
    first = lines["Thông báo ban đầu về sự cố an ninh mạng"]
    assert "(quá hạn)" in first
    assert "hạn 18 giờ 40 phút, ngày 29/08/2026" in first
    assert lines["Thông báo vi phạm bảo vệ dữ liệu cá nhân"].startswith("chưa thực hiện")
    assert (lines["Văn bản, biên nhận"], lines["Số chủ thể dữ liệu bị ảnh hưởng"]) == ("15/CV", "12.000")
    document = sheet.document(breach, entries, "c", "officer")
    assert [each.label for each in document.content.facts] == list(lines)
    assert document.readers is not None
    assert document.readers.account_ids == ("officer",)


def test_the_first_entry_states_the_facts() -> None:
    with pytest.raises(ValueError, match="at least one"):
        register.fold("breach", [])
    with pytest.raises(ValueError, match="states the facts"):
        register.fold("breach", [register.entry(1, BreachAct.RECORDED, SEEN, "officer")])
