"""How often each anomaly came, by sender and local day of arrival."""

from collections import Counter
from datetime import date
from typing import Any

from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from contracts.agency_codes import root_of
from contracts.sync import Anomaly, AnomalyCount

Document = dict[str, Any]
NEWEST_FIRST = [("day", DESCENDING), ("_id", ASCENDING)]


class AnomalyCountRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._counts = database.anomaly_counts
        # A count that a fail-over loses is no harm: the items are kept, and who asks for exact figures counts them.
        self._hasty = self._counts.with_options(write_concern=WriteConcern(w=1))

    def add(self, sender: str, day: date, counts: Counter[Anomaly]) -> None:
        if counts:
            rows = [_add(sender, day.isoformat(), anomaly, count) for anomaly, count in counts.items()]
            self._hasty.bulk_write(rows, ordered=False)

    def newest(
        self, query: Document, after: tuple[str, str] | None, limit: int
    ) -> list[tuple[str, AnomalyCount]]:
        """With their ids. `after`: the day and the id of the last one seen."""
        later: Document = {}
        if after is not None:
            later = {"$or": [{"day": {"$lt": after[0]}}, {"day": after[0], "_id": {"$gt": after[1]}}]}
        found = self._counts.find({"$and": [query, later]}).sort(NEWEST_FIRST).limit(limit)
        return [(document["_id"], _count(document)) for document in found]


def _add(sender: str, day: str, anomaly: Anomaly, count: int) -> UpdateOne:
    named = {"sender": sender, "root": root_of(sender), "day": day, "anomaly": anomaly.value}
    key = f"{sender}|{day}|{anomaly}"
    return UpdateOne({"_id": key}, {"$inc": {"count": count}, "$setOnInsert": named}, upsert=True)


def _count(document: Document) -> AnomalyCount:
    return AnomalyCount(
        sender_code=document["sender"],
        day=date.fromisoformat(document["day"]),
        anomaly=Anomaly(document["anomaly"]),
        count=document["count"],
    )
