"""Sổ theo dõi hồ sơ: an agency's own dossiers in the order of their reception."""

from dataclasses import dataclass
from datetime import date, datetime

from pymongo import ASCENDING, DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.dossiers import RegisterRow
from dossiers.domain.lateness import lateness
from dossiers.domain.model.dossier import DossierState
from dossiers.repository.lists import between, later_than

RECEIVED = "desk.received"
_SAME = tuple(
    name for name in RegisterRow.model_fields if name in DossierState.model_fields and name != "dossier_id"
)
_FIELDS = (*_SAME, "applicant.full_name", "clock_stopped_since", "returned")
"""What a row is made of; a field that both models have is one of them by itself."""


@dataclass(frozen=True)
class RegisterPeriod:
    """The register of one agency between two local days inclusive."""

    agency_code: str
    first: date
    last: date

    @property
    def filter(self) -> Document:
        return {"agency_code": self.agency_code, **between(RECEIVED, self.first, self.last)}


class RegisterRepository(Repository):
    """Rows of stored dossiers, numbered from 1 in the order of reception."""

    collection = "dossiers"

    def latest_ids(self, period: RegisterPeriod, limit: int) -> list[str]:
        """The ids of the dossiers, the latest reception first."""
        found = self.documents.find(period.filter, {"_id": 1})
        found = found.sort([(RECEIVED, DESCENDING), ("_id", DESCENDING)]).limit(limit)
        return [document["_id"] for document in found]

    def places(self, period: RegisterPeriod, after: Position | None, limit: int) -> list[Position]:
        """Reception and id of up to `limit` dossiers in the order of reception, following the place `after`."""
        position: Document = {} if after is None else later_than(RECEIVED, after)
        found = self.documents.find({"$and": [period.filter, position]}, {RECEIVED: 1})
        found = found.sort([(RECEIVED, ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [(document["desk"]["received"], document["_id"]) for document in found]

    def rows(
        self, period: RegisterPeriod, after: Position | None, limit: int, now: datetime
    ) -> list[RegisterRow]:
        number = 0 if after is None else self._count_to(period, after)
        position: Document = {} if after is None else later_than(RECEIVED, after)
        found = self.documents.find({"$and": [period.filter, position]}, dict.fromkeys(_FIELDS, 1))
        found = found.sort([(RECEIVED, ASCENDING), ("_id", ASCENDING)]).limit(limit)
        return [_row(document, number + at, now) for at, document in enumerate(found, start=1)]

    def count(self, period: RegisterPeriod) -> int:
        return self.documents.count_documents(period.filter)

    def _count_to(self, period: RegisterPeriod, last: Position) -> int:
        """How many rows there are up to this one: a number does not hang on the pages that were read."""
        value, dossier_id = last
        earlier = {RECEIVED: {"$lt": value}}
        same = {RECEIVED: value, "_id": {"$lte": dossier_id}}
        counted = ({"$and": [period.filter, part]} for part in (earlier, same))
        return sum(self.documents.count_documents(part) for part in counted)


def _row(document: Document, number: int, now: datetime) -> RegisterRow:
    fields = {name: document[name] for name in _SAME if name in document}
    returned = document.get("returned") or {}
    due, ended, stopped = (document.get(name) for name in ("due_at", "ended_at", "clock_stopped_since"))
    derived = {
        "number": number,
        "dossier_id": document["_id"],
        "applicant_name": document["applicant"]["full_name"],
        "returned_at": returned.get("returned_at"),
        "return_method": returned.get("method") or document["return_method"],
        "lateness": lateness(due, ended, stopped, now),
    }
    return RegisterRow.model_validate(fields | derived, extra="ignore")
