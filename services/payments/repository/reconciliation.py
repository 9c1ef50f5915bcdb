"""Lines of providers' files, the cases of what differs, and the settlement as a fold of the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.errors import not_found
from contracts.payments import OrderState
from contracts.reconciliation import ReconciliationCase, StatementOutcome
from payments.domain.ledger.accounts import AccountKind
from payments.domain.orders import Order
from payments.domain.reconciliation.comparison import StoredLine
from payments.repository.orders import OrderRepository

NEWEST_FIRST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
_FIELDS = frozenset(field.name for field in fields(StoredLine)) - {"line_id", "day", "outcome"}


class StatementLineRepository(Repository):
    """One document a line, by provider and its number of the payment; one line settles an order."""

    collection: ClassVar[str] = "statement_lines"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredLine:
        """A stored line; fields of a later release are ignored."""
        return StoredLine(
            line_id=document["_id"],
            day=date.fromisoformat(document["day"]),
            outcome=StatementOutcome(document["outcome"]),
            **{name: value for name, value in document.items() if name in _FIELDS},
        )

    def of_ids(self, line_ids: Iterable[str]) -> dict[str, StoredLine]:
        """By id."""
        found = self.documents.find({"_id": {"$in": list(line_ids)}}, session=self.session)
        return {document["_id"]: self.from_document(document) for document in found}

    def of_orders(self, order_ids: Iterable[str]) -> list[StoredLine]:
        found = self.documents.find({"order_id": {"$in": list(order_ids)}}, session=self.session)
        return [self.from_document(document) for document in found]

    def add(self, lines: Sequence[StoredLine], at: datetime) -> None:
        """Of two transactions that settle one order at once, the second is run again after the first."""
        if lines:
            documents = [{**_line_document(line), "recorded_at": at} for line in lines]
            self.documents.insert_many(documents, session=self.session)


class StatementOrderRepository(OrderRepository):
    """Orders, as files of providers name them."""

    def of_txn_refs(self, provider: str, txn_refs: Iterable[str]) -> dict[str, Order]:
        """Those of this provider, by our reference."""
        query = {"txn_ref": {"$in": list(txn_refs)}, "provider": provider}
        found = self.documents.find(query, session=self.session)
        return {document["txn_ref"]: self.from_document(document) for document in found}

    def paid_between(
        self, provider: str, start: datetime, end: datetime, after: str, limit: int
    ) -> list[Order]:
        """In the order of their ids; `after`: id of the last one seen."""
        query = {
            "provider": provider,
            "state": OrderState.PAID.value,
            "settled_at": {"$gte": start, "$lte": end},
            "_id": {"$gt": after},
        }
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(document) for document in found]


class ReconciliationCaseRepository(Repository):
    """One document a case."""

    collection: ClassVar[str] = "reconciliation_cases"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> ReconciliationCase:
        """A stored case; fields of a later release are ignored."""
        return ReconciliationCase.model_validate({**document, "case_id": document["_id"]}, extra="ignore")

    def add(self, case: ReconciliationCase) -> None:
        self.documents.insert_one(_case_document(case), session=self.session)

    def get(self, case_id: str) -> ReconciliationCase:
        """Raises NOT_FOUND."""
        found = self.of_ids([case_id]).get(case_id)
        if found is None:
            raise not_found("reconciliation case")
        return found

    def of_ids(self, case_ids: Iterable[str]) -> dict[str, ReconciliationCase]:
        """By id."""
        found = self.documents.find({"_id": {"$in": list(case_ids)}}, session=self.session)
        return {document["_id"]: self.from_document(document) for document in found}

    def save(self, case: ReconciliationCase) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_case_document(case))

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[ReconciliationCase]:
        """`position`: opening time and id of the last one seen."""
        query = {**criteria, **before("opened_at", position)}
        found = self.documents.find(query, session=self.session).sort(NEWEST_FIRST).limit(limit)
        return [self.from_document(document) for document in found]


class SettlementRepository(Repository):
    """What the entries of a time say of collected accounts."""

    collection: ClassVar[str] = "ledger"

    def collected(self, start: datetime, end: datetime) -> list[tuple[str, int, int]]:
        """Account, what was credited to it (collected) and debited (taken back), by the names of the accounts."""
        positive = {"$max": [0, "$lines.amount"]}
        negative = {"$max": [0, {"$multiply": [-1, "$lines.amount"]}]}
        steps: list[Document] = [
            {"$match": {"at": {"$gte": start, "$lte": end}}},
            {"$unwind": "$lines"},
            {"$match": {"lines.account": {"$regex": f"^{AccountKind.COLLECTED.value}:"}}},
            {"$group": {"_id": "$lines.account", "credit": {"$sum": negative}, "debit": {"$sum": positive}}},
            {"$sort": {"_id": 1}},
        ]
        found = self.documents.aggregate(steps, session=self.session)
        return [(row["_id"], row["credit"], row["debit"]) for row in found]


def create_indexes(database: Database[Document]) -> None:
    """May be repeated."""
    database.statement_lines.create_index("order_id")
    database.statement_lines.create_index("settles", unique=True, sparse=True)
    database.reconciliation_cases.create_index(NEWEST_FIRST)
    database.reconciliation_cases.create_index([("agency_code", ASCENDING), *NEWEST_FIRST])
    database.reconciliation_cases.create_index([("state", ASCENDING), *NEWEST_FIRST])
    database.orders.create_index([("provider", ASCENDING), ("settled_at", ASCENDING)])
    database.ledger.create_index("at")


def _line_document(line: StoredLine) -> Document:
    document = to_document(asdict(line))
    given = {name: value for name, value in document.items() if value is not None}
    return {"_id": given.pop("line_id"), **given}


def _case_document(case: ReconciliationCase) -> Document:
    document = to_document(case.model_dump())
    return {"_id": document.pop("case_id"), **document}
