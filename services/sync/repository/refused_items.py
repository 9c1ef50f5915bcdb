"""Items that were refused, as they came, until they are replayed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING, DESCENDING, UpdateOne

from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.repository import Repository, before
from contracts.agency_codes import root_of
from contracts.sync import Anomaly, BatchKind, RefusedItem
from sync.domain.items.batch import BatchHeader, BatchItem
from sync.repository import batch_headers
from sync.repository.personal_fields import REFUSED_ITEM

_NEWEST_FIRST = [("received_at", DESCENDING), ("_id", DESCENDING)]


@dataclass(frozen=True)
class StoredRefusal:
    """One refused item; `digest` identifies it, so that the same item refused again is the same refusal."""

    header: BatchHeader
    digest: bytes
    code: str
    anomaly: Anomaly
    message: str
    item: bytes

    @classmethod
    def of(cls, header: BatchHeader, item: BatchItem) -> "StoredRefusal":
        return cls(header, item.digest, item.code, item.anomalies[0], item.message, item.raw)

    @property
    def item_id(self) -> str:
        return f"{self.header.sender}:{self.digest.hex()}"


class RefusedItemRepository(Repository):
    collection = "refused"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredRefusal:
        """Of a stored refusal with its item open."""
        return StoredRefusal(
            header=batch_headers.from_document(document),
            digest=bytes(document["digest"]),
            code=document["code"],
            anomaly=Anomaly(document["anomalies"][0]),
            message=document["message"],
            item=bytes(document["item"]),
        )

    def add(self, refusals: list[StoredRefusal], expires_at: datetime) -> None:
        if refusals:
            updates = [self._upsert(refusal, expires_at) for refusal in refusals]
            self.documents.bulk_write(updates, ordered=False)

    def newest(self, query: Document, position: Position | None, limit: int) -> list[RefusedItem]:
        """Newest first, without the items themselves."""
        found = self.documents.find(
            {"$and": [query, before("received_at", position)]}, {"item": 0, SEALED: 0}
        )
        return [_view(document) for document in found.sort(_NEWEST_FIRST).limit(limit)]

    def waiting(
        self, sender: str | None, from_at: datetime | None, to_at: datetime | None
    ) -> Iterator[tuple[str, StoredRefusal]]:
        """Those not replayed yet, with their ids, in the order of arrival."""
        query = {"replayed_at": None, **batch_headers.received_between(sender, from_at, to_at)}
        for document in self.documents.find(query).sort("received_at", ASCENDING):
            yield document["_id"], self.from_document(REFUSED_ITEM.open(document, self.cipher))

    def mark_replayed(self, item_id: str, at: datetime) -> None:
        self.documents.update_one({"_id": item_id}, {"$set": {"replayed_at": at}})

    def _upsert(self, refusal: StoredRefusal, expires_at: datetime) -> UpdateOne:
        first = {
            **batch_headers.to_document(refusal.header),
            "root": root_of(refusal.header.sender),
            "digest": Binary(refusal.digest),
            "code": refusal.code,
            "item": Binary(refusal.item),
        }
        latest = {
            "anomalies": [refusal.anomaly.value],
            "message": refusal.message,
            "replayed_at": None,
            "expires_at": expires_at,
        }
        update = {"$setOnInsert": REFUSED_ITEM.seal(first, self.cipher, SERVICE), "$set": latest}
        return UpdateOne({"_id": refusal.item_id}, update, upsert=True)


def _view(document: Document) -> RefusedItem:
    return RefusedItem(
        item_id=document["_id"],
        sender_code=document["sender"],
        kind=BatchKind(document["kind"]),
        code=document["code"],
        received_at=document["received_at"],
        anomalies=tuple(Anomaly(name) for name in document["anomalies"]),
        message=document["message"],
        replayed_at=document["replayed_at"],
    )
