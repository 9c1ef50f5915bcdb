from dataclasses import replace
from datetime import timedelta

from tests.unit.payments.examples import NOON, order

from contracts.payments import ProviderVerdict
from payments.domain.polling_schedule import PollingSchedule
from payments.providers.vnpay.provider import QUERY_FRACTIONS

LIFETIME = timedelta(minutes=15)
SCHEDULE = PollingSchedule(LIFETIME, QUERY_FRACTIONS)
ORDER = order("0193-0001")
TIMES = SCHEDULE.query_times(ORDER)


def test_vnpay_is_queried_after_1_3_7_and_16_minutes() -> None:
    assert [round((time - NOON).total_seconds()) for time in TIMES] == [60, 180, 420, 960]


def test_the_last_query_comes_when_no_payment_can_come_any_longer() -> None:
    assert sorted(TIMES) == TIMES
    assert TIMES[-2] < ORDER.expires_at < TIMES[-1]


def test_queries_end_after_the_last_one() -> None:
    assert SCHEDULE.next_query(ORDER, NOON) == TIMES[0]
    assert SCHEDULE.next_query(ORDER, TIMES[0]) == TIMES[1]
    assert SCHEDULE.next_query(ORDER, TIMES[-1]) is None


def test_what_has_no_last_word_is_queried_on_at_growing_intervals() -> None:
    at, intervals = TIMES[-1], []
    while (following := SCHEDULE.next_query(ORDER, at, ProviderVerdict.HELD)) is not None:
        intervals.append(following - at)
        at = following
    assert intervals == sorted(intervals)
    assert intervals[0] == timedelta(minutes=16)
    assert intervals[-1] == timedelta(days=1)
    assert at - ORDER.expires_at >= timedelta(days=29)
    unfinished = SCHEDULE.next_query(ORDER, TIMES[-1], ProviderVerdict.PENDING)
    assert unfinished == TIMES[-1] + timedelta(minutes=16)
    a_day = ORDER.expires_at + timedelta(days=1)
    assert SCHEDULE.next_query(ORDER, a_day, ProviderVerdict.PENDING) is None


def test_money_that_was_held_late_is_asked_for_as_long() -> None:
    late = replace(ORDER, verdict=ProviderVerdict.HELD, pending_since=NOON + timedelta(days=60))
    assert SCHEDULE.next_query(late, NOON + timedelta(days=61), ProviderVerdict.HELD) is not None


def test_a_silent_provider_that_holds_money_is_queried_as_long_as_it_holds_it() -> None:
    held = replace(ORDER, verdict=ProviderVerdict.HELD)
    assert SCHEDULE.next_query_after_silence(held, NOON + timedelta(days=20)) is not None


def test_an_order_keeps_the_lifetime_that_it_was_created_with() -> None:
    assert PollingSchedule(timedelta(minutes=1), QUERY_FRACTIONS).query_times(ORDER) == TIMES


def test_a_silent_provider_is_queried_for_a_day() -> None:
    again = SCHEDULE.next_query_after_silence(ORDER, TIMES[-1])
    assert again is not None
    assert again > TIMES[-1]
    end = ORDER.expires_at + SCHEDULE.silence_limit
    assert SCHEDULE.next_query_after_silence(ORDER, end + timedelta(seconds=1)) is None
