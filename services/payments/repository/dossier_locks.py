"""One row per dossier, which orders the events about its fees."""

from typing import ClassVar

from pymongo import ReturnDocument

from chassis.storage.documents import Document
from chassis.storage.repository import Repository


class DossierLockRepository(Repository):
    """Every transaction about a dossier's bills writes its row, so that two of them never pass each other.

    A withdrawal may arrive before the fee that it ends, and so may the end of the time to pay.
    """

    collection: ClassVar[str] = "obligations"

    def is_closed(self, dossier_id: str, version: int) -> bool:
        """Whether no bill is opened for what the dossier asked for in this version."""
        row = self._touch(dossier_id, {"$inc": {"touched": 1}})
        return bool(row.get("withdrawn")) or version <= row.get("lapsed_version", 0)

    def lapse(self, dossier_id: str, version: int) -> None:
        """What was asked for before this version is not paid any more."""
        self._touch(dossier_id, {"$max": {"lapsed_version": version}, "$inc": {"touched": 1}})

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
