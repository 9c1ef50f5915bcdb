"""Closed dossiers on their way to the archive, one document each, and how far the log was read for them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from pymongo import ASCENDING, IndexModel, ReplaceOne, UpdateOne
from pymongo.database import Database

from chassis.storage import event_log
from chassis.storage.documents import Document, to_document
from chassis.storage.event_log import LogEntry
from chassis.storage.repository import Repository
from contracts.dossiers import RECEPTION_REFUSED, RESULT_RETURNED, WITHDRAWN, ArchivalState, ClosedDossier
from contracts.errors import not_found

CLOSING = tuple(kind.name for kind in (RECEPTION_REFUSED, RESULT_RETURNED, WITHDRAWN))
"""Events by which a dossier is closed."""
_PLACE = "placed"
_WAITING = [ArchivalState.CLASSIFIED.value, ArchivalState.PACKAGED.value, ArchivalState.LISTED.value]


def create_indexes(database: Database[Document]) -> None:
    """Of an agency by state, of all by state, of a transfer, and what is overdue."""
    database[ClosedDossierRepository.collection].create_indexes(
        [
            IndexModel([("agency_code", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("agency_code", ASCENDING), ("closed_on", ASCENDING)]),
            IndexModel(
                [
                    ("agency_code", ASCENDING),
                    ("state", ASCENDING),
                    ("place.transfer_due", ASCENDING),
                    ("_id", ASCENDING),
                ]
            ),
            IndexModel([("state", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("state", ASCENDING), ("place.transfer_due", ASCENDING)]),
        ]
    )
    database.file_plans.create_index([("agency_code", ASCENDING), ("_id", ASCENDING)])


class ClosedDossierRepository(Repository):
    """Under the ids of the dossiers."""

    collection = "closed_dossiers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> ClosedDossier:
        return ClosedDossier.model_validate({**document, "dossier_id": document["_id"]}, extra="ignore")

    def get(self, dossier_id: str) -> ClosedDossier:
        """Raises NOT_FOUND."""
        return self.get_all([dossier_id])[0]

    def get_all(self, dossier_ids: Iterable[str]) -> list[ClosedDossier]:
        """In the order of the ids, each once. Raises NOT_FOUND where one is missing."""
        ids = list(dict.fromkeys(dossier_ids))
        found = self.find_all(ids)
        if len(found) != len(ids):
            raise not_found("dossier")
        return [found[each] for each in ids]

    def find_all(self, dossier_ids: Collection[str]) -> dict[str, ClosedDossier]:
        """Those that there are, by id."""
        found = self.documents.find({"_id": {"$in": list(dossier_ids)}}, session=self.session)
        return {document["_id"]: self.from_document(document) for document in found}

    def add_all(self, dossiers: Collection[ClosedDossier]) -> None:
        """Those that are there stay as they are."""
        steps = [
            UpdateOne({"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True)
            for document in map(_document, dossiers)
        ]
        if steps:
            self.documents.bulk_write(steps, session=self.session)

    def save_all(self, dossiers: Collection[ClosedDossier]) -> None:
        steps = [ReplaceOne({"_id": document["_id"]}, document) for document in map(_document, dossiers)]
        if steps:
            self.documents.bulk_write(steps, session=self.session)

    def in_order(
        self, agency_code: str | None, state: ArchivalState | None, after: str, limit: int
    ) -> list[ClosedDossier]:
        """Of an agency or of all, in one state or in any, those after the id in the order of ids."""
        query: Document = {"_id": {"$gt": after}}
        if agency_code is not None:
            query["agency_code"] = agency_code
        if state is not None:
            query["state"] = state.value
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def closed_since(self, agency_code: str, day: date) -> list[ClosedDossier]:
        """Of an agency, closed on this local day or later."""
        query = {"agency_code": agency_code, "closed_on": {"$gte": day.isoformat()}}
        return [self.from_document(each) for each in self.documents.find(query, session=self.session)]

    def due(self, agency_code: str, day: date, limit: int) -> list[ClosedDossier]:
        """Packages of an agency that are due to be handed over by this local day, those that are due first in front."""
        query = {
            "agency_code": agency_code,
            "state": ArchivalState.PACKAGED.value,
            "place.transfer_due": {"$lte": day.isoformat()},
        }
        found = self.documents.find(query, session=self.session)
        order = [("place.transfer_due", ASCENDING), ("_id", ASCENDING)]
        return [self.from_document(document) for document in found.sort(order).limit(limit)]

    def count(self, state: ArchivalState) -> int:
        return self.documents.count_documents({"state": state.value}, session=self.session)

    def count_overdue(self, today: date) -> int:
        """Those that should have been handed over before this local day."""
        query = {"state": {"$in": _WAITING}, "place.transfer_due": {"$lt": today.isoformat()}}
        return self.documents.count_documents(query, session=self.session)

    def closings(self, limit: int) -> tuple[list[LogEntry], int, bool]:
        """The next closing events of the log, the place to go on from, and whether that is further than now."""
        at = self.documents.database.archive_progress.find_one({"_id": _PLACE}, session=self.session)
        before = at["seq"] if at else 0
        found, until = event_log.feed(
            self.documents.database, {"type": {"$in": list(CLOSING)}}, before, limit
        )
        return found, until, until > before

    def note_place(self, seq: int) -> None:
        """How far the log was read."""
        self.documents.database.archive_progress.update_one(
            {"_id": _PLACE}, {"$set": {"seq": seq}}, upsert=True, session=self.session
        )


def _document(dossier: ClosedDossier) -> Document:
    return {"_id": dossier.dossier_id, **to_document(dossier.model_dump(exclude={"dossier_id"}))}
