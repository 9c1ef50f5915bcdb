"""Items that were refused, as they came, until somebody replays them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson.binary import Binary
from pymongo import DESCENDING, UpdateOne
from pymongo.database import Database

from contracts.agency_codes import root_of
from contracts.sync import Anomaly, BatchKind, RefusedItem

Document = dict[str, Any]
NEWEST_FIRST = [("received_at", DESCENDING), ("_id", DESCENDING)]


@dataclass(frozen=True)
class StoredRefusal:
    """One refused item; `digest` names it, so that the same item refused again is the same refusal."""

    digest: bytes
    sender: str
    kind: BatchKind
    unit_code: str
    updating: bool
    code: str
    received_at: datetime
    anomaly: Anomaly
    message: str
    item: bytes


class RefusedItemRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._refused = database.refused

    def add(self, refusals: list[StoredRefusal], expires_at: datetime) -> None:
        if refusals:
            self._refused.bulk_write([_put(refusal, expires_at) for refusal in refusals], ordered=False)

    def newest(self, query: Document, after: tuple[datetime, str] | None, limit: int) -> list[RefusedItem]:
        older = _older(after)
        found = self._refused.find({"$and": [query, older]}, {"item": 0}).sort(NEWEST_FIRST).limit(limit)
        return [_view(document) for document in found]

    def waiting(
        self, sender: str | None, from_at: datetime | None, to_at: datetime | None
    ) -> Iterator[tuple[str, StoredRefusal]]:
        """Those not replayed yet, with their ids."""
        wanted: Document = {"replayed_at": None}
        if sender:
            wanted["sender"] = sender
        span = {name: at for name, at in (("$gte", from_at), ("$lte", to_at)) if at}
        if span:
            wanted["received_at"] = span
        for document in self._refused.find(wanted).sort("received_at", 1):
            yield document["_id"], _refusal(document)

    def mark_replayed(self, item_id: str, at: datetime) -> None:
        self._refused.update_one({"_id": item_id}, {"$set": {"replayed_at": at}})


def _put(refusal: StoredRefusal, expires_at: datetime) -> UpdateOne:
    said = {"anomalies": [refusal.anomaly.value], "message": refusal.message, "replayed_at": None}
    return UpdateOne(
        {"_id": f"{refusal.sender}:{refusal.digest.hex()}"},
        {
            "$setOnInsert": {
                "digest": Binary(refusal.digest),
                "sender": refusal.sender,
                "root": root_of(refusal.sender),
                "kind": refusal.kind.value,
                "unit_code": refusal.unit_code,
                "updating": refusal.updating,
                "code": refusal.code,
                "received_at": refusal.received_at,
                "item": Binary(refusal.item),
            },
            "$set": {**said, "expires_at": expires_at},
        },
        upsert=True,
    )


def _refusal(document: Document) -> StoredRefusal:
    return StoredRefusal(
        digest=bytes(document["digest"]),
        sender=document["sender"],
        kind=BatchKind(document["kind"]),
        unit_code=document["unit_code"],
        updating=document["updating"],
        code=document["code"],
        received_at=document["received_at"],
        anomaly=Anomaly(document["anomalies"][0]),
        message=document["message"],
        item=bytes(document["item"]),
    )


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


def _older(after: tuple[datetime, str] | None) -> Document:
    if after is None:
        return {}
    at, last_id = after
    return {"$or": [{"received_at": {"$lt": at}}, {"received_at": at, "_id": {"$lt": last_id}}]}
