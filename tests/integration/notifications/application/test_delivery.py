"""Messages are handed over once, tried again while that may help, and end with their evidence."""

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication

from chassis.runtime.service import RunAgainAt
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent
from notifications.application import delivery
from notifications.channels.base import ServerAway, TemporaryFailure
from notifications.channels.email import EmailChannel
from notifications.channels.registry import Channels
from notifications.domain.messages import ChannelMessage
from notifications.repository.messages import MessageRepository

FAILED = "notifications.message_failed"


def send(application: NotificationsApplication, event: AnyEvent, channel: str) -> None:
    """What the timer of this message does. Raises what it is to be tried again for."""
    for error in application.deliver(application.rows(event)[channel]["_id"]).values():
        raise error


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
    assert row["settled_at"] is not None
    assert application.evidence(event) == set(), "the message says it"
    assert application.timers(event) == {}


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
    assert application.evidence(event) == {(FAILED, "email")}
    assert application.timers(event) == {}


def test_a_message_of_a_channel_switched_off_waits_for_it(application: NotificationsApplication) -> None:
    event = application.accepted("hoa")
    message_id = application.rows(event)["hook"]["_id"]
    unfinished = application.deliver(message_id, channels=Channels([]))
    assert isinstance(unfinished[message_id], TemporaryFailure)
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


def test_one_message_spoils_no_other_of_its_batch(application: NotificationsApplication) -> None:
    good, unreachable = application.accepted("hoa"), application.accepted("an")
    ids = {
        name: application.rows(event)[name]["_id"] for name, event in (("hook", good), ("email", unreachable))
    }
    unfinished = application.deliver(*ids.values())
    assert set(unfinished) == {ids["email"]}
    assert application.rows(good)["hook"]["state"] == "sent"
    assert application.rows(unreachable)["email"]["state"] == "pending"
    assert application.timers(unreachable) == {"email": "notifications.send"}


def test_once_the_server_is_away_no_other_message_is_tried(
    application: NotificationsApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def away(_: EmailChannel, message: ChannelMessage) -> None:
        tried.append(message.message_id)
        raise ServerAway("ConnectionRefusedError")

    monkeypatch.setattr(EmailChannel, "send", away)
    ids = [application.rows(application.accepted("an"))["email"]["_id"] for _ in range(15)]
    unfinished = application.deliver(*ids)
    assert set(unfinished) == set(ids)
    assert len(tried) <= delivery.IN_FLIGHT


def test_what_there_is_no_time_for_waits_for_its_turn(
    application: NotificationsApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "HAND_OVER_S", -1.0)
    event = application.accepted("hoa")
    message_id = application.rows(event)["hook"]["_id"]
    assert isinstance(application.deliver(message_id)[message_id], RunAgainAt)
    assert application.hook.arrived == []


def test_what_cannot_be_recorded_is_tried_again(
    application: NotificationsApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at once: each letter of the batch would go out once more."""
    event = application.accepted("hoa")
    message_id = application.rows(event)["hook"]["_id"]
    with monkeypatch.context() as broken:
        broken.setattr(delivery, "RECORD_S", -1.0)
        broken.setattr(MessageRepository, "mark_sent", _unavailable)
        assert isinstance(application.deliver(message_id)[message_id], ServiceError)
    send(application, event, "hook")
    assert [letter["id"] for letter in application.hook.arrived] == [message_id] * 2


def test_what_can_be_recorded_a_little_later_is_not_sent_again(
    application: NotificationsApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = application.accepted("hoa")
    message_id = application.rows(event)["hook"]["_id"]
    tries: list[int] = []

    def locked_at_first(repository: MessageRepository, *outcome: Any) -> None:
        tries.append(1)
        if len(tries) == 1:
            _unavailable()
        mark_sent(repository, *outcome)

    mark_sent = MessageRepository.mark_sent
    monkeypatch.setattr(MessageRepository, "mark_sent", locked_at_first)
    assert application.deliver(message_id) == {}
    assert [letter["id"] for letter in application.hook.arrived] == [message_id]
    assert application.rows(event)["hook"]["state"] == "sent"


def _unavailable(*_: object) -> None:
    raise ServiceError(ErrorCode.UNAVAILABLE)
