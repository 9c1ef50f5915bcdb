from chassis.observability.health import BackgroundCheck, Health


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


def test_a_check_that_warns_only_leaves_the_process_ready_and_is_reported() -> None:
    health = ready_health()
    health.register("kms", lambda: False, lambda: "does not answer", warns_only=True)
    report = health.report()
    assert report.ready
    assert report.to_dict()["checks"] == {"started": True, "not_draining": True, "kms": False}
    assert report.reasons == {"kms": "does not answer"}
    health.register("kms", lambda: False)
    assert not health.report().ready


def test_a_connection_is_a_check_until_it_is_up() -> None:
    health = ready_health()
    connection = health.register_connection("rpc")
    assert not health.report().ready
    connection(True)
    assert health.report().ready
    connection(False)
    assert not health.report().ready


def test_a_background_check_answers_at_once_with_what_was_seen_last() -> None:
    check = BackgroundCheck(lambda: True, lambda: "gone")
    assert (check(), check.reason()) == (False, "no answer in time")
    check.run_once()
    assert check()


def test_a_background_check_that_hangs_is_no_answer() -> None:
    check = BackgroundCheck(lambda: True, lambda: "gone", stale_s=-1.0)
    check.run_once()
    assert (check(), check.reason()) == (False, "no answer in time")


def test_a_background_check_says_why() -> None:
    check = BackgroundCheck(lambda: False, lambda: "the login is refused")
    check.run_once()
    assert (check(), check.reason()) == (False, "the login is refused")


def test_what_fails_says_why_and_what_passes_says_nothing() -> None:
    health = ready_health()
    health.register("good", lambda: True, lambda: "never told")
    health.register("bad", lambda: False, lambda: "the disk is full")
    health.register("silent", lambda: False)
    assert health.report().to_dict()["reasons"] == {"bad": "the disk is full"}


def test_a_ready_process_has_no_reasons() -> None:
    assert "reasons" not in ready_health().report().to_dict()
