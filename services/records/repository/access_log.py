"""The access log of papers as documents: only ever added to."""

from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from records.domain.access_log import AccessEntry

Document = dict[str, Any]


class AccessLogRepository:
    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._accesses = database.paper_accesses
        self._session = session

    def add(self, access: AccessEntry) -> None:
        document = access.model_dump(exclude={"access_id"})
        kept = {**document, "_id": access.access_id, "kind": access.kind.value}
        self._accesses.insert_one(kept, session=self._session)

    def newest(self, paper_id: str, before_id: str | None, limit: int) -> list[AccessEntry]:
        """Newest first: ids rise with time."""
        place = {} if before_id is None else {"_id": {"$lt": before_id}}
        found = self._accesses.find({"paper_id": paper_id, **place}, session=self._session)
        return [_access(document) for document in found.sort("_id", DESCENDING).limit(limit)]


def _access(document: Document) -> AccessEntry:
    fields = {name: value for name, value in document.items() if name != "_id"}
    return AccessEntry.model_validate({**fields, "access_id": document["_id"]})
