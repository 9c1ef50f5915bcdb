from chassis.observability.health import CachedCheck, Health


def ready_health() -> Health:
    return Health(service="test", started=True)


def test_a_started_process_without_checks_is_ready() -> None:
    assert ready_health().report().ready


def test_a_starting_process_is_not_ready() -> None:
    assert not Health(service="test").report().ready


def test_a_draining_process_is_not_ready() -> None:
    health = ready_health()
    health.draining = True
    assert health.report().checks == {"started": True, "not_draining": False}


def test_one_failing_check_makes_it_not_ready() -> None:
    health = ready_health()
    health.register("good", lambda: True)
    health.register("bad", lambda: False)
    report = health.report()
    assert not report.ready
    assert (report.checks["good"], report.checks["bad"]) == (True, False)


def test_a_check_that_raises_counts_as_failed() -> None:
    def broken() -> bool:
        raise RuntimeError("no")

    health = ready_health()
    health.register("broken", broken)
    assert health.report().checks["broken"] is False


def test_a_connection_is_a_check_until_it_is_up() -> None:
    health = ready_health()
    connection = health.register_connection("rpc")
    assert not health.report().ready
    connection(True)
    assert health.report().ready
    connection(False)
    assert not health.report().ready


def test_a_cached_check_is_asked_once_while_fresh() -> None:
    answers = iter([True, False])
    check = CachedCheck(lambda: next(answers), ttl_s=60)
    assert [check(), check(), check()] == [True, True, True]


def test_a_cached_check_is_asked_again_when_stale() -> None:
    answers = iter([True, False])
    check = CachedCheck(lambda: next(answers), ttl_s=0)
    assert [check(), check()] == [True, False]
