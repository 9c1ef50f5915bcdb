"""How many dossiers of an agency lie where, counted on indexes alone."""

from collections.abc import Iterator
from datetime import datetime

from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.dossiers import Lateness
from dossiers.domain.lateness import SOON
from dossiers.repository.indexes import COUNTED
from dossiers.repository.list_fields import RUNNING


class DossierCountRepository(Repository):
    """Counts of stored dossiers; no document is read."""

    collection = "dossiers"

    def by_status_and_lateness(self, agency_code: str, now: datetime) -> Iterator[tuple[str, str, int]]:
        """(status, lateness, count) of each pair that occurs, in the order of their names."""
        for row in self.documents.aggregate(count_pipeline(agency_code, now), hint=dict(COUNTED)):
            yield row["_id"]["status"], row["_id"]["lateness"], row["count"]

    def held_by(self, agency_code: str, account_ids: frozenset[str]) -> int:
        return self.documents.count_documents(
            {"agency_code": agency_code, "assignment.officer_id": {"$in": sorted(account_ids)}}
        )

    def unassigned(self, agency_code: str) -> int:
        return self.documents.count_documents({"agency_code": agency_code, "desk.unassigned": True})


def count_pipeline(agency_code: str, now: datetime) -> list[Document]:
    """The pipeline: all that it reads is in one index."""
    group = {"_id": {"status": "$status", "lateness": _lateness(now)}, "count": {"$sum": 1}}
    return [
        {"$match": {"agency_code": agency_code}},
        {"$group": group},
        {"$sort": {"_id.status": 1, "_id.lateness": 1}},
    ]


def _lateness(now: datetime) -> Document:
    """`domain.lateness` of one whose clock runs; of any other what was stored."""
    runs = [
        {"case": {"$ne": ["$desk.standing", RUNNING]}, "then": "$desk.standing"},
        {"case": {"$lt": ["$desk.due", now]}, "then": Lateness.OVERDUE.value},
        {"case": {"$lte": ["$desk.due", now + SOON]}, "then": Lateness.DUE_SOON.value},
    ]
    return {"$switch": {"branches": runs, "default": Lateness.IN_TIME.value}}
