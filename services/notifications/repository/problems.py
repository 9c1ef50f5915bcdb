"""Problems of offices as documents."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository, before
from contracts.errors import not_found
from contracts.notifications import ProblemKind
from notifications.domain.problems import Closing, StoredProblem

NEWEST_FIRST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
_FIELDS = frozenset(field.name for field in fields(StoredProblem)) - {"problem_id", "kind"}


class ProblemRepository(Repository):
    """One document a problem."""

    collection: ClassVar[str] = "problems"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> StoredProblem:
        """A stored problem; fields of a later release are ignored."""
        stored = {name: value for name, value in document.items() if name in _FIELDS}
        return StoredProblem(problem_id=document["_id"], kind=ProblemKind(document["kind"]), **stored)

    def add(self, problem: StoredProblem) -> None:
        self.documents.insert_one(_document(problem), session=self.session)

    def is_open(self, problem: StoredProblem) -> bool:
        """Whether one of the same kind about the same subject is open."""
        same = {"subject": problem.subject, "kind": problem.kind.value, "closed_at": None}
        return self.documents.find_one(same, {"_id": 1}, session=self.session) is not None

    def get(self, problem_id: str) -> StoredProblem:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": problem_id}, session=self.session)
        if document is None:
            raise not_found("problem")
        return self.from_document(document)

    def save(self, problem: StoredProblem) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        self.save_version(_document(problem))

    def close(self, closing: Closing, at: datetime) -> None:
        """All that it settles."""
        settled = {"$set": {"closed_at": at}, "$inc": {"version": 1}}
        self.documents.update_many(_settled_by(closing, at), settled, session=self.session)

    def open_subjects(self, subjects: Iterable[str]) -> set[str]:
        """The subjects of open problems that are among these or begin as those that end with `*`; one request at most."""
        selections = [{"subject": {"$in": sorted(each for each in subjects if not each.endswith("*"))}}]
        selections += [{"subject": _pattern(each)} for each in subjects if each.endswith("*")]
        if selections == [{"subject": {"$in": []}}]:
            return set()
        found = self.documents.find(
            {"$or": selections, "closed_at": None}, {"subject": 1}, session=self.session
        )
        return {document["subject"] for document in found}

    def newest(self, criteria: Document, position: Position | None, limit: int) -> list[StoredProblem]:
        """`position`: opening time and id of the last problem seen."""
        found = self.documents.find({**criteria, **before("opened_at", position)}, session=self.session)
        return [self.from_document(document) for document in found.sort(NEWEST_FIRST).limit(limit)]


def _settled_by(closing: Closing, at: datetime) -> Document:
    """The open ones of its kinds about its subject that were opened before."""
    subject: Any = _pattern(closing.subject) if closing.subject.endswith("*") else closing.subject
    return {
        "subject": subject,
        "kind": {"$in": sorted(kind.value for kind in closing.kinds)},
        "closed_at": None,
        "opened_at": {"$lte": at},
    }


def _pattern(subject: str) -> Document:
    """Of all that begin as one that ends with `*`."""
    return {"$regex": f"^{re.escape(subject[:-1])}"}


def _document(problem: StoredProblem) -> Document:
    document = to_document(asdict(problem))
    return {"_id": document.pop("problem_id"), **document}
