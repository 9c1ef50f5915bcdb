"""Sổ theo dõi hồ sơ: an agency's own dossiers in the order of their reception."""

from datetime import date, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from contracts.dossiers import RegisterRow
from dossiers.domain.lateness import lateness
from dossiers.repository.lists import ListPosition, between, later_than

Document = dict[str, Any]
RECEIVED = "desk.received"
_FIELDS = (
    "code",
    "procedure_name",
    "applicant.full_name",
    "agency_code",
    "received_at",
    "due_at",
    "ended_at",
    "clock_stopped_since",
    "returned.returned_at",
    "returned.method",
    "return_method",
    "status",
)


class RegisterRepository:
    """Of one agency between two local days inclusive. Rows are numbered from 1 in the order of reception."""

    def __init__(self, database: Database[Document], agency_code: str, first: date, last: date) -> None:
        self._dossiers = database.dossiers
        self._wanted = {"agency_code": agency_code, **between(RECEIVED, first, last)}

    def rows(self, after: ListPosition | None, limit: int, now: datetime) -> list[RegisterRow]:
        number = 0 if after is None else self._count_to(after)
        place: Document = {} if after is None else later_than(RECEIVED, after)
        found = self._dossiers.find({"$and": [self._wanted, place]}, dict.fromkeys(_FIELDS, 1))
        found = found.sort([(RECEIVED, ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [_row(document, number + at, now) for at, document in enumerate(found, start=1)]

    def count(self) -> int:
        return self._dossiers.count_documents(self._wanted)

    def _count_to(self, last: ListPosition) -> int:
        """How many rows there are up to this one: a number does not hang on the pages that were read."""
        earlier = {RECEIVED: {"$lt": last.value}}
        same = {RECEIVED: last.value, "_id": {"$lte": last.dossier_id}}
        counted = ({"$and": [self._wanted, part]} for part in (earlier, same))
        return sum(self._dossiers.count_documents(part) for part in counted)


def _row(document: Document, number: int, now: datetime) -> RegisterRow:
    returned = document.get("returned") or {}
    due, ended, stopped = (document.get(name) for name in ("due_at", "ended_at", "clock_stopped_since"))
    return RegisterRow(
        number=number,
        dossier_id=document["_id"],
        code=document["code"],
        procedure_name=document["procedure_name"],
        applicant_name=document["applicant"]["full_name"],
        agency_code=document["agency_code"],
        received_at=document["received_at"],
        due_at=due,
        ended_at=ended,
        returned_at=returned.get("returned_at"),
        return_method=returned.get("method") or document["return_method"],
        status=document["status"],
        lateness=lateness(due, ended, stopped, now),
    )
