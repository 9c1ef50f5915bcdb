"""Inbox: one record per subscription and event that had its effect, written in the effect's own transaction."""

from collections.abc import Iterable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, NamedTuple

from pymongo.database import Database

from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts.events import AnyEvent, Subscription

COLLECTION = "inbox"
#: Longer than the retries of an event and its stay among the dead letters.
RETENTION = timedelta(days=60)

duplicate_events: ContextVar[frozenset[str]] = ContextVar("motcua_duplicate_events", default=frozenset())
"""The ids of those events of the running greenlet that had their effect before; the metrics of the handler read them."""


class ReceivedEvent(NamedTuple):
    """An event and the context of its handling: its trace, the service as actor, no deadline."""

    event: AnyEvent
    context: Context


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index("at", expireAfterSeconds=int(RETENTION.total_seconds()))


def mark_handled(uow: UnitOfWork, subscription: Subscription, events: Iterable[AnyEvent]) -> None:
    """Record the events. Raises BulkWriteError when one had its effect before."""
    rows = [{"_id": _row_id(subscription, each), "at": uow.now} for each in events]
    uow.database[COLLECTION].insert_many(rows, session=uow.session)


def handled_before(
    database: Database[dict[str, Any]], subscription: Subscription, events: Iterable[AnyEvent]
) -> frozenset[str]:
    """The ids of those that had their effect."""
    ids = {_row_id(subscription, each): each.event_id for each in events}
    rows = database[COLLECTION].find({"_id": {"$in": list(ids)}}, {"_id": 1})
    return frozenset(ids[row["_id"]] for row in rows)


def _row_id(subscription: Subscription, event: AnyEvent) -> str:
    return f"{subscription.queue} {event.event_id}"
