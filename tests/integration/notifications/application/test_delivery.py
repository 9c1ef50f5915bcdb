"""Messages are handed over once, tried again while that may help, and end with their evidence."""

from datetime import timedelta

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication

from chassis.core.context import Context
from contracts.events import AnyEvent
from notifications.application.delivery import deliver
from notifications.channels.base import TemporaryFailure
from notifications.channels.registry import Channels

SENT, FAILED = "notifications.message_sent", "notifications.message_failed"


def send(application: NotificationsApplication, event: AnyEvent, channel: str) -> None:
    """What the timer of this message does."""
    message_id = application.rows(event)[channel]["_id"]
    deliver(application.store, application.channels, message_id, Context.new())


def age(application: NotificationsApplication, event: AnyEvent, by: timedelta) -> None:
    """Move the messages of an event into the past."""
    for row in application.rows(event).values():
        created_at = {"created_at": row["created_at"] - by}
        application.store.database.messages.update_one({"_id": row["_id"]}, {"$set": created_at})


def test_a_message_is_handed_over_and_recorded(application: NotificationsApplication) -> None:
    event = application.accepted("hoa")
    send(application, event, "hook")
    row = application.rows(event)["hook"]
    assert application.hook.arrived == [{"id": row["_id"], "to": "0912345678", "text": row["body"]}]
    assert (row["state"], row["version"]) == ("sent", 1)
    assert application.evidence(event) == {(SENT, "inbox"), (SENT, "hook")}


def test_a_message_that_was_sent_is_not_sent_again(application: NotificationsApplication) -> None:
    event = application.accepted("hoa")
    send(application, event, "hook")
    send(application, event, "hook")
    assert len(application.hook.arrived) == 1


def test_a_refused_message_ends_with_its_reason(application: NotificationsApplication) -> None:
    event = application.accepted("hoa")
    application.hook.status = 422
    send(application, event, "hook")
    row = application.rows(event)["hook"]
    failure = application.store.database.events.find_one({"aggregate_id": row["_id"]})
    assert failure is not None
    assert (row["state"], failure["type"], failure["payload"]["reason"]) == ("failed", FAILED, "hook 422")


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_message_not_taken_now_waits(application: NotificationsApplication, status: int) -> None:
    event = application.accepted("hoa")
    application.hook.status = status
    with pytest.raises(TemporaryFailure):
        send(application, event, "hook")
    assert application.rows(event)["hook"]["state"] == "pending"
    application.hook.status = 200
    send(application, event, "hook")
    assert application.rows(event)["hook"]["state"] == "sent"


def test_a_message_is_offered_for_a_day(application: NotificationsApplication) -> None:
    event = application.accepted("an")  # nobody listens at this mail server
    with pytest.raises(TemporaryFailure):
        send(application, event, "email")
    age(application, event, timedelta(days=1))
    send(application, event, "email")
    assert application.rows(event)["email"]["state"] == "failed"
    assert application.evidence(event) == {(SENT, "inbox"), (FAILED, "email")}


def test_a_message_of_a_channel_switched_off_waits_for_it(application: NotificationsApplication) -> None:
    event = application.accepted("hoa")
    message_id = application.rows(event)["hook"]["_id"]
    with pytest.raises(TemporaryFailure):
        deliver(application.store, Channels([]), message_id, Context.new())
    send(application, event, "hook")
    assert application.rows(event)["hook"]["state"] == "sent"


def test_no_reason_names_a_person(
    application: NotificationsApplication, caplog: pytest.LogCaptureFixture
) -> None:
    event = application.accepted("hoa")
    application.hook.status = 422
    send(application, event, "hook")
    assert [record.message for record in caplog.records] == ["message not delivered"]
    assert "0912345678" not in str([vars(record) for record in caplog.records])
