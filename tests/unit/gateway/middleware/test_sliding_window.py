"""The sliding window."""

from gateway.middleware.sliding_window import MAX_KEYS, RatePolicy, SlidingWindowLimiter, client_key

TEN = RatePolicy("client", 10)


class Clock:
    def __init__(self) -> None:
        self.now = 6000.0

    def __call__(self) -> float:
        return self.now


def test_allows_the_limit_and_no_more() -> None:
    rates = SlidingWindowLimiter(Clock())
    verdicts = [rates.hit(TEN, "a") for _ in range(11)]
    assert [verdict.allowed for verdict in verdicts] == [True] * 10 + [False]
    assert [verdict.remaining for verdict in verdicts] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]


def test_keys_and_policies_are_apart() -> None:
    rates = SlidingWindowLimiter(Clock())
    for _ in range(10):
        rates.hit(TEN, "a")
    assert rates.hit(TEN, "b").allowed
    assert rates.hit(RatePolicy("account", 10), "a").allowed


def test_the_minute_before_fades() -> None:
    clock = Clock()
    rates = SlidingWindowLimiter(clock)
    for _ in range(10):
        rates.hit(TEN, "a")
    clock.now += 60 + 30
    assert [rates.hit(TEN, "a").allowed for _ in range(6)] == [True] * 5 + [False]


def test_a_minute_of_silence_forgets() -> None:
    clock = Clock()
    rates = SlidingWindowLimiter(clock)
    for _ in range(10):
        rates.hit(TEN, "a")
    clock.now += 120
    assert rates.hit(TEN, "a").remaining == 9


def test_waiting_as_long_as_told_is_enough() -> None:
    for spent_at in (0.0, 7.5, 59.9):
        clock = Clock()
        rates = SlidingWindowLimiter(clock)
        clock.now += spent_at
        for _ in range(10):
            rates.hit(TEN, "a")
        refused = rates.hit(TEN, "a")
        clock.now += refused.reset_s
        assert rates.hit(TEN, "a").allowed, spent_at


def test_waiting_as_told_is_enough_where_the_minute_before_weighs() -> None:
    clock = Clock()
    rates = SlidingWindowLimiter(clock)
    for _ in range(10):
        rates.hit(TEN, "a")
    clock.now += 61
    while (verdict := rates.hit(TEN, "a")).allowed:
        continue
    clock.now += verdict.reset_s
    assert rates.hit(TEN, "a").allowed


def test_the_memory_is_bounded() -> None:
    rates = SlidingWindowLimiter(Clock())
    for number in range(MAX_KEYS + 10):
        rates.hit(TEN, str(number))
    assert len(rates._windows) == MAX_KEYS


def test_headers_follow_the_draft() -> None:
    verdict = SlidingWindowLimiter(Clock()).hit(TEN, "a")
    assert verdict.policy_header == '"client";q=10;w=60'
    assert verdict.limit_header == '"client";r=9;t=60'


def test_an_ipv6_client_is_its_network() -> None:
    assert client_key("2001:db8:1:2:3:4:5:6") == client_key("2001:db8:1:2:ffff::1")
    assert client_key("2001:db8:1:2::1") != client_key("2001:db8:1:3::1")
    assert client_key("203.0.113.7") == "203.0.113.7"
    assert client_key("unix") == "unix"
