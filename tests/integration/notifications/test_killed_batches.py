"""A service that is killed in the middle of its batches loses no message, and sends none more than twice."""

from collections import Counter

import pytest
from tests.integration.notifications.harness import NotificationsHarness

from chassis.core.clock import utcnow
from contracts.events import AnyEvent
from devstack.waiting import wait_until
from notifications.application.delivery import IN_FLIGHT


@pytest.mark.deep
def test_a_kill_while_events_are_taken_and_letters_are_sent(harness: NotificationsHarness) -> None:
    arrived_before = len(harness.hook.arrived)
    harness.hook.open.clear()
    try:
        events = [harness.accepted(account_id) for _ in range(30) for account_id in ("an", "hoa")]
        wait_until(
            lambda: len(harness.hook.arrived) >= arrived_before + IN_FLIGHT, 20, "letters are on their way"
        )
        harness.service.kill()
    finally:
        harness.hook.open.set()
    let_leases_end(harness)
    harness.service.start()
    wait_until(harness.service.is_ready, 20, "the service is back")
    wait_until(lambda: all_stored(harness, events), 30, "each event has its messages")
    wait_until(lambda: all_sent(harness, events), 30, "each message is sent")
    copies = Counter(letter["id"] for letter in harness.hook.arrived[arrived_before:])
    expected = {rows["hook"]["_id"] for event in events if "hook" in (rows := harness.rows(event))}
    assert set(copies) == expected
    assert max(copies.values()) <= 2
    counts = [len(harness.mails_of(event)) for event in events[::10]]
    assert set(counts) <= {1, 2}


def all_stored(harness: NotificationsHarness, events: list[AnyEvent]) -> bool:
    """Two messages each, and never more: `rows` fails for two of one channel."""
    return all(len(harness.rows(event)) == 2 for event in events)


def all_sent(harness: NotificationsHarness, events: list[AnyEvent]) -> bool:
    unsent = {"event_id": {"$in": [event.event_id for event in events]}, "state": {"$ne": "sent"}}
    return harness.database.messages.find_one(unsent) is None


def let_leases_end(harness: NotificationsHarness) -> None:
    """As if the time of those that had claimed a letter when they were killed were over."""
    harness.database.timers.update_many({"due_at": {"$gt": utcnow()}}, {"$set": {"due_at": utcnow()}})
