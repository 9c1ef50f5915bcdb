"""Ids that rise with time, and the first of a moment."""

from datetime import UTC, datetime, timedelta

from chassis.core.ids import first_id, new_id


def test_the_first_id_of_a_moment_lies_between_those_before_and_after_it() -> None:
    now = datetime.now(UTC)
    assert first_id(now - timedelta(seconds=1)) < new_id() < first_id(now + timedelta(seconds=60))


def test_the_first_id_of_a_moment_before_1970_is_before_all() -> None:
    assert (
        first_id(datetime(1926, 11, 28, tzinfo=UTC)) <= first_id(datetime(1970, 1, 1, tzinfo=UTC)) < new_id()
    )
