from datetime import timedelta

from tests.unit.payments.examples import NOON, order

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


def test_an_order_keeps_the_lifetime_that_it_was_created_with() -> None:
    assert PollingSchedule(timedelta(minutes=1), QUERY_FRACTIONS).query_times(ORDER) == TIMES


def test_a_silent_provider_is_queried_for_a_day() -> None:
    again = SCHEDULE.next_query_after_silence(ORDER, TIMES[-1])
    assert again is not None
    assert again > TIMES[-1]
    end = ORDER.expires_at + SCHEDULE.silence_limit
    assert SCHEDULE.next_query_after_silence(ORDER, end + timedelta(seconds=1)) is None
