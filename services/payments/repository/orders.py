"""Orders as documents."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, ClassVar

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.errors import not_found
from contracts.payments import OrderState
from payments.domain.orders import Order

_FIELDS = frozenset(field.name for field in fields(Order)) - {"order_id", "state"}


class OrderRepository(Repository):
    """One document an order; `txn_ref` is unique."""

    collection: ClassVar[str] = "orders"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Order:
        """A stored order; fields of a later release are ignored."""
        stored = {name: value for name, value in document.items() if name in _FIELDS}
        return Order(order_id=document["_id"], state=OrderState(document["state"]), **stored)

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

    def unsettled_of(self, bill_id: str) -> list[Order]:
        found = self.documents.find(
            {"bill_id": bill_id, "state": OrderState.CREATED.value}, session=self.session
        )
        return [self.from_document(document) for document in found]

    def save(self, order: Order) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(order))

    def save_page(self, order: Order) -> None:
        """Its page only: no version of the order, whose readers wait for nothing else."""
        page = {"payment_url": order.payment_url, "provider_reference": order.provider_reference}
        self.documents.update_one({"_id": order.order_id}, {"$set": page}, session=self.session)


def _document(order: Order) -> Document:
    document = to_document(asdict(order))
    return {"_id": document.pop("order_id"), **document}
