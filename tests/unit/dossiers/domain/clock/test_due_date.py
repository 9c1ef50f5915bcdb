"""Due dates by unit of the time limit, and what a wait does to them."""

from datetime import time

import pytest
from tests.support.dossiers.samples import at, calendar, law, regime

from contracts.catalog import Regime, Shift, SubmissionChannel, TimeLimit, TimeSpan, TimeUnit
from contracts.dossiers import ClockCause, ClockMove, ClockMoveKind
from dossiers.domain.clock.due_date import (
    TimeLimitKey,
    due_date,
    fold_moves,
    needs_stated_date,
    resumed_due_date,
)
from dossiers.domain.model.law import time_limit

LATE = time(15)


def limit(unit: TimeUnit, quantity: float | None = None) -> TimeLimit:
    return TimeLimit(unit=unit, quantity=quantity)


@pytest.mark.parametrize(
    ("unit", "quantity", "received", "due"),
    [
        (TimeUnit.SAME_DAY, None, "2026-04-22 09:00", "2026-04-22 17:00"),
        (TimeUnit.SAME_DAY, None, "2026-04-22 15:00", "2026-04-22 17:00"),
        (TimeUnit.SAME_DAY, None, "2026-04-22 15:01", "2026-04-23 17:00"),
        (TimeUnit.SAME_DAY, None, "2026-04-24 15:01", "2026-04-28 17:00"),
        (TimeUnit.SAME_DAY, None, "2026-04-26 16:00", "2026-04-28 17:00"),
        (TimeUnit.HOUR, 4, "2026-08-28 14:00", "2026-09-03 08:00"),
        (TimeUnit.WORKING_DAY, 3, "2026-04-23 15:30", "2026-04-29 15:30"),
        (TimeUnit.WORKING_DAY, 0.5, "2026-08-28 14:00", "2026-09-03 08:00"),
        (TimeUnit.DAY, 10, "2026-04-13 09:00", "2026-04-23 17:00"),
        (TimeUnit.DAY, 3, "2026-04-23 09:00", "2026-04-28 17:00"),
        (TimeUnit.MONTH, 1, "2026-01-31 09:00", "2026-03-02 17:00"),
        (TimeUnit.MONTH, 2, "2026-11-16 09:00", "2027-01-18 17:00"),
        (TimeUnit.MONTH, 1.5, "2026-04-01 09:00", "2026-05-18 17:00"),
    ],
)
def test_due_date(unit: TimeUnit, quantity: float | None, received: str, due: str) -> None:
    assert due_date(limit(unit, quantity), at(received), calendar(), LATE) == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-04-22 14:30", "2026-04-22 17:00"), ("2026-04-22 14:31", "2026-04-23 17:00")],
)
def test_an_agency_may_have_a_late_time_in_minutes(received: str, due: str) -> None:
    fixed = law().replace({"regime": regime(late_reception_time=time(14, 30))})
    late_after = fixed.regime.late_after
    assert due_date(limit(TimeUnit.SAME_DAY), at(received), fixed.calendar, late_after) == at(due)


def test_a_regime_stored_before_late_times_is_read_with_its_full_hour() -> None:
    stored = regime().model_dump(mode="json", exclude={"late_reception_time", "agency_decision", "version"})
    assert Regime.model_validate(stored, extra="ignore").late_after == time(15)


def test_same_day_after_the_last_shift_of_a_morning_office_is_the_next_day() -> None:
    mornings = calendar().model_copy(update={"shifts": (Shift(start=time(7), end=time(11, 30)),)})
    assert due_date(limit(TimeUnit.SAME_DAY), at("2026-04-22 14:00"), mornings, LATE) == at(
        "2026-04-23 11:30"
    )


@pytest.mark.parametrize(
    ("row", "stated"),
    [
        (None, True),
        (limit(TimeUnit.TEXT), True),
        (limit(TimeUnit.DAY), True),
        (limit(TimeUnit.SAME_DAY), False),
        (limit(TimeUnit.DAY, 1), False),
    ],
)
def test_the_officer_states_what_the_law_does_not_count(row: TimeLimit | None, stated: bool) -> None:
    assert needs_stated_date(row) is stated


STATED = at("2026-06-25 17:00")
MOVES = (
    ClockMove(
        kind=ClockMoveKind.STATED,
        cause=ClockCause.RECEPTION,
        at=at("2026-06-01 07:00"),
        law_id="law",
        stated_due_at=STATED,
    ),
    ClockMove(
        kind=ClockMoveKind.STOPPED, cause=ClockCause.SUPPLEMENT, at=at("2026-06-02 07:00"), law_id="law"
    ),
    ClockMove(
        kind=ClockMoveKind.RESTARTED, cause=ClockCause.SUPPLEMENT, at=at("2026-06-08 07:00"), law_id="law"
    ),
)


@pytest.mark.parametrize(
    ("alternatives", "due"),
    [
        ((TimeSpan(quantity=18, unit=TimeUnit.WORKING_DAY),), "2026-07-02 17:00"),
        ((), "2026-06-17 17:00"),
    ],
    ids=["the stated length again", "the law's number"],
)
def test_a_date_that_was_stated_within_the_words_keeps_its_length_at_a_restart(
    alternatives: tuple[TimeSpan, ...], due: str
) -> None:
    number = TimeLimit(quantity=8, unit=TimeUnit.WORKING_DAY, alternatives=alternatives)
    made, key = law(time_limits=(number,)), TimeLimitKey(None, SubmissionChannel.ONLINE)
    assert fold_moves(MOVES, lambda _: made, key).due_at == at(due)
    changed = ClockMove(
        kind=ClockMoveKind.LAW_CHANGED, cause=ClockCause.LAW, at=at("2026-06-02 07:00"), law_id="law"
    )
    moved = fold_moves((MOVES[0], changed), lambda _: made, key).due_at
    assert (moved == STATED) is bool(alternatives)


def test_resuming_moves_the_due_date_by_the_waiting() -> None:
    due = resumed_due_date(at("2026-04-22 17:00"), at("2026-04-21 10:00"), at("2026-04-23 10:00"), calendar())
    assert due == at("2026-04-24 17:00")


def test_waiting_over_a_weekend_costs_no_working_time() -> None:
    due = resumed_due_date(at("2026-04-22 10:00"), at("2026-04-17 17:00"), at("2026-04-20 07:00"), calendar())
    assert due == at("2026-04-22 10:00")


def test_a_dossier_late_before_the_wait_stays_late() -> None:
    due = at("2026-04-20 10:00")
    assert resumed_due_date(due, at("2026-04-21 10:00"), at("2026-04-23 10:00"), calendar()) == due


@pytest.mark.parametrize(
    ("case", "channel", "days"),
    [
        ("moi", SubmissionChannel.ONLINE, 1),
        ("moi", SubmissionChannel.DIRECT, 2),
        (None, SubmissionChannel.ONLINE, 3),
        (None, SubmissionChannel.POSTAL, 4),
    ],
)
def test_the_most_specific_limit_counts(case: str | None, channel: SubmissionChannel, days: int) -> None:
    rows = (
        TimeLimit(unit=TimeUnit.DAY, quantity=4),
        TimeLimit(unit=TimeUnit.DAY, quantity=3, channel=SubmissionChannel.ONLINE),
        TimeLimit(unit=TimeUnit.DAY, quantity=2, case_code="moi"),
        TimeLimit(unit=TimeUnit.DAY, quantity=1, case_code="moi", channel=SubmissionChannel.ONLINE),
    )
    found = time_limit(law(time_limits=rows), case, channel)
    assert found is not None
    assert found.quantity == days


def test_two_limits_of_the_same_rank_leave_it_to_the_officer() -> None:
    rows = (TimeLimit(unit=TimeUnit.DAY, quantity=1), TimeLimit(unit=TimeUnit.DAY, quantity=2))
    assert time_limit(law(time_limits=rows), None, SubmissionChannel.ONLINE) is None
