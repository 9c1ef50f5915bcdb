"""Batches as they came, all items of one in one encrypted value. Personal data: it stays in this database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING

from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository
from sync.domain.items.batch import BatchHeader
from sync.repository import batch_headers
from sync.repository.personal_fields import RAW_BATCH


@dataclass(frozen=True)
class RawBatch:
    """`items` is the JSON text of a list."""

    header: BatchHeader
    items: bytes


class RawBatchRepository(Repository):
    collection = "raw_batches"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> RawBatch:
        """Of a stored batch with its items open."""
        return RawBatch(batch_headers.from_document(document), bytes(document["items"]))

    def add(self, batch: RawBatch, expires_at: datetime) -> None:
        """Acknowledged by the majority before anything is made of it: a fail-over in between must not lose it."""
        header = batch_headers.to_document(batch.header)
        document = {**header, "items": Binary(batch.items), "expires_at": expires_at}
        self.documents.insert_one(RAW_BATCH.seal(document, self.cipher, SERVICE))

    def between(
        self, sender: str | None, from_at: datetime | None, to_at: datetime | None
    ) -> Iterator[RawBatch]:
        """In the order of arrival; both ends inclusive."""
        query = batch_headers.received_between(sender, from_at, to_at)
        for document in self.documents.find(query).sort("received_at", ASCENDING):
            yield self.from_document(RAW_BATCH.open(document, self.cipher))
