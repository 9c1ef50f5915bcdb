"""Bills, orders and the dossiers that were withdrawn, as documents."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.database import Database

from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.payments import Bill, OrderState
from payments.domain.orders import Order

Document = dict[str, Any]
NEWEST_FIRST = [("opened_at", DESCENDING), ("_id", DESCENDING)]


def create_indexes(database: Database[Document]) -> None:
    database.bills.create_index("source_event_id", unique=True)
    database.bills.create_index(NEWEST_FIRST)
    for scope in ("payer_id", "agency_code", "dossier_id"):
        database.bills.create_index([(scope, ASCENDING), *NEWEST_FIRST])
    database.orders.create_index("txn_ref", unique=True)
    database.orders.create_index([("bill_id", ASCENDING), ("state", ASCENDING)])


class BillRepository:
    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def add(self, bill: Bill, source_event_id: str, session: ClientSession) -> None:
        document = {**_bill_document(bill), "source_event_id": source_event_id}
        self._collection.insert_one(document, session=session)

    def get(self, bill_id: str, session: ClientSession | None = None) -> Bill:
        document = self._collection.find_one({"_id": bill_id}, session=session)
        if document is None:
            raise not_found("bill")
        return _bill(document)

    def open_of(self, dossier_id: str, session: ClientSession) -> list[Bill]:
        found = self._collection.find({"dossier_id": dossier_id, "state": "open"}, session=session)
        return [_bill(document) for document in found]

    def save(self, bill: Bill, session: ClientSession) -> None:
        _replace(self._collection, _bill_document(bill), session)

    def newest(self, query: Document, after: tuple[datetime, str] | None, limit: int) -> list[Bill]:
        """`after`: opening time and id of the last bill seen."""
        found = self._collection.find({**query, **_older(after)}).sort(NEWEST_FIRST).limit(limit)
        return [_bill(document) for document in found]


class OrderRepository:
    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def add(self, order: Order, session: ClientSession) -> None:
        self._collection.insert_one(_order_document(order), session=session)

    def get(self, order_id: str, session: ClientSession | None = None) -> Order:
        document = self._collection.find_one({"_id": order_id}, session=session)
        if document is None:
            raise not_found("order")
        return _order(document)

    def by_txn_ref(self, txn_ref: str, session: ClientSession | None = None) -> Order | None:
        document = self._collection.find_one({"txn_ref": txn_ref}, session=session)
        return _order(document) if document else None

    def unsettled_of(self, bill_id: str, session: ClientSession) -> list[Order]:
        found = self._collection.find({"bill_id": bill_id, "state": OrderState.CREATED}, session=session)
        return [_order(document) for document in found]

    def save(self, order: Order, session: ClientSession) -> None:
        _replace(self._collection, _order_document(order), session)


class DossierLockRepository:
    """One row per dossier. Every work on a dossier's bills writes it, so that two of them never pass each other:
    a withdrawal may arrive before the fee that it ends.
    """

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def is_withdrawn(self, dossier_id: str, session: ClientSession) -> bool:
        return bool(self._touch(dossier_id, {"$inc": {"touched": 1}}, session).get("withdrawn"))

    def withdraw(self, dossier_id: str, session: ClientSession) -> None:
        self._touch(dossier_id, {"$set": {"withdrawn": True}, "$inc": {"touched": 1}}, session)

    def _touch(self, dossier_id: str, change: Document, session: ClientSession) -> Document:
        row = self._collection.find_one_and_update(
            {"_id": dossier_id}, change, upsert=True, return_document=ReturnDocument.AFTER, session=session
        )
        return row or {}


class Repositories:
    """The three of them, over the database of the service."""

    def __init__(self, database: Database[Document]) -> None:
        self.bills = BillRepository(database.bills)
        self.orders = OrderRepository(database.orders)
        self.dossier_locks = DossierLockRepository(database.obligations)


def _replace(collection: Collection[Document], document: Document, session: ClientSession) -> None:
    """Raises VERSION_STALE unless the stored version is the one before."""
    previous = {"_id": document["_id"], "version": document["version"] - 1}
    if collection.update_one(previous, {"$set": document}, session=session).matched_count == 0:
        raise ServiceError(ErrorCode.VERSION_STALE, current="?")


def _older(after: tuple[datetime, str] | None) -> Document:
    if after is None:
        return {}
    opened_at, bill_id = after
    return {"$or": [{"opened_at": {"$lt": opened_at}}, {"opened_at": opened_at, "_id": {"$lt": bill_id}}]}


def _bill_document(bill: Bill) -> Document:
    fields = bill.model_dump()
    return {"_id": fields.pop("bill_id"), **_as_text(fields), "items": list(fields["items"])}


def _bill(document: Document) -> Bill:
    kept: Iterable[str] = Bill.model_fields.keys() - {"bill_id"}
    return Bill(bill_id=document["_id"], **{key: document[key] for key in kept})


def _order_document(order: Order) -> Document:
    fields = asdict(order)
    return {"_id": fields.pop("order_id"), **_as_text(fields)}


def _order(document: Document) -> Order:
    fields = {key: value for key, value in document.items() if key != "_id"}
    return Order(order_id=document["_id"], **{**fields, "state": OrderState(fields["state"])})


def _as_text(fields: Document) -> Document:
    return {**fields, "state": str(fields["state"])}
