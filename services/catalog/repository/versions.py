"""All versions of all procedures (phiên bản thủ tục hành chính): one document each."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, ReplaceOne, UpdateOne
from pymongo.database import Database

from catalog.domain.versions.publishing import StoredVersion, content_hash
from catalog.domain.versions.result_kinds import result_kinds
from catalog.repository.model_repository import after_id
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import ProcedureVersion, VersionSummary

INSTANTS = ("drafted_at", "proposed_at", "published_at", "publicised_at")
SUMMARY_PROJECTION = {**dict.fromkeys(VersionSummary.model_fields, 1), "content_hash": 1}
TIME_DEPENDENT_FIELDS = {"revision", "state", "ended_on"}
"""What changes in a version by the passing of days alone."""

_ONCE_PUBLIC = {"publicised_at": {"$type": "date"}}


def create_indexes(database: Database[Document]) -> None:
    versions = database[VersionRepository.collection]
    versions.create_index([("code", ASCENDING), ("version", DESCENDING)], unique=True)
    versions.create_index("result_codes", partialFilterExpression=_ONCE_PUBLIC)
    versions.create_index("published_at", partialFilterExpression={"published_at": {"$type": "date"}})


class VersionRepository(Repository):
    """Versions under code and number."""

    collection = "versions"

    @staticmethod
    def from_document(document: Document) -> ProcedureVersion:
        fields = {**document, "content": json.loads(document["content"])}
        return ProcedureVersion.model_validate(fields, extra="ignore")

    def get(self, code: str, number: int) -> ProcedureVersion | None:
        row = self.documents.find_one({"_id": _id(code, number)}, session=self.session)
        return None if row is None else self.from_document(row)

    def with_result(self, code: str) -> ProcedureVersion | None:
        """A version, public now or once, that names this kind of result; of those that this release stored."""
        row = self.documents.find_one({"result_codes": code, **_ONCE_PUBLIC}, session=self.session)
        return None if row is None else self.from_document(row)

    def by_code(self, codes: Iterable[str]) -> dict[str, list[StoredVersion]]:
        """Every version of each code, oldest first, without its content; a code without versions has none."""
        found: dict[str, list[StoredVersion]] = defaultdict(list)
        condition = {"code": {"$in": list(codes)}}
        rows = self.documents.find(condition, SUMMARY_PROJECTION, session=self.session)
        for row in rows.sort([("code", ASCENDING), ("version", ASCENDING)]):
            found[row["code"]].append(StoredVersion(_summary(row), row["content_hash"]))
        return found

    def page(
        self, code: str, condition: Document, before: int | None, limit: int
    ) -> Iterator[VersionSummary]:
        """Up to `limit` versions, newest first, below the number `before`."""
        below = {} if before is None else {"version": {"$lt": before}}
        selected = {"$and": [{"code": code}, condition, below]}
        rows = self.documents.find(selected, SUMMARY_PROJECTION, session=self.session)
        return map(_summary, rows.sort("version", DESCENDING).limit(limit))

    def published_between(self, first: datetime, end: datetime) -> Iterator[ProcedureVersion]:
        """Published (công bố) at `first` or later and before `end`."""
        query = {"published_at": {"$gte": first, "$lt": end, "$type": "date"}}
        rows = self.documents.find(query, session=self.session)
        return map(self.from_document, rows.sort("_id", ASCENDING))

    def exported(self, after: str | None, limit: int) -> Iterator[tuple[str, ProcedureVersion]]:
        """Up to `limit` keys and versions by code and number, following the key `after`."""
        rows = self.documents.find(after_id(after), session=self.session)
        for row in rows.sort("_id", ASCENDING).limit(limit):
            yield row["_id"], self.from_document(row)

    def save(self, versions: Iterable[ProcedureVersion]) -> None:
        """Each takes the place of the one of its code and number."""
        writes = [ReplaceOne({"_id": _id(v.code, v.version)}, _document(v), upsert=True) for v in versions]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)

    def update_states(self, versions: Iterable[VersionSummary]) -> None:
        """Write the fields that have changed by the passing of days."""
        writes = [
            UpdateOne(
                {"_id": _id(version.code, version.version)},
                {"$set": version.model_dump(mode="json", include=TIME_DEPENDENT_FIELDS)},
            )
            for version in versions
        ]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)


def _id(code: str, number: int) -> str:
    return f"{code}@{number:06d}"


def _document(version: ProcedureVersion) -> Document:
    """The content is stored as text: a form has keys ($schema, $defs) that are no names of fields for a database."""
    content = version.content
    return {
        **version.model_dump(mode="json", exclude={"content"}),
        **{name: getattr(version, name) for name in INSTANTS},
        "_id": _id(version.code, version.version),
        "name": content.name,
        "source": content.source.value,
        "content": content.model_dump_json(),
        "content_hash": content_hash(content),
        "result_codes": sorted(result_kinds(content)),
    }


def _summary(row: Document) -> VersionSummary:
    return VersionSummary.model_validate(row, extra="ignore")
