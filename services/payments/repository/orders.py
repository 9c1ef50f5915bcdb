"""Orders as documents."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.errors import not_found
from contracts.i18n import Text
from contracts.payments import OrderState, ProviderVerdict
from payments.domain.orders import Order

_FIELDS = frozenset(field.name for field in fields(Order)) - {
    "order_id",
    "state",
    "verdict",
    "provider_message",
}
NEWEST_FIRST = [("created_at", DESCENDING), ("_id", DESCENDING)]


class OrderRepository(Repository):
    """One document an order; `txn_ref` is unique."""

    collection: ClassVar[str] = "orders"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Order:
        """A stored order; fields of a later release are ignored."""
        stored = {name: value for name, value in document.items() if name in _FIELDS}
        verdict, message = document.get("verdict"), document.get("provider_message")
        return Order(
            order_id=document["_id"],
            state=OrderState(document["state"]),
            verdict=ProviderVerdict(verdict) if verdict else None,
            provider_message=Text(message["vi"], message["en"]) if message else None,
            **stored,
        )

    def remove_of(self, bill_ids: Sequence[str]) -> None:
        """Those of these bills."""
        self.documents.delete_many({"bill_id": {"$in": list(bill_ids)}}, session=self.session)

    def add(self, order: Order) -> None:
        self.documents.insert_one(_document(order), session=self.session)

    def get(self, order_id: str) -> Order:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": order_id}, session=self.session)
        if document is None:
            raise not_found("order")
        return self.from_document(document)

    def find_by_txn_ref(self, provider: str, txn_ref: str) -> Order | None:
        """The order of this provider with this reference."""
        document = self.documents.find_one({"txn_ref": txn_ref, "provider": provider}, session=self.session)
        return self.from_document(document) if document else None

    def live_of(self, bill_id: str, at: datetime) -> Order | None:
        """The newest order of the bill beside which a second one could be paid twice."""
        found = (order for order in self._of(bill_id) if order.is_live(at))
        return next(found, None)

    def of_bills(self, bill_ids: Sequence[str]) -> list[Order]:
        """Those of all these bills."""
        found = self.documents.find({"bill_id": {"$in": list(bill_ids)}}, session=self.session)
        return [self.from_document(document) for document in found]

    def newest_of(self, bill_id: str, position: Position | None, limit: int) -> list[Order]:
        """`position`: time of creation and id of the last order seen."""
        found = self.documents.find(
            {"bill_id": bill_id, **before("created_at", position)}, session=self.session
        )
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]

    def of_bill(self, bill_id: str) -> list[Order]:
        """All of them, newest first."""
        return self._of(bill_id)

    def _of(self, bill_id: str) -> list[Order]:
        found = self.documents.find({"bill_id": bill_id}, session=self.session).sort(NEWEST_FIRST)
        return [self.from_document(document) for document in found]

    def save(self, order: Order) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(order))

    def save_wrong_amount(self, order_id: str, amount: int) -> None:
        """No version of the order: nothing is decided about it."""
        self.documents.update_one({"_id": order_id}, {"$set": {"wrong_amount": amount}}, session=self.session)

    def save_return_to(self, order: Order) -> None:
        """Where its person wants to come back to; no version of the order."""
        change = {"$set": {"return_to": order.return_to}}
        self.documents.update_one({"_id": order.order_id}, change, session=self.session)

    def save_page(self, order: Order) -> None:
        """Its page only: no version of the order, whose readers wait for nothing else."""
        page = {"payment_url": order.payment_url, "provider_reference": order.provider_reference}
        self.documents.update_one({"_id": order.order_id}, {"$set": page}, session=self.session)


def _document(order: Order) -> Document:
    document = to_document(asdict(order))
    return {"_id": document.pop("order_id"), **document}
