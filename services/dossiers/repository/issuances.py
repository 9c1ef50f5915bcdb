"""Stored documents and seals of dossiers, beside the dossiers themselves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import ReplaceOne
from pymongo.errors import BulkWriteError

from chassis.storage.documents import to_document
from chassis.storage.repository import Repository
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.documents.issuance import Issuance


class IssuanceRepository(Repository):
    """Issuances as models, one for each dossier."""

    collection = "issuances"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Issuance:
        fields = {name: value for name, value in document.items() if name != "_id"}
        return Issuance.model_validate({**fields, "dossier_id": document["_id"]}, extra="ignore")

    def of(self, dossier_id: str) -> Issuance:
        """An empty one of version 0 while nothing has been issued."""
        document = self.documents.find_one({"_id": dossier_id}, session=self.session)
        return Issuance(dossier_id=dossier_id) if document is None else self.from_document(document)

    def of_all(self, dossier_ids: Iterable[str]) -> dict[str, Issuance]:
        """As `of`, by dossier."""
        ids = tuple(dossier_ids)
        found = map(
            self.from_document, self.documents.find({"_id": {"$in": list(ids)}}, session=self.session)
        )
        empty = {dossier_id: Issuance(dossier_id=dossier_id) for dossier_id in ids}
        return empty | {issuance.dossier_id: issuance for issuance in found}

    def put_all(self, issuances: Sequence[Issuance]) -> None:
        """Each one version on from the stored one or the one before. Raises VERSION_STALE when another change came
        first."""
        steps = [
            ReplaceOne(
                {"_id": issuance.dossier_id, "version": issuance.version - 1},
                to_document(issuance.model_dump(exclude={"dossier_id"})),
                upsert=issuance.version == 1,
            )
            for issuance in issuances
        ]
        if not steps:
            return
        try:
            done = self.documents.bulk_write(steps, session=self.session)
        except BulkWriteError as error:
            raise ServiceError(ErrorCode.VERSION_STALE, current="?") from error
        if done.matched_count + done.upserted_count < len(steps):
            raise ServiceError(ErrorCode.VERSION_STALE, current="?")
