"""Inbox: one record per subscription and event that had its effect, written in the effect's own transaction."""

from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.storage.unit_of_work import UnitOfWork
from contracts.events import AnyEvent, Subscription

COLLECTION = "inbox"
#: Longer than the retries of an event and its stay among the dead letters.
RETENTION = timedelta(days=60)

event_was_duplicate: ContextVar[bool] = ContextVar("motcua_seen_before", default=False)
"""True in the greenlet whose event turned out to be a duplicate; the metrics of the handler read it."""


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index("at", expireAfterSeconds=int(RETENTION.total_seconds()))


def mark_handled(uow: UnitOfWork, subscription: Subscription, event: AnyEvent) -> None:
    """Record the event. Raises DuplicateKeyError when it had its effect before."""
    row = {"_id": _row_id(subscription, event), "at": uow.now}
    uow.database[COLLECTION].insert_one(row, session=uow.session)


def is_duplicate(error: DuplicateKeyError, subscription: Subscription, event: AnyEvent) -> bool:
    key = (error.details or {}).get("keyValue") or {}
    return bool(key.get("_id") == _row_id(subscription, event))


def _row_id(subscription: Subscription, event: AnyEvent) -> str:
    return f"{subscription.queue} {event.event_id}"
