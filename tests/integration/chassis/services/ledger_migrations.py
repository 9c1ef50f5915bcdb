"""The migration of a small service: names get a folded twin."""

from chassis.storage.documents import Document
from chassis.storage.migrations import Migration, update_documents

OLD_SHAPE = {"name": {"$exists": True}, "folded": {"$exists": False}}


def fold(document: Document) -> Document:
    return {"$set": {"folded": str(document["name"]).casefold()}}


MIGRATIONS = (Migration(1, "fold_names", update_documents("people", OLD_SHAPE, fold), breaking=True),)
