"""Days on which things hold, both ends included."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.validity import begins_after, has_ended, holds, overlap, runs_backwards


@dataclass(frozen=True)
class Lasting:
    valid_from: date | None = None
    valid_to: date | None = None


DAYS = st.dates(date(2025, 6, 25), date(2025, 7, 5))
LASTING = st.builds(Lasting, st.none() | DAYS, st.none() | DAYS)
SOUND = LASTING.filter(lambda thing: not runs_backwards(thing))


@given(LASTING, DAYS)
def test_before_during_or_after(thing: Lasting, day: date) -> None:
    assert holds(thing, day) != (begins_after(thing, day) or has_ended(thing, day))


@given(SOUND, SOUND)
def test_two_overlap_when_they_share_a_day(one: Lasting, other: Lasting) -> None:
    span = (
        date.fromordinal(number)
        for number in range(date(2025, 6, 24).toordinal(), date(2025, 7, 7).toordinal())
    )
    assert overlap(one, other) == any(holds(one, day) and holds(other, day) for day in span)


def test_the_first_and_the_last_day_count() -> None:
    thing = Lasting(date(2025, 7, 1), date(2025, 7, 1))
    assert holds(thing, date(2025, 7, 1))
    assert not runs_backwards(thing)
    assert runs_backwards(Lasting(date(2025, 7, 2), date(2025, 7, 1)))
