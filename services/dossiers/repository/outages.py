"""Recorded outages, each with the place that its effect on dossiers has come to."""

from dataclasses import dataclass

from pymongo import DESCENDING

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.dossiers import RecordedOutage
from contracts.errors import not_found


@dataclass(frozen=True)
class StoredOutage:
    """`position`: id of the last dossier that was looked at; None before the first."""

    outage: RecordedOutage
    position: str | None = None


class OutageRepository(Repository):
    """Outages under their ids, which rise with time."""

    collection = "outages"

    @staticmethod
    def from_document(document: Document) -> StoredOutage:
        outage = RecordedOutage.model_validate({**document, "outage_id": document["_id"]}, extra="ignore")
        return StoredOutage(outage, document["position"])

    def get(self, outage_id: str) -> StoredOutage:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": outage_id}, session=self.session)
        if document is None:
            raise not_found("outage")
        return self.from_document(document)

    def newest(self, before: str | None, limit: int) -> list[RecordedOutage]:
        """Newest first, those after the id `before` in the list."""
        query = {} if before is None else {"_id": {"$lt": before}}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(each).outage for each in found]

    def save(self, stored: StoredOutage) -> None:
        outage = stored.outage
        document = {
            **to_document(outage.model_dump(exclude={"outage_id"})),
            "_id": outage.outage_id,
            "position": stored.position,
        }
        self.documents.replace_one({"_id": outage.outage_id}, document, upsert=True, session=self.session)
