"""The clock over random calendars: waits, restarts and extensions in any order, against what is measured by hand."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.support.dossiers.depth import lives
from tests.support.dossiers.samples import calendar, law, regime

from contracts.catalog import (
    DayShifts,
    Shift,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    WeekdayShifts,
    WorkingCalendar,
)
from contracts.dossiers import ClockCause, ClockMove, ClockMoveKind
from contracts.working_time import add_minutes, count_minutes, is_working_time, minutes_before
from dossiers.domain.clock.due_date import ClockState, TimeLimitKey, apply_move, due_date, fold_moves

MATTER = TimeLimitKey(None, SubmissionChannel.DIRECT)
MORNING = Shift(start=time(7, 30), end=time(11, 30))
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
LAST = date(2040, 12, 31)
"""Further than any limit here reaches."""
K, C = ClockMoveKind, ClockCause
days = st.integers(0, 400).map(lambda count: date(2026, 1, 1) + timedelta(days=count))
moments = st.integers(0, 300 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
numbered = st.one_of(
    st.builds(TimeLimit, unit=st.just(TimeUnit.WORKING_DAY), quantity=st.sampled_from([0.5, 1, 3, 7, 15])),
    st.builds(TimeLimit, unit=st.just(TimeUnit.HOUR), quantity=st.integers(1, 60).map(float)),
    st.builds(TimeLimit, unit=st.just(TimeUnit.DAY), quantity=st.integers(1, 40).map(float)),
    st.builds(TimeLimit, unit=st.just(TimeUnit.MONTH), quantity=st.sampled_from([1, 1.5, 2])),
    st.just(TimeLimit(unit=TimeUnit.SAME_DAY)),
)


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """With Saturday mornings, half days, closed days and swapped days as they come."""
    saturday = draw(st.sampled_from([(), (WeekdayShifts(weekday=5, shifts=(MORNING,)),)]))
    half = draw(st.dictionaries(days, st.sampled_from([(), (MORNING,)]), max_size=12))
    return calendar().model_copy(
        update={
            "covers_to": LAST,
            "weekdays": saturday,
            "closed_days": tuple(draw(st.sets(days, max_size=12))),
            "working_days": tuple(draw(st.sets(days, max_size=6))),
            "days": tuple(DayShifts(day=day, shifts=shifts) for day, shifts in half.items()),
        }
    )


@given(calendars(), moments, st.integers(0, 6000), st.integers(0, 6000))
def test_more_time_never_gives_an_earlier_end(
    works: WorkingCalendar, start: datetime, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    assert add_minutes(works, start, less) <= add_minutes(works, start, more)


@given(calendars(), moments, moments, numbered)
def test_a_later_reception_is_never_due_earlier(
    works: WorkingCalendar, one: datetime, other: datetime, limit: TimeLimit
) -> None:
    first, second = sorted((one, other))
    assert due_date(limit, first, works, time(15)) <= due_date(limit, second, works, time(15))


@given(calendars(), moments, st.integers(1, 60), st.integers(1, 60), st.sampled_from(TimeUnit))
def test_a_longer_limit_is_never_due_earlier(
    works: WorkingCalendar, start: datetime, one: int, other: int, unit: TimeUnit
) -> None:
    assume(unit not in (TimeUnit.SAME_DAY, TimeUnit.TEXT))
    scale = 10 if unit is TimeUnit.MONTH else 1
    less, more = (TimeLimit(unit=unit, quantity=count / scale) for count in sorted((one, other)))
    assert due_date(less, start, works, time(15)) <= due_date(more, start, works, time(15))


@given(calendars(), moments, st.integers(0, 6000))
def test_the_minutes_before_an_end_are_left_until_it(
    works: WorkingCalendar, end: datetime, minutes: int
) -> None:
    assert count_minutes(works, minutes_before(works, end, minutes), end) == minutes


@given(calendars(), moments, st.integers(1, 6000))
def test_working_time_ends_at_a_working_moment(works: WorkingCalendar, start: datetime, minutes: int) -> None:
    assert is_working_time(works, add_minutes(works, start, minutes))


class Clock(RuleBasedStateMachine):
    """Started once, then stopped, resumed, restarted and extended; `left` is what was measured at the stop."""

    @initialize(works=calendars(), limit=numbered, start=moments)
    def start(self, works: WorkingCalendar, limit: TimeLimit, start: datetime) -> None:
        self.works, self.limit, self.now = works, limit, start
        self.law = law(calendar_=works, regime_=regime(), time_limits=(limit,))
        self.moves: list[ClockMove] = []
        self.shown = ClockState()
        self.left: int | None = None
        self.move(K.STARTED, C.RECEPTION)

    def move(self, kind: ClockMoveKind, cause: ClockCause, stated: datetime | None = None) -> None:
        move = ClockMove(kind=kind, cause=cause, at=self.now, law_id="law", stated_due_at=stated)
        self.before = self.shown
        self.shown = apply_move(self.shown, move, self.law, MATTER)
        self.moves.append(move)

    def due(self) -> datetime:
        assert self.shown.due_at is not None
        return self.shown.due_at

    @rule(minutes=st.integers(1, 4000))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.shown.stopped_since is None)
    @rule(cause=st.sampled_from([C.SUPPLEMENT, C.PAYMENT, C.STOP]))
    def it_stops(self, cause: ClockCause) -> None:
        due = self.due()
        self.left = count_minutes(self.works, self.now, due) if due > self.now else None
        self.move(K.STOPPED, cause)
        assert self.due() == due, "a stop alone moves nothing"

    @precondition(lambda self: self.shown.stopped_since is not None)
    @rule()
    def it_stops_again(self) -> None:
        since = self.shown.stopped_since
        self.move(K.STOPPED, C.STOP)
        assert self.shown.stopped_since == since, "a wait counts from its beginning"

    @precondition(lambda self: self.shown.stopped_since is not None)
    @rule()
    def it_goes_on(self) -> None:
        due = self.due()
        self.move(K.RESUMED, C.STOP)
        assert self.due() >= due, "a wait never makes the due date earlier"
        if self.left is None:
            assert self.due() == due, "what was late stays late"
        else:
            assert count_minutes(self.works, self.now, self.due()) == self.left

    @precondition(lambda self: self.shown.stopped_since is not None)
    @rule()
    def it_begins_again(self) -> None:
        self.move(K.RESTARTED, C.SUPPLEMENT)
        assert self.due() == due_date(self.limit, self.now, self.works, time(15))

    @precondition(lambda self: self.shown.stopped_since is None)
    @rule(hours=st.integers(1, 200))
    def a_new_date_is_promised(self, hours: int) -> None:
        promised = self.due() + timedelta(hours=hours)
        self.move(K.EXTENDED, C.EXTENSION, promised)
        assert self.due() == promised

    @rule()
    def the_same_law_again_changes_nothing(self) -> None:
        due, since = self.shown.due_at, self.shown.stopped_since
        self.move(K.LAW_CHANGED, C.LAW)
        assert (self.shown.due_at, self.shown.stopped_since) == (due, since)

    @rule(more=st.integers(1, 20))
    def a_law_with_more_time_is_never_due_earlier(self, more: int) -> None:
        assume(self.limit.quantity is not None)
        assert self.limit.quantity is not None
        longer = self.limit.model_copy(update={"quantity": self.limit.quantity + more})
        generous = law(calendar_=self.works, regime_=regime(), time_limits=(longer,))
        move = ClockMove(kind=K.LAW_CHANGED, cause=C.LAW, at=self.now, law_id="longer")
        after = apply_move(self.shown, move, generous, MATTER)
        assert after.due_at is not None
        assert after.due_at >= self.due()

    @invariant()
    def the_fold_of_all_moves_is_what_is_shown(self) -> None:
        assert fold_moves(self.moves, lambda _: self.law, MATTER) == self.shown


Clock.TestCase.settings = lives(usual=40, deep=2000, steps=20)
TestClock = pytest.mark.lives(Clock.TestCase)
