"""Batches as they came. Personal data: it stays in this database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING
from pymongo.database import Database

from contracts.sync import BatchKind

Document = dict[str, Any]


@dataclass(frozen=True)
class RawBatch:
    """`items` is the JSON text of a list."""

    sender: str
    kind: BatchKind
    unit_code: str
    updating: bool
    received_at: datetime
    items: bytes


class RawBatchRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._batches = database.raw_batches

    def add(self, batch: RawBatch, expires_at: datetime) -> None:
        """Acknowledged by the majority before anything is made of it: a fail-over in between must not lose it."""
        self._batches.insert_one(
            {
                "sender": batch.sender,
                "kind": batch.kind.value,
                "unit_code": batch.unit_code,
                "updating": batch.updating,
                "received_at": batch.received_at,
                "items": Binary(batch.items),
                "expires_at": expires_at,
            }
        )

    def between(
        self, sender: str | None, from_at: datetime | None, to_at: datetime | None
    ) -> Iterator[RawBatch]:
        """In the order of arrival; both ends inclusive."""
        wanted: Document = {"sender": sender} if sender else {}
        span = {name: at for name, at in (("$gte", from_at), ("$lte", to_at)) if at}
        if span:
            wanted["received_at"] = span
        for found in self._batches.find(wanted).sort("received_at", ASCENDING):
            yield _batch(found)


def _batch(found: Document) -> RawBatch:
    return RawBatch(
        sender=found["sender"],
        kind=BatchKind(found["kind"]),
        unit_code=found["unit_code"],
        updating=found["updating"],
        received_at=found["received_at"],
        items=bytes(found["items"]),
    )
