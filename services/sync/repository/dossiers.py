"""Dossiers as their agencies report them: one document each, that any order of its items brings to the same end."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bson.binary import Binary
from pymongo import ASCENDING, DESCENDING, UpdateOne
from pymongo.errors import BulkWriteError

from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.encryption import Cipher
from chassis.storage.encryption.sealed_fields import SEALED
from chassis.storage.repository import Repository, before
from contracts.agency_codes import root_of
from contracts.sync import SyncedContent
from sync.domain.dossier_codes import unit_of
from sync.domain.items.batch import BatchHeader, BatchItem
from sync.domain.items.classification import KnownDossier, Write
from sync.domain.items.parsed_item import ARRIVAL_ANOMALIES, LATER_ANOMALIES, ParsedItem
from sync.domain.synced_content import content_of
from sync.domain.synced_dossier import (
    AGAIN,
    DIGEST,
    LATER,
    SEQUENCE,
    STATUS_NUMBER,
    UNDATED_STATUS,
    SyncedDossierState,
    register,
    status_number,
)
from sync.repository.personal_fields import (
    CONTENT,
    OWNER_NUMBERS,
    open_dossier,
    seal_content,
    seal_line,
)

_KNOWN_FIELDS = {
    "seen": 1, f"content.{SEQUENCE}": 1, f"content.{DIGEST}": 1, "status": 1, UNDATED_STATUS: 1, "version": 1,
    "last_received_at": 1,
}  # fmt: skip
_WITHOUT_OWNER = dict.fromkeys((f"content.{name}" for name in (SEALED, *CONTENT.paths)), 0)
_WITHOUT_ENCRYPTED = {**_WITHOUT_OWNER, f"progress.{SEALED}": 0}
_DUPLICATE_KEY = 11000
_NEWEST_FIRST = [("event_at", DESCENDING), ("_id", DESCENDING)]

Change = tuple[Document, Document, list[Mapping[str, Any]] | None]
"""Filter and update of one item; filter of the line of its course, where it changes one."""


@dataclass(frozen=True)
class DossierAge:
    """How far a dossier has come, and when it was last heard of."""

    code: str
    status_number: int | None
    event_at: datetime


class SyncedDossierRepository(Repository):
    """`content`, `status` and `undated_status` are registers: the one with the greatest sequence stays, whoever writes it
    when ($max compares documents by their first field first, and that is the sequence). `seen` lets each item count
    once; one that comes again only raises the sequence of what it says. What is personal in `content` is one encrypted value
    within it, after its sequence and digest.
    """

    collection = "dossiers"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> SyncedDossierState:
        """Of a stored dossier with its personal fields open."""
        return SyncedDossierState.of(document)

    def known_dossiers(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        """By code, those that exist."""
        found = self.documents.find({"_id": {"$in": list(codes)}}, _KNOWN_FIELDS, batch_size=1001)
        return {document["_id"]: _known(document) for document in found}

    def find(self, code: str) -> SyncedDossierState | None:
        document = self.documents.find_one({"_id": code})
        return None if document is None else self.from_document(open_dossier(document, self.cipher))

    def find_content(self, code: str) -> SyncedContent | None:
        """All that stands of what was told of it."""
        document = self.documents.find_one({"_id": code})
        return None if document is None else content_of(open_dossier(document, self.cipher))

    def find_status(self, code: str) -> tuple[int | None] | None:
        """The number of its status, None while none was reported; nothing at all when there is no such dossier."""
        document = self.documents.find_one({"_id": code}, {"status": 1, UNDATED_STATUS: 1})
        return None if document is None else (status_number(document),)

    def newest(self, query: Document, position: Position | None, limit: int) -> list[SyncedDossierState]:
        """The latest event first, without the numbers of their owners: nothing is decrypted for a list. The query names
        numbers in the clear."""
        stored = {"$and": [self._as_stored(query), before("event_at", position)]}
        found = self.documents.find(stored, _WITHOUT_ENCRYPTED)
        return [self.from_document(document) for document in found.sort(_NEWEST_FIRST).limit(limit)]

    def of_owner(self, number: str, after: str, limit: int) -> list[SyncedDossierState]:
        """Those that a person finds by the number with a greater code, in the order of their codes: with all that was done,
        without the numbers of their owners."""
        query = self._as_stored({OWNER_NUMBERS: number, "_id": {"$gt": after}})
        found = self.documents.find(query, _WITHOUT_OWNER).sort("_id", ASCENDING).limit(limit)
        return [self.from_document(open_dossier(document, self.cipher)) for document in found]

    def in_order(self, after: str, limit: int) -> list[DossierAge]:
        """Those with a greater code, in the order of their codes."""
        fields = {"event_at": 1, "status": 1, UNDATED_STATUS: 1}
        found = self.documents.find({"_id": {"$gt": after}}, fields, session=self.session)
        return [
            DossierAge(document["_id"], status_number(document), document["event_at"])
            for document in found.sort("_id", ASCENDING).limit(limit)
        ]

    def remove(self, codes: Iterable[str]) -> None:
        self.documents.delete_many({"_id": {"$in": list(codes)}}, session=self.session)

    def count_of_owner(self, number: str) -> int:
        return self.documents.count_documents(self._as_stored({OWNER_NUMBERS: number}))

    def received_on(self, root: str, day: date) -> Iterator[tuple[str, str, int | None, datetime]]:
        """Those received on a local day: code, unit, number of the status, last event."""
        query = {"root": root, "content.day": f"{day:%Y%m%d}"}
        fields = {"unit": 1, "status": 1, UNDATED_STATUS: 1, "event_at": 1}
        for document in self.documents.find(query, fields, session=self.session):
            yield document["_id"], document["unit"], status_number(document), document["event_at"]

    def write(self, items: list[BatchItem], header: BatchHeader) -> set[int]:
        """Write all items, in their order as far as one call goes.

        Returns the places of those that turned out to be there already, by another batch at the same time; of them only
        that they came again is written.
        """
        changes = [_change(item, header, self.cipher) for item in items]
        refused = self._bulk_write(
            [
                UpdateOne(*change[:2], upsert=item.write is Write.ALL, array_filters=change[2])
                for item, change in zip(items, changes, strict=True)
            ]
        )
        # Another batch made the dossier at the same time, now it is there; or it brought this very item.
        seen = {place for place in refused if not self._update(changes[place])}
        for place in seen:
            self._update(_repeated_change(items[place], header, self.cipher))
        return seen

    def _bulk_write(self, updates: list[UpdateOne]) -> list[int]:
        try:
            self.documents.bulk_write(updates, ordered=False)
        except BulkWriteError as error:
            faults = error.details["writeErrors"]
            if any(fault["code"] != _DUPLICATE_KEY for fault in faults):
                raise
            return [fault["index"] for fault in faults]
        return []

    def _update(self, change: Change) -> bool:
        filter_, update, lines = change
        return self.documents.update_one(filter_, update, array_filters=lines).matched_count == 1

    def rewrite(self, item: ParsedItem, digest: bytes) -> bool:
        """Replace the content that came with this item by its new reading; False when other content stands."""
        filter_ = {"_id": item.code, f"content.{DIGEST}": Binary(digest)}
        content = seal_content(_content(item, digest), self.cipher)
        fields = {f"content.{name}": value for name, value in content.items() if name != SEQUENCE}
        gone = [f"content.{name}" for name in (SEALED, *CONTENT.paths) if name not in content]
        update = {"$set": fields, "$unset": dict.fromkeys(gone, "")}
        return self.documents.update_one(filter_, update).matched_count == 1

    def _as_stored(self, query: Document) -> Document:
        """The query with a number of an owner in the forms in which it may be stored."""
        if OWNER_NUMBERS not in query:
            return query
        return {**query, OWNER_NUMBERS: {"$in": self.cipher.forms(query[OWNER_NUMBERS])}}


def _change(item: BatchItem, header: BatchHeader, cipher: Cipher) -> Change:
    change = _first_change if item.write is Write.ALL else _repeated_change
    return change(item, header, cipher)


def _first_change(item: BatchItem, header: BatchHeader, cipher: Cipher) -> Change:
    parsed, digest = item.parsed, Binary(item.digest)
    assert parsed is not None
    push: Document = {"seen": digest}
    if parsed.progress is not None:
        again = {} if parsed.dated else {AGAIN: parsed.sequence}
        line = {SEQUENCE: parsed.sequence, DIGEST: digest, **again, **parsed.progress}
        push["progress"] = {"$each": [seal_line(line, cipher)], "$sort": {SEQUENCE: 1, DIGEST: 1}}
    first = {"sender": header.sender, "root": root_of(header.sender), "unit": unit_of(parsed.code)}
    update = {
        "$max": {**_registers(parsed, item.digest, cipher), "last_received_at": header.arrived_at},
        "$min": {"first_received_at": header.arrived_at},
        "$push": push,
        "$inc": {"version": 1},
        "$setOnInsert": first,
    }
    return {"_id": parsed.code, "seen": {"$ne": digest}}, update, None


def _repeated_change(item: BatchItem, header: BatchHeader, cipher: Cipher) -> Change:
    """Of an item that came before: what it says is the latest of its moment. A line of the course has the first time
    that it came, one without a moment of its own also the last."""
    parsed, digest = item.parsed, Binary(item.digest)
    assert parsed is not None
    greatest = _registers(parsed, item.digest, cipher)
    update: Document = {"$max": greatest}
    lines: list[Mapping[str, Any]] | None = None
    if parsed.progress is not None:
        if not parsed.dated:
            greatest[f"progress.$[line].{AGAIN}"] = parsed.sequence
        update["$min"] = {f"progress.$[line].{SEQUENCE}": parsed.sequence}
        lines = [{f"line.{DIGEST}": digest}]
    if item.write is Write.BACK:
        greatest["last_received_at"] = header.arrived_at
        update["$inc"] = {"version": 1}
    return {"_id": parsed.code, "seen": digest}, update, lines


def _registers(parsed: ParsedItem, digest: bytes, cipher: Cipher) -> Document:
    greatest: Document = {"event_at": parsed.event_at}
    if parsed.content is not None:
        greatest["content"] = seal_content(_content(parsed, digest), cipher)
    if parsed.status is not None:
        name = "status" if parsed.dated else UNDATED_STATUS
        greatest[name] = {SEQUENCE: parsed.sequence, STATUS_NUMBER: parsed.status}
    return greatest


def _content(item: ParsedItem, digest: bytes) -> Document:
    assert item.content is not None
    lasting = [anomaly for anomaly in item.anomalies if anomaly not in ARRIVAL_ANOMALIES]
    anomalies = [anomaly.value for anomaly in lasting if anomaly not in LATER_ANOMALIES]
    later = [anomaly.value for anomaly in lasting if anomaly in LATER_ANOMALIES]
    first = {SEQUENCE: item.sequence, DIGEST: Binary(digest), "status": item.status}
    return {**first, **item.content, "anomalies": anomalies, LATER: later}


def _known(document: Document) -> KnownDossier:
    content = document.get("content", {})
    return KnownDossier(
        seen=set(document["seen"]),
        content_at=content.get(SEQUENCE, ""),
        content_digest=content.get(DIGEST, b""),
        dated=register(document, "status"),
        undated=register(document, UNDATED_STATUS),
        items=document["version"],
        last_received_at=document.get("last_received_at"),
    )
