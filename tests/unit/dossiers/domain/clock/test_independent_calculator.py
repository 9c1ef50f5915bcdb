"""The clock against a calculator that shares no code with it, over random lives of stops, restarts and extensions."""

from datetime import date, datetime, time, timedelta
from functools import cache, partial
from random import Random
from typing import Any

import pytest
from tests.support.dossiers.calculator import calculator
from tests.support.dossiers.depth import DEEP
from tests.support.dossiers.law_of_2026 import calendar_of_2026, regime_of
from tests.support.dossiers.samples import at, law, regime

from contracts.catalog import (
    DayShifts,
    Regime,
    Shift,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    WeekdayShifts,
    WorkingCalendar,
)
from contracts.dossiers import ClockCause, ClockMove, ClockMoveKind
from dossiers.domain.clock.due_date import ClockState, TimeLimitKey, apply_move, fold_moves
from dossiers.domain.model.law import Law

KEY = TimeLimitKey(None, SubmissionChannel.DIRECT)
K, C = ClockMoveKind, ClockCause
LIVES = 100_000 if DEEP else 300
PARTS = 4
MORNING = Shift(start=time(7, 30), end=time(11, 30))
BEGIN = at("2026-01-01 00:00")
QUANTITIES = {
    TimeUnit.HOUR: (1, 4, 20, 56, 0.5),
    TimeUnit.WORKING_DAY: (0.5, 1, 1.5, 2, 3, 7, 15, 30),
    TimeUnit.DAY: (1, 3, 7, 10, 20, 45),
    TimeUnit.MONTH: (1, 1.5, 2, 3),
    TimeUnit.SAME_DAY: (None,),
}


@cache
def calendars() -> tuple[WorkingCalendar, ...]:
    """The national one, with Saturday mornings, with half days, with a longer day and with a shorter one."""
    ends = {"covers_from": date(2026, 1, 1), "covers_to": date(2027, 12, 31)}
    national = calendar_of_2026().model_copy(update=ends)
    half_days = [date(2026, 1, 15) + timedelta(days=29 * count) for count in range(20)]
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"weekdays": (WeekdayShifts(weekday=5, shifts=(MORNING,)),)},
        {"days": tuple(DayShifts(day=day, shifts=(MORNING,)) for day in half_days)},
        {"shifts": (Shift(start=time(7), end=time(11, 30)), Shift(start=time(13), end=time(17)))},
        {"shifts": (Shift(start=time(7, 30), end=time(11, 30)), Shift(start=time(13), end=time(16, 30)))},
    )
    return tuple(national.model_copy(update=change) for change in changes)


@cache
def decrees() -> tuple[Regime, ...]:
    """The law of today, that of 2018, and one with a late reception time of 14:30."""
    today = regime_of("2026-11-27 09:00").model_copy(update={"interlinked": (), "fee_exemptions": ()})
    return today, regime(), today.model_copy(update={"late_reception_time": time(14, 30)})


def limit(random: Random) -> TimeLimit:
    unit = random.choice(tuple(QUANTITIES))
    return TimeLimit(unit=unit, quantity=random.choice(QUANTITIES[unit]))


def moment(random: Random, after: datetime) -> datetime:
    """Some minutes or some days later, seconds too."""
    minutes = random.choice((random.randrange(1, 600), random.randrange(1, 20_000)))
    return after + timedelta(minutes=minutes, seconds=random.randrange(60))


def life(random: Random) -> tuple[list[ClockMove], TimeLimit, Regime, WorkingCalendar]:
    """The moves of one dossier, oldest first, as its acts record them."""
    works, rules, row = random.choice(calendars()), random.choice(decrees()), limit(random)
    now = moment(random, BEGIN + timedelta(minutes=random.randrange(400 * 24 * 60)))
    moves = [move(K.STARTED, C.RECEPTION, now)]
    stopped = False
    for _ in range(random.randrange(7)):
        now = moment(random, now)
        if stopped:
            kind = random.choice((K.RESUMED, K.RESUMED, K.RESTARTED, K.STOPPED))
            stopped = kind is K.STOPPED
        else:
            kind = random.choice((K.STOPPED, K.STOPPED, K.STOPPED, K.EXTENDED))
            stopped = kind is K.STOPPED
        promised = works_at(random, works, now) if kind is K.EXTENDED else None
        moves.append(move(kind, C.STOP, now, promised))
    return moves, row, rules, works


def works_at(random: Random, works: WorkingCalendar, now: datetime) -> datetime:
    """A moment of work some days later: a shift's begin, its end, or between."""
    counted = calculator(works)
    day = counted.minute(now) // (24 * 60) + random.randrange(1, 30)
    while not counted.shifts[day]:
        day += 1
    begin, end = random.choice(counted.shifts[day])
    return counted.instant(day * 24 * 60 + random.choice((begin, end, random.randrange(begin, end))))


def _the_law(made: Law, _: str) -> Law:
    return made


def move(kind: ClockMoveKind, cause: ClockCause, now: datetime, stated: datetime | None = None) -> ClockMove:
    return ClockMove(kind=kind, cause=cause, at=now, law_id="law", stated_due_at=stated)


@pytest.mark.lives
@pytest.mark.parametrize("part", range(PARTS))
def test_the_calculator_and_the_service_agree_on_every_life(part: int) -> None:
    for seed in range(part, LIVES, PARTS):
        moves, row, rules, works = life(Random(seed))
        made = law(calendar_=works, regime_=rules, time_limits=(row,))
        shown = fold_moves(moves, partial(_the_law, made), KEY)
        expected = calculator(works).due(moves, row, rules)
        assert shown.due_at == expected, (seed, row, rules.regime_id, moves)
        before = ClockState()
        for each in moves:
            stored = ClockState(before.due_at, before.stopped_since, before.moves)
            before = apply_move(stored, each, made, KEY)
        assert before.due_at == expected, (seed, "from what is stored of a dossier")


@pytest.mark.parametrize(
    ("quantity", "begun", "stopped", "resumed", "due"),
    [
        (20, "2027-02-02 09:00", "2027-02-02 09:00", "2027-02-15 09:00", "2027-03-08 17:00"),
        (7, "2027-02-02 09:00", "2027-02-02 09:00", "2027-02-15 09:00", "2027-02-22 17:00"),
        (7, "2027-02-03 06:33", "2027-02-03 11:13", "2027-02-20 16:20", "2027-03-01 17:00"),
        (5, "2026-11-09 09:00", "2026-11-16 10:00", "2026-11-19 11:00", "2026-11-19 17:00"),
    ],
)
def test_days_that_were_left_are_left_again(
    quantity: int, begun: str, stopped: str, resumed: str, due: str
) -> None:
    """Bộ luật Dân sự 2015 art 147 and 148; the last case stopped on the working day to which the end had moved."""
    row = TimeLimit(unit=TimeUnit.DAY, quantity=quantity)
    made = law(calendar_=calendar_of_2026(), regime_=decrees()[0], time_limits=(row,))
    moves = [
        move(K.STARTED, C.RECEPTION, at(begun)),
        move(K.STOPPED, C.PAYMENT, at(stopped)),
        move(K.RESUMED, C.PAYMENT, at(resumed)),
    ]
    assert fold_moves(moves, lambda _: made, KEY).due_at == at(due)


def test_a_dossier_of_an_earlier_regime_keeps_the_due_date_that_it_had() -> None:
    row = TimeLimit(unit=TimeUnit.DAY, quantity=20)
    stored = regime().model_dump(mode="json", exclude=set(NEW))
    made = law(
        calendar_=calendar_of_2026(),
        regime_=Regime.model_validate(stored, extra="ignore"),
        time_limits=(row,),
    )
    moves = [
        move(K.STARTED, C.RECEPTION, at("2027-02-02 09:00")),
        move(K.STOPPED, C.PAYMENT, at("2027-02-02 09:00")),
        move(K.RESUMED, C.PAYMENT, at("2027-02-15 09:00")),
    ]
    assert fold_moves(moves, lambda _: made, KEY).due_at == at("2027-02-26 17:00")


NEW = (
    "amends", "working_days_end", "days_across_stop", "windows_end", "out_of_area_clock", "nationwide_reception",
    "once_only", "kiosk_checks_identity", "interlinked", "fee_exemptions",
)  # fmt: skip
"""Fields of a regime that one stored before the law of 2026 does not have."""
