"""Papers of the store as documents."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from pymongo import DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.errors import ErrorCode, ServiceError, not_found
from records.domain.papers import PaperState

Document = dict[str, Any]


class PaperRepository:
    """Within a transaction when given its session."""

    def __init__(self, database: Database[Document], session: ClientSession | None = None) -> None:
        self._papers = database.papers
        self._session = session

    def add(self, paper: PaperState) -> None:
        self._papers.insert_one(_document(paper), session=self._session)

    def find(self, paper_id: str) -> PaperState | None:
        document = self._papers.find_one({"_id": paper_id}, session=self._session)
        return None if document is None else _paper(document)

    def get(self, paper_id: str) -> PaperState:
        """Raises `not_found`."""
        paper = self.find(paper_id)
        if paper is None:
            raise not_found("paper")
        return paper

    def among(self, paper_ids: Iterable[str]) -> dict[str, PaperState]:
        """Those that exist, by id."""
        return self._by_id({"_id": {"$in": list(paper_ids)}})

    def of_files(self, file_ids: Iterable[str]) -> tuple[PaperState, ...]:
        return tuple(self._by_id({"file.file_id": {"$in": list(file_ids)}}).values())

    def replace(self, paper: PaperState, expected_version: int) -> None:
        """Raises `version_stale` when another change came first."""
        known = {"_id": paper.paper_id, "version": expected_version}
        if not self._papers.replace_one(known, _document(paper), session=self._session).matched_count:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.get(paper.paper_id).version)

    def newest(self, wanted: Document, before_id: str | None, limit: int) -> list[PaperState]:
        """Newest first: ids rise with the time of keeping."""
        place = {} if before_id is None else {"_id": {"$lt": before_id}}
        found = self._papers.find({"$and": [wanted, place]}, session=self._session)
        return [_paper(document) for document in found.sort("_id", DESCENDING).limit(limit)]

    def _by_id(self, wanted: Document) -> dict[str, PaperState]:
        found = self._papers.find(wanted, session=self._session).sort("_id", 1)
        return {document["_id"]: _paper(document) for document in found}


def _document(paper: PaperState) -> Document:
    fields = {name: _plain(value) for name, value in paper.model_dump(exclude={"paper_id"}).items()}
    return {"_id": paper.paper_id, **fields}


def _paper(document: Document) -> PaperState:
    fields = {name: value for name, value in document.items() if name != "_id"}
    return PaperState.model_validate({**fields, "paper_id": document["_id"]})


def _plain(value: Any) -> Any:
    """Enums as their text, tuples as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple | list) else value
