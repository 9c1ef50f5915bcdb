"""Business conditions (điều kiện kinh doanh): one document each, with every decision made on it."""

from collections.abc import Iterator
from datetime import date
from typing import Self

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.domain.conditions import ConditionHistory, ConditionRuling, ruling_of
from catalog.repository.model_repository import after_id, as_document
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.base import Day, Model
from contracts.catalog import BusinessCondition, ConditionStatus, ListConditions
from contracts.errors import ErrorCode, ServiceError

FILTERS = {"ministry_code": "ministry_code", "status": "status", "procedure_code": "procedure_codes"}
"""Fields of the request, and the fields of a document that they select by."""
HISTORY_PROJECTION = {"ministry_code": 1, "recorded_on": 1, "yearly_cost_before": 1, "rulings": 1}


class StoredRuling(Model):
    """One decision as it is stored."""

    status: ConditionStatus
    decided_on: Day
    cost_left: int | None = None


class StoredCondition(Model):
    """All that is stored of a condition: how it stands, the local day it was recorded on, its decisions in order."""

    condition: BusinessCondition
    recorded_on: Day
    rulings: tuple[StoredRuling, ...] = ()

    def of_version(self, version: int) -> Self:
        condition = self.condition.model_copy(update={"version": version})
        return self.model_copy(update={"condition": condition})


def create_indexes(database: Database[Document]) -> None:
    for field in FILTERS.values():
        database[ConditionRepository.collection].create_index([(field, ASCENDING), ("_id", ASCENDING)])


class ConditionRepository(Repository):
    """Conditions under their ids."""

    collection = "conditions"

    @staticmethod
    def from_document(document: Document) -> StoredCondition:
        fields = {
            "condition": document,
            "recorded_on": document["recorded_on"],
            "rulings": document["rulings"],
        }
        return StoredCondition.model_validate(fields, extra="ignore")

    def get(self, condition_id: str) -> BusinessCondition | None:
        stored = self.stored(condition_id)
        return None if stored is None else stored.condition

    def stored(self, condition_id: str) -> StoredCondition | None:
        row = self.documents.find_one({"_id": condition_id}, session=self.session)
        return None if row is None else self.from_document(row)

    def page(self, request: ListConditions, after: str | None, limit: int) -> Iterator[BusinessCondition]:
        """Up to `limit` conditions by id, following the id `after`."""
        values = {field: getattr(request, name) for name, field in FILTERS.items()}
        filters = {field: value for field, value in values.items() if value is not None}
        rows = self.documents.find({**filters, **after_id(after)}, session=self.session)
        return (self.from_document(row).condition for row in rows.sort("_id", ASCENDING).limit(limit))

    def exported(self, after: str | None, limit: int) -> Iterator[tuple[str, StoredCondition]]:
        """Up to `limit` ids and conditions by id, following the id `after`."""
        rows = self.documents.find(after_id(after), session=self.session)
        for row in rows.sort("_id", ASCENDING).limit(limit):
            yield row["_id"], self.from_document(row)

    def histories(self) -> Iterator[ConditionHistory]:
        """All conditions, as the totals need them."""
        for row in self.documents.find({}, HISTORY_PROJECTION, session=self.session):
            rulings = tuple(_ruling(ruling) for ruling in row["rulings"])
            day = date.fromisoformat(row["recorded_on"])
            yield ConditionHistory(row["ministry_code"], day, row["yearly_cost_before"], rulings)

    def insert(self, condition: BusinessCondition, on: date) -> None:
        """A new condition, recorded on a local day."""
        history = {"_id": condition.condition_id, "recorded_on": on.isoformat(), "rulings": []}
        self.documents.insert_one({**as_document(condition), **history}, session=self.session)

    def update(self, condition: BusinessCondition) -> None:
        """Raises ServiceError(VERSION_STALE) unless the stored version is the one before."""
        self._write(condition, {"$set": as_document(condition)})

    def add_ruling(self, condition: BusinessCondition) -> None:
        """As `update`, with the decision that was just made."""
        change = {
            "$set": as_document(condition),
            "$push": {"rulings": _ruling_document(ruling_of(condition))},
        }
        self._write(condition, change)

    def replace(self, stored: StoredCondition) -> None:
        """All that is stored of the condition of this id."""
        row = {**as_document(stored.condition), **as_document(stored), "_id": stored.condition.condition_id}
        del row["condition"]
        self.documents.replace_one({"_id": row["_id"]}, row, upsert=True, session=self.session)

    def _write(self, condition: BusinessCondition, change: Document) -> None:
        previous = {"_id": condition.condition_id, "version": condition.version - 1}
        if self.documents.update_one(previous, change, session=self.session).matched_count == 0:
            raise ServiceError(ErrorCode.VERSION_STALE, current=condition.version)


def _ruling_document(ruling: ConditionRuling | None) -> Document:
    if ruling is None:
        raise ValueError("nothing was decided")
    return {
        "status": ruling.status.value,
        "decided_on": ruling.decided_on.isoformat(),
        "cost_left": ruling.cost_left,
    }


def _ruling(row: Document) -> ConditionRuling:
    return ConditionRuling(
        ConditionStatus(row["status"]), date.fromisoformat(row["decided_on"]), row["cost_left"]
    )
