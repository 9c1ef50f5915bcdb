"""Days that were declared, and how they compared."""

from datetime import date, datetime
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.agency_codes import root_of
from contracts.sync import Reconciliation

Document = dict[str, Any]
NEWEST_FIRST = [("declared_at", DESCENDING), ("_id", DESCENDING)]


class ReconciliationRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._reconciliations = database.reconciliations

    def add(self, reconciliation_id: str, found: Reconciliation, session: ClientSession) -> None:
        fields = found.model_dump()
        sender = fields.pop("sender_code")
        self._reconciliations.insert_one(
            {
                **fields,
                "_id": reconciliation_id,
                "sender": sender,
                "root": root_of(sender),
                "day": found.day.isoformat(),
                "differences": list(fields["differences"]),
            },
            session=session,
        )

    def newest(
        self, query: Document, after: tuple[datetime, str] | None, limit: int
    ) -> list[tuple[str, Reconciliation]]:
        """With their ids."""
        older: Document = {}
        if after is not None:
            at, last_id = after
            older = {"$or": [{"declared_at": {"$lt": at}}, {"declared_at": at, "_id": {"$lt": last_id}}]}
        found = self._reconciliations.find({"$and": [query, older]}).sort(NEWEST_FIRST).limit(limit)
        return [(document["_id"], _view(document)) for document in found]


def _view(document: Document) -> Reconciliation:
    fields = {name: document[name] for name in Reconciliation.model_fields if name in document}
    return Reconciliation(
        **{**fields, "sender_code": document["sender"], "day": date.fromisoformat(document["day"])}
    )
