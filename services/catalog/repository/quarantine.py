"""Quarantine of defective rows of the national catalogue, and the codes that a run of an import has named so far."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from pymongo import ASCENDING, InsertOne, ReplaceOne
from pymongo.database import Database

from catalog.domain.national.inquiry import RowKind
from catalog.repository.model_repository import after_id, as_document
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import ImportRow, QuarantinedRow

RUN_RETENTION_S = 86_400


def create_indexes(database: Database[Document]) -> None:
    database[QuarantineRepository.collection].create_index([("kind", ASCENDING), ("code", ASCENDING)])
    database[ImportedCodeRepository.collection].create_index("at", expireAfterSeconds=RUN_RETENTION_S)


class QuarantineRepository(Repository):
    """A row is known by its kind and its ref; quarantined again, it replaces what it was before."""

    collection = "quarantine"

    @staticmethod
    def from_document(document: Document) -> QuarantinedRow:
        return QuarantinedRow.model_validate(document, extra="ignore")

    def remove(self, kind: RowKind, codes: Iterable[str], refs: Iterable[str]) -> None:
        """The rows with these codes or refs: they are judged anew."""
        rows = {"kind": kind, "$or": [{"code": {"$in": list(codes)}}, {"ref": {"$in": list(refs)}}]}
        self.documents.delete_many(rows, session=self.session)

    def add(
        self, kind: RowKind, scope: str, rows: Iterable[tuple[ImportRow, QuarantinedRow]], now: datetime
    ) -> None:
        """The content is stored as ASCII JSON, so that any text, however broken, is stored as it came."""
        documents = [
            {
                **as_document(entry),
                "_id": f"{kind}:{entry.ref}",
                "kind": kind,
                "run_id": scope,
                "at": now,
                "raw": json.dumps(raw.content),
            }
            for raw, entry in rows
        ]
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in documents]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)

    def page(self, after: str | None, limit: int) -> Iterator[tuple[str, QuarantinedRow]]:
        """Up to `limit` keys and entries by key, following the key `after`."""
        rows = self.documents.find(after_id(after), session=self.session)
        for row in rows.sort("_id", ASCENDING).limit(limit):
            yield row["_id"], self.from_document(row)

    def count(self) -> int:
        return self.documents.count_documents({}, session=self.session)


class ImportedCodeRepository(Repository):
    """Which row of a run was the first to name a code; forgotten a day later."""

    collection = "import_rows"

    def refs_of(self, scope: str, codes: Iterable[str]) -> dict[str, str]:
        """The ref of the row that named each code in earlier batches of this run, where there is one."""
        keys = [f"{scope}:{code}" for code in codes]
        found = self.documents.find({"_id": {"$in": keys}}, session=self.session)
        return {row["code"]: row["ref"] for row in found}

    def add(self, scope: str, refs_by_code: Mapping[str, str], now: datetime) -> None:
        writes = [
            InsertOne({"_id": f"{scope}:{code}", "code": code, "ref": ref, "at": now})
            for code, ref in refs_by_code.items()
        ]
        if writes:
            self.documents.bulk_write(writes, ordered=False, session=self.session)
