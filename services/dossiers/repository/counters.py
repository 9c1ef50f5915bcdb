"""How many dossiers of an agency lie where, counted on indexes alone."""

from collections.abc import Iterator
from datetime import datetime

from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.dossiers import Lateness
from dossiers.domain.lateness import AT_END, SOON
from dossiers.domain.model.state_machine import IN_WORK, TERMINAL
from dossiers.repository.list_fields import RUNNING


class DossierCountRepository(Repository):
    """Counts of stored dossiers; no document is read."""

    collection = "dossiers"

    def by_status_and_lateness(self, agency_code: str, now: datetime) -> Iterator[tuple[str, str, int]]:
        """(status, lateness, count) of each pair that occurs, in the order of their names."""
        for row in self.documents.aggregate(count_pipeline(agency_code, now), hint="counted"):
            yield row["_id"]["status"], row["_id"]["lateness"], row["count"]

    def held_by(self, agency_code: str, account_ids: frozenset[str]) -> int:
        held = {"$in": sorted(account_ids), "$type": "string"}
        return self.documents.count_documents(
            {"assignment.officer_id": held, "agency_code": agency_code}, hint="in_hands"
        )

    def unassigned(self, agency_code: str) -> int:
        in_queue = {"status": {"$in": sorted(IN_WORK)}, "desk.unassigned": True}
        return self.documents.count_documents({"agency_code": agency_code, **in_queue}, hint="counted")


def count_pipeline(agency_code: str, now: datetime) -> list[Document]:
    """The pipeline: all that it reads is in one index.

    Those at an end are many, and how they stand does not depend on now: they are counted pair by pair, which is
    several times as fast as grouping.
    """
    standings = (*AT_END, Lateness.NO_DUE_DATE)
    ended = [(status.value, standing.value) for status in sorted(TERMINAL) for standing in standings]
    group = {"_id": {"status": "$status", "lateness": _lateness(now)}, "count": {"$sum": 1}}
    return [
        {"$match": {"agency_code": agency_code, "status": {"$in": sorted(IN_WORK)}}},
        {"$group": group},
        *(_counted(agency_code, status, standing) for status, standing in ended),
        {"$sort": {"_id.status": 1, "_id.lateness": 1}},
    ]


def _counted(agency_code: str, status: str, standing: str) -> Document:
    """One more row of the pipeline: how many stand so."""
    at_end = {"status": status, "desk.unassigned": False, "desk.standing": standing}
    pair = {"status": status, "lateness": standing}
    count = [
        {"$match": {"agency_code": agency_code, **at_end}},
        {"$count": "count"},
        {"$project": {"_id": {name: {"$literal": value} for name, value in pair.items()}, "count": 1}},
    ]
    return {"$unionWith": {"coll": "dossiers", "pipeline": count}}


def _lateness(now: datetime) -> Document:
    """`domain.lateness` of one whose clock runs; of any other what was stored."""
    runs = [
        {"case": {"$ne": ["$desk.standing", RUNNING]}, "then": "$desk.standing"},
        {"case": {"$lt": ["$desk.due", now]}, "then": Lateness.OVERDUE.value},
        {"case": {"$lte": ["$desk.due", now + SOON]}, "then": Lateness.DUE_SOON.value},
    ]
    return {"$switch": {"branches": runs, "default": Lateness.IN_TIME.value}}
