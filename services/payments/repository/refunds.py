"""Refunds as documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, ClassVar

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.dossiers import FeeItem
from contracts.errors import not_found
from contracts.i18n import Text
from contracts.refunds import RefundMethod, RefundReason, RefundState
from payments.domain.refund_graph import RefundTrigger
from payments.domain.refunds import Step, StoredRefund

NEWEST_FIRST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
_READ_APART = {"refund_id", "items", "reason", "state", "method", "provider_message", "steps"}
_FIELDS = frozenset(field.name for field in fields(StoredRefund)) - _READ_APART


class RefundRepository(Repository):
    """One document a refund; what is due by itself has the id of its order."""

    collection: ClassVar[str] = "refunds"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredRefund:
        """A stored refund; fields of a later release are ignored."""
        method, message = document.get("method"), document.get("provider_message")
        return StoredRefund(
            refund_id=document["_id"],
            items=tuple(FeeItem.model_validate(each, extra="ignore") for each in document["items"]),
            reason=RefundReason(document["reason"]),
            state=RefundState(document["state"]),
            method=RefundMethod(method) if method else None,
            provider_message=Text(message["vi"], message["en"]) if message else None,
            steps=tuple(map(_step, document["steps"])),
            **{name: value for name, value in document.items() if name in _FIELDS},
        )

    def add(self, refund: StoredRefund, payer_id: str) -> None:
        """With the commit of the transaction, which fails when it is there."""
        self.writes.insert(self.collection, {**_document(refund), "payer_id": payer_id})

    def add_missing(self, refunds: Iterable[StoredRefund], payer_id: str) -> None:
        """Those that are not there yet."""
        for refund in refunds:
            document = {**_document(refund), "payer_id": payer_id}
            key = {"_id": document.pop("_id")}
            self.documents.update_one(key, {"$setOnInsert": document}, upsert=True, session=self.session)

    def get(self, refund_id: str) -> StoredRefund:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": refund_id}, session=self.session)
        if document is None:
            raise not_found("refund")
        return self.from_document(document)

    def of_bills(self, bill_ids: Sequence[str]) -> list[StoredRefund]:
        """Those of all these bills, the oldest first."""
        found = self.documents.find({"bill_id": {"$in": list(bill_ids)}}, session=self.session)
        return sorted(map(self.from_document, found), key=lambda each: (each.opened_at, each.refund_id))

    def save(self, refund: StoredRefund) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(refund))

    def remove_of(self, bill_ids: Sequence[str]) -> None:
        """Those of these bills."""
        self.documents.delete_many({"bill_id": {"$in": list(bill_ids)}}, session=self.session)

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[StoredRefund]:
        """`position`: opening time and id of the last one seen."""
        found = self.documents.find({**criteria, **before("opened_at", position)}, session=self.session)
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]


def _step(stored: Mapping[str, Any]) -> Step:
    return Step(
        trigger=RefundTrigger(stored["trigger"]),
        state=RefundState(stored["state"]),
        version=stored["version"],
        at=stored["at"],
        amount=stored["amount"],
        by=stored.get("by"),
        note=stored.get("note"),
    )


def _document(refund: StoredRefund) -> Document:
    document = to_document({**asdict(refund), "items": [item.model_dump() for item in refund.items]})
    return {"_id": document.pop("refund_id"), **document}
