"""Business conditions: one document each, with every decision made on it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.conditions import ConditionHistory, ConditionRuling, ruling_of
from catalog.repository.documents import after_id, document, read
from contracts.base import Day, Model
from contracts.catalog import BusinessCondition, ConditionStatus, ListConditions
from contracts.errors import ErrorCode, ServiceError

NAME = "conditions"
FILTERS = {"ministry_code": "ministry_code", "status": "status", "procedure_code": "procedure_codes"}
"""Of the question, and where they stand in a document."""
COUNTED = {"ministry_code": 1, "recorded_on": 1, "yearly_cost_before": 1, "rulings": 1}


class StoredRuling(Model):
    status: ConditionStatus
    decided_on: Day
    cost_left: int | None = None


class StoredCondition(Model):
    """All that is kept of a condition."""

    condition: BusinessCondition
    recorded_on: Day
    rulings: tuple[StoredRuling, ...] = ()

    def of_version(self, version: int) -> Self:
        condition = self.condition.model_copy(update={"version": version})
        return self.model_copy(update={"condition": condition})


def create_indexes(database: Database[dict[str, Any]]) -> None:
    for field in FILTERS.values():
        database[NAME].create_index([(field, ASCENDING), ("_id", ASCENDING)])


class ConditionRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self.collection = database[NAME]

    def get(self, condition_id: str, session: ClientSession | None = None) -> BusinessCondition | None:
        row = self.collection.find_one({"_id": condition_id}, session=session)
        return None if row is None else read(BusinessCondition, row)

    def page(self, asked: ListConditions, after: str | None, limit: int) -> Iterator[BusinessCondition]:
        wanted = {field: getattr(asked, name) for name, field in FILTERS.items()}
        filters = {field: value for field, value in wanted.items() if value is not None}
        rows = self.collection.find({**filters, **after_id(after)})
        return (read(BusinessCondition, row) for row in rows.sort("_id", ASCENDING).limit(limit))

    def insert(self, condition: BusinessCondition, on: date, session: ClientSession) -> None:
        """Recorded on a local day."""
        ours = {"_id": condition.condition_id, "recorded_on": on.isoformat(), "rulings": []}
        self.collection.insert_one({**document(condition), **ours}, session=session)

    def update(self, condition: BusinessCondition, session: ClientSession) -> None:
        """Raises ServiceError(VERSION_STALE) unless the version before is the one that is there."""
        self._write(condition, {"$set": document(condition)}, session)

    def rule(self, condition: BusinessCondition, session: ClientSession) -> None:
        """The same, with a decision that was just made."""
        change = {"$set": document(condition), "$push": {"rulings": _ruling_document(ruling_of(condition))}}
        self._write(condition, change, session)

    def exported(self, after: str | None, limit: int) -> Iterator[tuple[str, StoredCondition]]:
        """By id, after one."""
        for row in self.collection.find(after_id(after)).sort("_id", ASCENDING).limit(limit):
            yield row["_id"], _stored(row)

    def stored(self, condition_id: str, session: ClientSession) -> StoredCondition | None:
        row = self.collection.find_one({"_id": condition_id}, session=session)
        return None if row is None else _stored(row)

    def replace(self, whole: StoredCondition, session: ClientSession) -> None:
        """It takes the place of the one of its id."""
        row = {**document(whole.condition), **document(whole), "_id": whole.condition.condition_id}
        del row["condition"]
        self.collection.replace_one({"_id": row["_id"]}, row, upsert=True, session=session)

    def histories(self) -> Iterator[ConditionHistory]:
        """All of them, as the totals need them."""
        for row in self.collection.find({}, COUNTED):
            rulings = tuple(_ruling(ruling) for ruling in row["rulings"])
            day = date.fromisoformat(row["recorded_on"])
            yield ConditionHistory(row["ministry_code"], day, row["yearly_cost_before"], rulings)

    def _write(self, condition: BusinessCondition, change: dict[str, Any], session: ClientSession) -> None:
        before = {"_id": condition.condition_id, "version": condition.version - 1}
        if self.collection.update_one(before, change, session=session).matched_count == 0:
            raise ServiceError(ErrorCode.VERSION_STALE, current=condition.version)


def _ruling_document(ruling: ConditionRuling | None) -> dict[str, Any]:
    if ruling is None:
        raise ValueError("nothing was decided")
    return {
        "status": ruling.status.value,
        "decided_on": ruling.decided_on.isoformat(),
        "cost_left": ruling.cost_left,
    }


def _stored(row: dict[str, Any]) -> StoredCondition:
    ours = {"recorded_on": row["recorded_on"], "rulings": row["rulings"]}
    return StoredCondition.model_validate({"condition": read(BusinessCondition, row), **ours})


def _ruling(row: dict[str, Any]) -> ConditionRuling:
    return ConditionRuling(
        ConditionStatus(row["status"]), date.fromisoformat(row["decided_on"]), row["cost_left"]
    )
