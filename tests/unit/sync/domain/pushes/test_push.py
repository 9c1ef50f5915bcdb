"""State of a push, whatever happens in whatever order."""

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.sync import PushState
from sync.domain.pushes import push
from sync.domain.pushes.push import PushRow

AT = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)
DELAY, DAY = timedelta(seconds=5), timedelta(hours=24)


def row(version: int = 1) -> PushRow:
    return push.dossier_changed(None, "d1", "H26-260420-0001", "H26", version, AT)


def test_a_dossier_just_changed_waits() -> None:
    assert (row(4).state, row(4).wanted_version, row(4).pushed_version) == (PushState.WAITING, 4, 0)


def test_an_event_that_comes_late_changes_nothing() -> None:
    later = row(4)
    assert push.dossier_changed(later, "d1", "H26-260420-0001", "H26", 3, AT) is later


def test_what_the_portal_has_is_acknowledged() -> None:
    done = push.acknowledged(row(4), 4, "Thành công", AT)
    assert (done.state, done.pushed_version, done.at_portal) == (PushState.ACKNOWLEDGED, 4, True)


def test_what_changed_meanwhile_goes_on_waiting() -> None:
    done = push.acknowledged(row(5), 4, "Thành công", AT)
    assert (done.state, done.is_behind, done.next_try_at) == (PushState.WAITING, True, None)


def test_what_was_sealed_meanwhile_is_sent_once_more() -> None:
    running = push.related_changed(push.started(row(4), AT), AT)
    done = push.acknowledged(running, 4, "Thành công", AT)
    assert done.state is PushState.WAITING
    assert push.acknowledged(push.started(done, AT), 4, "", AT).state is PushState.ACKNOWLEDGED


def test_what_failed_is_tried_again_after_the_delay() -> None:
    failed = push.postponed(row(), "HTTP 502", DELAY, DAY, AT)
    assert (failed.state, failed.attempts, failed.next_try_at) == (PushState.WAITING, 1, AT + DELAY)
    assert (failed.last_answer, failed.failing_since) == ("HTTP 502", AT)


def test_it_is_given_up_after_a_day_of_failing_and_not_before() -> None:
    failing = push.postponed(row(), "HTTP 502", DELAY, DAY, AT)
    nearly = push.postponed(failing, "HTTP 502", DELAY, DAY, AT + timedelta(hours=23, minutes=59))
    assert nearly.state is PushState.WAITING
    assert push.postponed(nearly, "HTTP 502", DELAY, DAY, AT + DAY).state is PushState.GIVEN_UP


def test_a_change_restarts_what_was_refused() -> None:
    refused = push.refused(row(4), "Sai nội dung", AT)
    again = push.dossier_changed(refused, "d1", "H26-260420-0001", "H26", 5, AT)
    assert (again.state, again.wanted_version, again.attempts) == (PushState.WAITING, 5, 0)


class Life(RuleBasedStateMachine):
    """Events, attempts and administrators in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.row = row()
        self.now = AT
        self.acknowledged = 0

    def at(self) -> datetime:
        self.now += timedelta(minutes=7)
        return self.now

    @rule(version=st.integers(1, 30))
    def change(self, version: int) -> None:
        newest = max(version, self.row.wanted_version)
        self.row = push.dossier_changed(self.row, "d1", "H26-260420-0001", "H26", version, self.at())
        assert self.row.wanted_version == newest

    @rule()
    def seal(self) -> None:
        self.row = push.related_changed(self.row, self.at())
        assert self.row.state is PushState.WAITING

    @precondition(lambda self: self.row.state is PushState.WAITING)
    @rule(ahead=st.integers(0, 2))
    def succeed(self, ahead: int) -> None:
        """The record that was read may be newer than the last event."""
        version = self.row.wanted_version + ahead
        self.row = push.acknowledged(push.started(self.row, self.at()), version, "", self.at())
        self.acknowledged += 1

    @precondition(lambda self: self.row.state is PushState.WAITING)
    @rule(delivered_version=st.integers(0, 30))
    def fail(self, delivered_version: int) -> None:
        running = push.started(self.row, self.at())
        delivered = push.with_delivered(running, self.row.at_portal, delivered_version)
        self.row = push.postponed(delivered, "HTTP 502", DELAY, DAY, self.at())

    @precondition(lambda self: self.row.state is PushState.WAITING)
    @rule()
    def be_refused(self) -> None:
        self.row = push.refused(self.row, "Sai nội dung", self.at())

    @rule()
    def push_again(self) -> None:
        if not push.is_running(self.row):
            self.row = push.restarted(self.row, self.at())
            assert self.row.state is PushState.WAITING

    @invariant()
    def acknowledged_means_that_nothing_is_left(self) -> None:
        if self.row.state is PushState.ACKNOWLEDGED:
            assert not self.row.is_behind

    @invariant()
    def only_what_waits_has_a_next_try(self) -> None:
        assert self.row.next_try_at is None or self.row.state is PushState.WAITING

    @invariant()
    def every_acknowledgement_is_one_entry_of_the_log(self) -> None:
        assert self.row.log_version == self.acknowledged


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=30)
