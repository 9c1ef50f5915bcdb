from chassis.runtime.loop_lag import SlidingMaximum


def test_the_window_keeps_the_greatest() -> None:
    window = SlidingMaximum(10)
    assert [window.add(0, 1.0), window.add(1, 3.0), window.add(2, 2.0)] == [1.0, 3.0, 3.0]


def test_the_window_forgets_what_is_older() -> None:
    window = SlidingMaximum(10)
    window.add(0, 3.0)
    window.add(5, 2.0)
    assert window.add(11, 1.0) == 2.0
    assert window.add(16, 0.5) == 1.0
