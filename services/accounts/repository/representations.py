"""Acts of representation as documents: none is ever removed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING

from accounts.domain.representation import StoredRepresentation
from accounts.repository.personal_fields import NUMBERS_OF_ACT, REPRESENTATION, tokens_of_act
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository, one_of_texts
from contracts.accounts.representation import RepresentationState
from contracts.base import RepresentationGround
from contracts.errors import not_found


class RepresentationRepository(Repository):
    """One document an act. A number is in it only until the account is known that has proved it, encrypted."""

    collection: ClassVar[str] = "representations"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredRepresentation:
        """A stored act; fields of a later release are ignored."""
        known = {**document, "representation_id": document["_id"]}
        return StoredRepresentation.model_validate(known, extra="ignore")

    def _opened(self, document: Document) -> StoredRepresentation:
        return self.from_document(REPRESENTATION.open(document, self.cipher))

    def add(self, act: StoredRepresentation) -> None:
        document = _document(act)
        stored = REPRESENTATION.seal(document, self.cipher, SERVICE) | tokens_of_act(document, self.cipher)
        self.documents.insert_one(stored, session=self.session)

    def replace(self, act: StoredRepresentation) -> None:
        """Raises VERSION_STALE when another change came first."""
        document = _document(act)
        tokens = tokens_of_act(document, self.cipher)
        self.save_version(document, REPRESENTATION.changes(document, self.cipher, SERVICE, tokens))

    def get(self, representation_id: str) -> StoredRepresentation:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": representation_id}, session=self.session)
        if document is None:
            raise not_found("representation")
        return self._opened(document)

    def of_account(
        self, account_id: str, position: Position | None, limit: int
    ) -> list[StoredRepresentation]:
        """On either side, newest first; `position`: that of the last one seen."""
        query: Document = {"$or": [{"principal_id": account_id}, {"representative_id": account_id}]}
        if position is not None:
            query["_id"] = {"$lt": position[1]}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def waiting_of(self, person_id: str) -> int:
        """How many acts that a person asked for are undecided."""
        query = {"asked_by_person": person_id, "state": RepresentationState.ASKED.value}
        return self.documents.count_documents(query, session=self.session)

    def undecided_with(self, number: str) -> list[StoredRepresentation]:
        """Those that are undecided and name this number, whose account was not known."""
        named = one_of_texts(self.cipher.forms(number))
        either = [{name: named} for name in NUMBERS_OF_ACT]
        query = {"$or": either, "state": RepresentationState.ASKED.value}
        return [self._opened(each) for each in self.documents.find(query, session=self.session)]

    def undecided(
        self, representative_id: str, principal_id: str, ground: RepresentationGround
    ) -> StoredRepresentation | None:
        """The one that is undecided between these two, by this right."""
        query = {
            "representative_id": representative_id,
            "principal_id": principal_id,
            "ground": ground.value,
            "state": RepresentationState.ASKED.value,
        }
        document = self.documents.find_one(query, session=self.session)
        return self._opened(document) if document else None

    def legal_representatives(self, organisation_id: str) -> list[StoredRepresentation]:
        """Of an organisation now: one at most, but for what a database may hold."""
        query = {
            "principal_id": organisation_id,
            "ground": RepresentationGround.LEGAL_REPRESENTATIVE.value,
            "state": RepresentationState.CONFIRMED.value,
        }
        return [self._opened(each) for each in self.documents.find(query, session=self.session)]

    def void_since(self, moment: datetime) -> list[str]:
        """What the tokens name of the acts that ended after a moment."""
        query = {"ended_at": {"$gt": moment, "$type": "date"}}
        found = self.documents.find(query, {"void_key": 1}, session=self.session)
        return [document["void_key"] for document in found if document["void_key"]]


def _document(act: StoredRepresentation) -> Document:
    document = to_document(act.model_dump())
    return {"_id": document.pop("representation_id"), **document}
