"""Papers of the personal store."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import ASCENDING, DESCENDING, UpdateOne

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, Cipher, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.repository import Repository, one_of_texts
from contracts.errors import ErrorCode, ServiceError, not_found
from records.domain.paper_access import BY_NUMBER
from records.domain.papers import PaperState

PERSONAL_FIELDS = SealedFields((*BY_NUMBER, "subject.full_name", "subject.born_on"))
"""With the key of the service, since papers are deleted as such (ADR 76)."""


def _tokens(document: Document, cipher: Cipher) -> Document:
    """A paper is found by the number of its owner, and by that of the person whom it is about."""
    numbers = {name: _number(document, *name.split(".")) for name in BY_NUMBER}
    return {name: cipher.token(number) for name, number in numbers.items() if number is not None}


def _number(document: Document, whose: str, name: str) -> str | None:
    person: Document = document.get(whose) or {}
    return person.get(name)


ENCRYPTED_PAPERS = EncryptedCollection("papers", PERSONAL_FIELDS, tokens=_tokens)


class PaperRepository(Repository):
    collection = "papers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> PaperState:
        """Of a stored paper with its personal fields open."""
        return PaperState.model_validate({**document, "paper_id": document["_id"]}, extra="ignore")

    def add_all(self, papers: Iterable[PaperState]) -> None:
        documents = [{"_id": paper.paper_id, **self._stored(paper)} for paper in papers]
        self.documents.insert_many(documents, session=self.session)

    def find(self, paper_id: str) -> PaperState | None:
        document = self.documents.find_one({"_id": paper_id}, session=self.session)
        return None if document is None else self._opened(document)

    def get(self, paper_id: str) -> PaperState:
        """Raises `not_found`."""
        paper = self.find(paper_id)
        if paper is None:
            raise not_found("paper")
        return paper

    def find_all(self, paper_ids: Iterable[str]) -> dict[str, PaperState]:
        """Those that exist, by id."""
        return self._by_id({"_id": {"$in": list(paper_ids)}})

    def owned_after(self, owned: Document, after: str, limit: int) -> list[PaperState]:
        """Those that the filter of an owner selects, with a greater id, in the order of the ids. It names numbers in the
        clear."""
        query = {"$and": [self._as_stored(owned), {"_id": {"$gt": after}}]}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def of_files(self, file_ids: Iterable[str]) -> tuple[PaperState, ...]:
        """Asks nothing for no files."""
        named = list(file_ids)
        return tuple(self._by_id({"file.file_id": {"$in": named}}).values()) if named else ()

    def consulted_in(self, dossier_ids: Iterable[str]) -> tuple[PaperState, ...]:
        """Those that agencies see because their opinion is asked for in one of the dossiers."""
        ids = list(dossier_ids)
        holder = {"dossier_id": {"$in": ids}, "consulted": True}
        query = {"holders.dossier_id": one_of_texts(ids), "holders": {"$elemMatch": holder}}
        return tuple(self._by_id(query).values())

    def replace(self, paper: PaperState, expected_version: int) -> None:
        """Raises `version_stale` when another change came first. Fields of a later release stay as they are."""
        filter_ = {"_id": paper.paper_id, "version": expected_version}
        update = self._changes(paper)
        if not self.documents.update_one(filter_, update, session=self.session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(paper.paper_id).version)

    def remove(self, paper_id: str, expected_version: int) -> None:
        """Raises `version_stale` when another change came first, `not_found` where it is gone already."""
        filter_ = {"_id": paper_id, "version": expected_version}
        if not self.documents.delete_one(filter_, session=self.session).deleted_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(paper_id).version)

    def note_renewal(self, paper_id: str, sha256: str, size: int) -> None:
        """The file of the paper with one more archive timestamp. No change of the paper: its version stays."""
        found = {"file.sha256": sha256, "file.size": size}
        self.documents.update_one({"_id": paper_id}, {"$set": found}, session=self.session)

    def replace_all(self, papers: Iterable[tuple[PaperState, int]]) -> None:
        """As `replace`, each with its expected version, in one request; none for none."""
        updates = [
            UpdateOne({"_id": paper.paper_id, "version": expected}, self._changes(paper))
            for paper, expected in papers
        ]
        if updates and self.documents.bulk_write(updates, session=self.session).matched_count < len(updates):
            raise ServiceError(ErrorCode.VERSION_STALE, current="?")

    def newest(self, query: Document, position: Position | None, limit: int) -> list[PaperState]:
        """Newest first: ids rise with the time of deposit. The query names numbers in the clear."""
        older = {} if position is None else {"_id": {"$lt": position[1]}}
        found = self.documents.find({"$and": [self._as_stored(query), older]}, session=self.session)
        return [self._opened(document) for document in found.sort("_id", DESCENDING).limit(limit)]

    def _by_id(self, query: Document) -> dict[str, PaperState]:
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING)
        return {document["_id"]: self._opened(document) for document in found}

    def _opened(self, document: Document) -> PaperState:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))

    def _stored(self, paper: PaperState) -> Document:
        document = _fields(paper)
        stored = PERSONAL_FIELDS.seal(document, self.cipher, SERVICE)
        return PERSONAL_FIELDS.put(stored, _tokens(document, self.cipher))

    def _changes(self, paper: PaperState) -> Document:
        stored = self._stored(paper)
        return {"$set": stored} if SEALED in stored else {"$set": stored, "$unset": {SEALED: ""}}

    def _as_stored(self, query: Document) -> Document:
        """The query with each number in the forms in which it may be stored."""
        return {name: self._condition(name, value) for name, value in query.items()}

    def _condition(self, name: str, value: Any) -> Any:
        if name in BY_NUMBER and isinstance(value, str):
            return {"$in": self.cipher.forms(value)}
        if name in ("$and", "$or"):
            return [self._as_stored(part) for part in value]
        return value


def _fields(paper: PaperState) -> Document:
    return to_document(paper.model_dump(exclude={"paper_id"}))
