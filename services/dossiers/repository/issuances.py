"""Stored documents and seals of dossiers, beside the dossiers themselves."""

from collections.abc import Mapping
from typing import Any

from pymongo.errors import DuplicateKeyError

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

    def put(self, issuance: Issuance) -> None:
        """One version on from the stored one. Raises VERSION_STALE when another change came first."""
        expected = {"_id": issuance.dossier_id, "version": issuance.version - 1}
        document = to_document(issuance.model_dump(exclude={"dossier_id"}))
        try:
            done = self.documents.replace_one(
                expected, document, upsert=issuance.version == 1, session=self.session
            )
        except DuplicateKeyError as error:
            raise ServiceError(ErrorCode.VERSION_STALE, current=issuance.version) from error
        if not (done.matched_count or done.upserted_id):
            raise ServiceError(ErrorCode.VERSION_STALE, current=issuance.version)
