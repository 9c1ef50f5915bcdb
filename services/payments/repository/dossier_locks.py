"""One row per dossier, which orders the events about its fees."""

from typing import ClassVar

from pymongo import ReturnDocument

from chassis.storage.documents import Document
from chassis.storage.repository import Repository


class DossierLockRepository(Repository):
    """Every transaction about a dossier's bills writes its row, so that two of them never pass each other.

    A withdrawal may arrive before the fee that it ends.
    """

    collection: ClassVar[str] = "obligations"

    def is_withdrawn(self, dossier_id: str) -> bool:
        return bool(self._touch(dossier_id, {"$inc": {"touched": 1}}).get("withdrawn"))

    def withdraw(self, dossier_id: str) -> None:
        self._touch(dossier_id, {"$set": {"withdrawn": True}, "$inc": {"touched": 1}})

    def _touch(self, dossier_id: str, update: Document) -> Document:
        row = self.documents.find_one_and_update(
            {"_id": dossier_id},
            update,
            upsert=True,
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )
        return row or {}
