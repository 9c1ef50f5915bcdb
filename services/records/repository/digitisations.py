"""Digitisations (số hóa): open ones until they are completed or forgotten, completed ones for good."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository
from records.domain.digitisation.digitisation import DigitisationState

FORGOTTEN_AFTER = timedelta(days=30)
"""A scan of which no paper has come by then is no work any more; its file goes as other uploads do."""
PERSONAL_FIELDS = SealedFields(
    ("owner", "subject", "suggestions", "confirmations", "scanned_again_reason"),
    erased={"owner": {}, "suggestions": [], "confirmations": []},
)
"""With the key of the service, as papers."""
ENCRYPTED_DIGITISATIONS = EncryptedCollection("digitisations", PERSONAL_FIELDS)


class DigitisationRepository(Repository):
    """One document each, under its id. `expires_at`, in the database alone: when an open one is forgotten."""

    collection = "digitisations"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> DigitisationState:
        """Of a stored digitisation with its personal fields open."""
        known = {**document, "digitisation_id": document["_id"]}
        return DigitisationState.model_validate(known, extra="ignore")

    def add(self, state: DigitisationState) -> None:
        self.documents.insert_one(self._stored(state), session=self.session)

    def find(self, digitisation_id: str) -> DigitisationState | None:
        document = self.documents.find_one({"_id": digitisation_id}, session=self.session)
        if document is None:
            return None
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))

    def replace(self, state: DigitisationState) -> None:
        """One version on. Raises VERSION_STALE when another change came first. Fields of a later release stay."""
        changes = PERSONAL_FIELDS.changes(self._document(state), self.cipher, SERVICE)
        if state.paper_id is not None:
            changes["$unset"]["expires_at"] = ""
        self.save_version(self._document(state), changes)

    def _stored(self, state: DigitisationState) -> Document:
        document = self._document(state) | {"expires_at": state.created_at + FORGOTTEN_AFTER}
        return PERSONAL_FIELDS.seal(document, self.cipher, SERVICE)

    def _document(self, state: DigitisationState) -> Document:
        return {"_id": state.digitisation_id, **to_document(state.model_dump(exclude={"digitisation_id"}))}
