"""Rows of our dossiers on their way to the portal."""

from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.errors import not_found
from contracts.sync import PushState
from sync.domain.pushes.push import PushRow

Document = dict[str, Any]


class PushRepository:
    """Within a transaction when given its session. Two transactions that change one row come one after the other."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._pushes = database.pushes
        self._session = session

    def find(self, dossier_id: str) -> PushRow | None:
        document = self._pushes.find_one({"_id": dossier_id}, session=self._session)
        return None if document is None else _row(document)

    def get(self, dossier_id: str) -> PushRow:
        """Raises `not_found`."""
        row = self.find(dossier_id)
        if row is None:
            raise not_found("push")
        return row

    def put(self, row: PushRow) -> None:
        document = row.model_dump(exclude={"dossier_id"}) | {"_id": row.dossier_id, "state": row.state.value}
        self._pushes.replace_one({"_id": row.dossier_id}, document, upsert=True, session=self._session)

    def newest(self, state: PushState | None, before_id: str | None, limit: int) -> list[PushRow]:
        """By the dossier's id, the youngest dossier first."""
        wanted: Document = {} if state is None else {"state": state.value}
        place: Document = {} if before_id is None else {"_id": {"$lt": before_id}}
        found = self._pushes.find({**wanted, **place}).sort("_id", DESCENDING).limit(limit)
        return [_row(document) for document in found]


def _row(document: Document) -> PushRow:
    fields = {name: value for name, value in document.items() if name != "_id"}
    return PushRow.model_validate({**fields, "dossier_id": document["_id"]})
