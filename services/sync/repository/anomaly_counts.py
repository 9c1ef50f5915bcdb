"""How often each anomaly came, by sender and local day of arrival."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.write_concern import WriteConcern

from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.agency_codes import root_of
from contracts.sync import Anomaly, AnomalyCount

_NEWEST_FIRST = [("day", DESCENDING), ("_id", ASCENDING)]


class AnomalyCountRepository(Repository):
    collection = "anomaly_counts"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> AnomalyCount:
        return AnomalyCount(
            sender_code=document["sender"],
            day=date.fromisoformat(document["day"]),
            anomaly=Anomaly(document["anomaly"]),
            count=document["count"],
        )

    def add(self, sender: str, day: date, counts: Counter[Anomaly]) -> None:
        """Acknowledged by one node: a count that a fail-over loses does no harm, the items themselves are stored."""
        if counts:
            updates = [_increment(sender, day.isoformat(), *count) for count in counts.items()]
            single = self.documents.with_options(write_concern=WriteConcern(w=1))
            single.bulk_write(updates, ordered=False)

    def newest(
        self, query: Document, position: Position | None, limit: int
    ) -> list[tuple[str, AnomalyCount]]:
        """With their ids, the latest day first."""
        found = self.documents.find({"$and": [query, _older(position)]}).sort(_NEWEST_FIRST).limit(limit)
        return [(document["_id"], self.from_document(document)) for document in found]


def _older(position: Position | None) -> Document:
    """Days descending, ids of one day ascending."""
    if position is None:
        return {}
    day, last_id = position
    return {"$or": [{"day": {"$lt": day}}, {"day": day, "_id": {"$gt": last_id}}]}


def _increment(sender: str, day: str, anomaly: Anomaly, count: int) -> UpdateOne:
    first = {"sender": sender, "root": root_of(sender), "day": day, "anomaly": anomaly.value}
    key = f"{sender}|{day}|{anomaly}"
    return UpdateOne({"_id": key}, {"$inc": {"count": count}, "$setOnInsert": first}, upsert=True)
