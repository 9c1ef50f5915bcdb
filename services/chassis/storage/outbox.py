"""Outbox: the view of the event log that reads unpublished entries and marks the published ones."""

from collections.abc import Sequence
from typing import Any

import orjson
from pymongo import ASCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.amqp.publisher import OutgoingMessage
from chassis.amqp.topology import events_exchange
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.event_log import COLLECTION
from chassis.storage.lease import Lease, LeaseLost
from contracts.events import Event

_WIRE_FIELDS = tuple(name for name in Event.model_fields if name != "event_id")


class Outbox:
    """Unpublished entries in the order of their ids, which is the order of versions within an aggregate."""

    def __init__(self, database: Database[dict[str, Any]], service: str) -> None:
        self._database = database
        self._events = database[COLLECTION]
        self._service = service

    def unpublished(self, limit: int) -> list[dict[str, Any]]:
        found = self._events.find({"unpublished": True}, sort=[("_id", ASCENDING)], limit=limit)
        return list(found)

    def count(self, limit: int) -> int:
        """How many there are; it stops counting at `limit`."""
        return self._events.count_documents({"unpublished": True}, limit=limit)

    def to_message(self, row: dict[str, Any]) -> OutgoingMessage:
        """The message of an entry: nameko's exchange and headers, the body of the contracts' `Event`."""
        body = {"event_id": row["_id"], **{name: row[name] for name in _WIRE_FIELDS}}
        return OutgoingMessage(
            exchange=events_exchange(self._service),
            routing_key=row["type"],
            message_id=row["_id"],
            body=orjson.dumps(body, option=orjson.OPT_UTC_Z),
            headers=_headers(row),
        )

    def mark_published(self, rows: Sequence[dict[str, Any]], lease: Lease, session: ClientSession) -> None:
        """Number the entries in the service's total order and mark them, in this transaction. Raises LeaseLost."""
        before = lease.next_sequence(session, len(rows))
        now = utcnow()
        updates = [
            UpdateOne(
                {"_id": row["_id"], "unpublished": True},
                {"$set": {"seq": before + place, "published_at": now}, "$unset": {"unpublished": ""}},
            )
            for place, row in enumerate(rows, start=1)
        ]
        result = self._events.bulk_write(updates, ordered=False, session=session)
        if result.matched_count != len(rows):
            raise LeaseLost


def _headers(row: dict[str, Any]) -> dict[str, Any]:
    context = Context.from_headers(
        {
            "correlation_id": row["correlation_id"],
            "causation_id": row["causation_id"],
            "traceparent": row["traceparent"],
            "tracestate": row["tracestate"],
            "locale": row["locale"],
        }
    )
    return {**context.to_headers(), "type": row["type"], "schema_version": row["schema_version"]}
