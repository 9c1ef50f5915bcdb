"""Issued documents and sealed results: the record against which they are verified."""

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from records.domain.issued_documents import IssuedDocument

Document = dict[str, Any]


class IssuedDocumentRepository:
    """Never changed once written. Within a transaction when given its session."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._issued = database.issued
        self._session = session

    def add(self, issued: IssuedDocument) -> None:
        fields = issued.model_dump(exclude={"code"})
        self._issued.insert_one({"_id": issued.code, **fields}, session=self._session)

    def of_code(self, code: str) -> IssuedDocument | None:
        return self._find({"_id": code})

    def of_hash(self, sha256: str) -> IssuedDocument | None:
        return self._find({"sha256": sha256})

    def of_command(self, command: str) -> IssuedDocument | None:
        return self._find({"command": command})

    def _find(self, wanted: Document) -> IssuedDocument | None:
        found = self._issued.find_one(wanted, session=self._session)
        if found is None:
            return None
        return IssuedDocument.model_validate({"code": found.pop("_id"), **found})
