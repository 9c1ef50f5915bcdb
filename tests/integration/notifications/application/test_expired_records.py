"""Messages whose period is over are destroyed, once per command, and held ones stay."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from notifications.application.expired_records import apply_retention
from notifications.domain.messages import DeliveryState

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


def later() -> datetime:
    return utcnow() + timedelta(days=1)


def request(before: datetime, **fields: object) -> ApplyRetention:
    stated = {"command_id": new_id(), "kind": RecordKind.MESSAGES, "before": before, **fields}
    return ApplyRetention.model_validate(stated, extra="forbid")


def apply(application: NotificationsApplication, command: ApplyRetention) -> RetentionPart:
    return apply_retention(application.store, command, ACCOUNTS)


def settle(application: NotificationsApplication, event_id: str) -> None:
    sent = {"$set": {"state": DeliveryState.SENT.value}}
    application.store.database.messages.update_many({"event_id": event_id}, sent)


def test_messages_that_are_old_enough_go_once(application: NotificationsApplication) -> None:
    application.store.database.messages.delete_many({})
    event = application.accepted("hoa")
    count = len(application.rows(event))
    waiting = [row for row in application.rows(event).values() if row["state"] == "pending"]
    assert waiting
    assert apply(application, request(later(), survey=True)).due == count - len(waiting)
    settle(application, event.event_id)
    assert apply(application, request(utcnow() - timedelta(days=1))).due == 0, "they are too young"
    assert apply(application, request(later(), survey=True)).due == count
    assert application.rows(event)
    command = request(later())
    first = apply(application, command)
    assert (first.due, first.held, first.next_cursor) == (count, 0, None)
    assert not application.rows(event)
    assert apply(application, command) == first, "what was killed after its end answers as before"
    assert apply(application, request(later())).due == 0


@pytest.mark.parametrize("held", ["held_accounts", "held_dossiers"])
def test_held_messages_stay(application: NotificationsApplication, held: str) -> None:
    application.store.database.messages.delete_many({})
    event = application.accepted("hoa")
    settle(application, event.event_id)
    rows = application.rows(event)
    names = {"held_accounts": ("hoa",), "held_dossiers": (event.payload.dossier_id,)}
    found = apply(application, request(later(), **{held: names[held]}))
    assert (found.due, found.held) == (0, len(rows))
    assert application.rows(event) == rows


def test_nobody_but_accounts_destroys(application: NotificationsApplication) -> None:
    context = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"))
    with pytest.raises(ServiceError):
        apply_retention(application.store, request(later()), context)
