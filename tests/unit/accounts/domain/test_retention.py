"""Schedules of retention, holds, and runs that one person proposes and another approves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import at

from accounts.domain.retention import holds, minutes, runs, schedules
from contracts.accounts import (
    Disposition,
    DraftRetentionSchedule,
    EnactRetentionSchedule,
    LiftRetentionHold,
    MakeRetentionHold,
    ProposeRetentionRun,
    RedraftRetentionSchedule,
    RetentionHold,
    RetentionMinutes,
    RetentionMoment,
    RetentionRule,
    RetentionRun,
    RetentionSchedule,
    RetentionScheduleContent,
)
from contracts.accounts import RetentionRunState as State
from contracts.errors import ErrorCode, ServiceError
from contracts.retention import RecordKind, RetentionPart
from contracts.time import local_day

NOW = at("2026-11-30 10:00")
TODAY = date(2026, 11, 30)


def rule(kind: RecordKind = RecordKind.MESSAGES, **changes: object) -> RetentionRule:
    known = schedules.KINDS[kind]
    then = Disposition.ANONYMISE if kind is RecordKind.DOSSIERS else Disposition.DESTROY
    stated = {"kind": kind, "legal_basis": "Luật", "months": 120, "moment": known.moment, "then": then}
    return RetentionRule.model_validate({**stated, **changes}, extra="forbid")


def content(*rules: RetentionRule) -> RetentionScheduleContent:
    return RetentionScheduleContent(title="Bảng thời hạn", rules=rules or (rule(),))


def draft(*rules: RetentionRule) -> RetentionSchedule:
    command = DraftRetentionSchedule(command_id="c", content=content(*rules))
    return schedules.drafted(command, "schedule", "an", NOW)


def enact(schedule: RetentionSchedule, day: date, now: datetime = NOW) -> RetentionSchedule:
    command = EnactRetentionSchedule(
        command_id="c",
        schedule_id="schedule",
        expected_version=schedule.version,
        effective_from=day,
        decision="12/QĐ-UBND",
    )
    return schedules.enacted(schedule, command, "an", now)


def proposed(*rules: RetentionRule, trial: bool = False) -> RetentionRun:
    command = ProposeRetentionRun(command_id="c", organisation="Ủy ban nhân dân tỉnh", trial=trial)
    return runs.proposed(command, draft(*rules), "run", "an", TODAY, NOW)


def refused(error: pytest.ExceptionInfo[ServiceError]) -> str:
    return error.value.errors[0].code if error.value.errors else error.value.code


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ((rule(), rule()), "kind_twice"),
        ((rule(moment=RetentionMoment.ENDED),), "moment_of_another_kind"),
        ((rule(RecordKind.DOSSIERS, then=Disposition.DESTROY),), "disposition_of_another_kind"),
        ((rule(RecordKind.BILLS, months=119),), "shorter_than_the_law"),
    ],
)
def test_a_rule_fits_its_kind(rules: tuple[RetentionRule, ...], code: str) -> None:
    with pytest.raises(ServiceError) as error:
        draft(*rules)
    assert refused(error) == code


def test_every_kind_has_an_owner_and_a_rule_that_fits() -> None:
    assert set(schedules.KINDS) == set(RecordKind)
    draft(*(rule(kind) for kind in RecordKind))


def test_a_schedule_is_changed_until_it_is_enacted_for_a_day_that_has_not_passed() -> None:
    with pytest.raises(ServiceError) as error:
        enact(draft(), TODAY - timedelta(days=1))
    assert refused(error) == "day_has_passed"
    enacted = enact(draft(), TODAY)
    again = RedraftRetentionSchedule(
        command_id="c", schedule_id="schedule", expected_version=2, content=content(rule(months=1))
    )
    with pytest.raises(ServiceError) as error:
        schedules.redrafted(enacted, again, "an", NOW)
    assert error.value.code is ErrorCode.RETENTION_SETTLED
    again = again.model_copy(update={"expected_version": 1})
    assert schedules.redrafted(draft(), again, "binh", NOW).content.rules[0].months == 1
    with pytest.raises(ServiceError) as error:
        schedules.redrafted(enacted, again, "an", NOW)
    assert error.value.code is ErrorCode.VERSION_STALE


def test_the_schedule_that_began_last_is_in_force() -> None:
    first = enact(draft(), TODAY)
    second = enact(draft(), TODAY + timedelta(days=2), NOW + timedelta(hours=1))
    same_day = enact(draft(), TODAY, NOW + timedelta(hours=2))
    assert schedules.in_force([draft(), first, second], TODAY) == first
    assert schedules.in_force([first, second], TODAY + timedelta(days=2)) == second
    assert schedules.in_force([same_day, first], TODAY) == same_day
    assert schedules.in_force([same_day, second], TODAY + timedelta(days=2)) == second
    assert schedules.in_force([draft(), second], TODAY) is None


def test_a_period_is_over_on_the_day_after_its_last() -> None:
    """From 30 November 2016 on ten years last until 30 November 2026."""
    over = schedules.before(rule(), date(2026, 12, 1))
    assert at("2016-11-30 23:59") < over
    assert at("2016-11-30 00:00") >= schedules.before(rule(), date(2026, 11, 30))


def hold(**changes: object) -> RetentionHold:
    stated = {"command_id": "c", "account_id": "person", "authority": "Tòa án", "reason": "Vụ án.", **changes}
    return holds.made(MakeRetentionHold.model_validate(stated, extra="forbid"), "hold", "an", NOW)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"account_id": None}, "one_of_two"),
        ({"dossier": "H1"}, "one_of_two"),
        ({"until": TODAY - timedelta(days=1)}, "day_has_passed"),
    ],
)
def test_a_hold_is_of_a_person_or_a_dossier(changes: dict[str, object], code: str) -> None:
    with pytest.raises(ServiceError) as error:
        hold(**changes)
    assert refused(error) == code


def test_a_hold_counts_until_its_last_day_or_until_it_is_lifted() -> None:
    until = hold(until=TODAY)
    dossier = hold(account_id=None, dossier="H1")
    assert holds.held_records([until, until, dossier], TODAY) == holds.HeldRecords(("person",), ("H1",))
    assert holds.held_records([until], TODAY + timedelta(days=1)) == holds.HeldRecords()
    command = LiftRetentionHold(command_id="c", hold_id="hold", expected_version=1, reason="Xong.")
    lifted = holds.lifted(dossier, command, "binh", NOW)
    assert holds.held_records([lifted], TODAY) == holds.HeldRecords()
    with pytest.raises(ServiceError) as error:
        holds.lifted(lifted, command.model_copy(update={"expected_version": 2}), "an", NOW)
    assert error.value.code is ErrorCode.RETENTION_SETTLED


def through(run: RetentionRun, *parts: RetentionPart) -> RetentionRun:
    for part in parts:
        item = runs.next_item(run)
        assert item is not None
        run = runs.with_part(run, item, part)
    return run


def test_who_proposed_a_run_does_not_approve_it() -> None:
    run = runs.surveyed(through(proposed(), RetentionPart(due=3)))
    with pytest.raises(ServiceError) as error:
        runs.approved(run, run.version, "an", NOW)
    assert error.value.code is ErrorCode.SAME_PERSON
    assert runs.approved(run, run.version, "binh", NOW).state is State.RUNNING
    assert runs.rejected(run, run.version, "Chưa đủ hồ sơ.", "an", NOW).state is State.REJECTED


def test_only_a_run_that_is_counted_and_no_trial_is_approved() -> None:
    for run in (proposed(), runs.surveyed(proposed(trial=True))):
        with pytest.raises(ServiceError) as error:
            runs.approved(run, run.version, "binh", NOW)
        assert error.value.code is ErrorCode.RETENTION_SETTLED
    run = runs.surveyed(proposed())
    with pytest.raises(ServiceError) as error:
        runs.approved(run, 1, "binh", NOW)
    assert error.value.code is ErrorCode.VERSION_STALE


def test_what_is_kept_for_ever_is_in_no_run() -> None:
    run = proposed(rule(), rule(RecordKind.UPLOADS, then=Disposition.KEEP))
    assert [each.kind for each in run.items] == [RecordKind.MESSAGES]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=6))
def test_counts_are_the_sums_of_the_parts_and_a_destruction_begins_anew(
    counts: list[tuple[int, int, int]],
) -> None:
    parts = [
        RetentionPart(due=due, held=held, waiting=waiting, next_cursor=None if last else "x")
        for number, (due, held, waiting) in enumerate(counts, start=1)
        for last in [number == len(counts)]
    ]
    run = runs.surveyed(through(proposed(), *parts))
    running = through(runs.approved(run, run.version, "binh", NOW), *parts)
    assert runs.next_item(running) is None
    (item,) = running.items
    sums = tuple(sum(each[place] for each in counts) for place in range(3))
    assert (item.due, item.gone, item.held, item.waiting) == (sums[0], *sums)
    assert runs.event_of(running, "0").counts[0].count == sums[0]


def test_the_minutes_say_what_went_on_what_ground_by_whom() -> None:
    run = runs.surveyed(through(proposed(), RetentionPart(due=1200)))
    run = through(runs.approved(run, run.version, "binh", NOW), RetentionPart(due=1199, held=1, waiting=2))
    schedule = enact(draft(), TODAY)
    request = minutes.document(run, schedule, "Trần An", "Lê Bình", NOW)
    stated = {each.label: each.text for each in request.content.facts}
    assert stated["Thông báo"] == (
        "tiêu hủy 1.199; tạm dừng tiêu hủy 1; chờ dữ liệu khác của cùng chủ thể 2\n"
        "Căn cứ: Luật (phát sinh trước ngày 30/11/2016)"
    )
    assert stated["Người đề nghị"].startswith("Trần An")
    assert stated["Người phê duyệt"].startswith("Lê Bình")
    assert "12/QĐ-UBND" in stated["Bảng thời hạn lưu giữ"]
    assert request.readers is not None
    assert request.readers.account_ids == ("an", "binh")
    file = RetentionMinutes(file_id="f", verification_code="ABCD", sha256="1")
    assert runs.event_of(runs.done(run, file, NOW), "0").minutes_sha256 == "1"
    assert local_day(NOW) == TODAY
