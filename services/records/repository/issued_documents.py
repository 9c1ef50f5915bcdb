"""Issued documents and sealed results: the record against which they are verified."""

from collections.abc import Iterable, Mapping
from typing import Any

from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from records.domain.issued_documents import IssuedDocument


class IssuedDocumentRepository(Repository):
    """Never changed once written."""

    collection = "issued"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> IssuedDocument:
        return IssuedDocument.model_validate({**document, "code": document["_id"]}, extra="ignore")

    def add_all(self, issued: Iterable[IssuedDocument]) -> None:
        documents = [{"_id": each.code, **to_document(each.model_dump(exclude={"code"}))} for each in issued]
        self.documents.insert_many(documents, session=self.session)

    def of_code(self, code: str) -> IssuedDocument | None:
        return self._find({"_id": code})

    def of_hash(self, sha256: str) -> IssuedDocument | None:
        return self._find({"sha256": sha256})

    def of_commands(self, commands: Iterable[str]) -> dict[str, IssuedDocument]:
        """Those that were made, by command."""
        documents = self.documents.find({"command": {"$in": list(commands)}}, session=self.session)
        return {document["command"]: self.from_document(document) for document in documents}

    def _find(self, query: Document) -> IssuedDocument | None:
        found = self.documents.find_one(query, session=self.session)
        return None if found is None else self.from_document(found)
