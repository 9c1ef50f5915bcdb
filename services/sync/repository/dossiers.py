"""Dossiers as their agencies tell of them: one document each, that any order of its items brings to the same end."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from bson.binary import Binary
from pymongo import DESCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from contracts.agency_codes import root_of
from sync.domain.dossier_codes import unit_of
from sync.domain.items.classification import KnownDossier
from sync.domain.items.parsed_item import ARRIVAL_ANOMALIES, ParsedItem

Document = dict[str, Any]
KNOWN_FIELDS = {"seen": 1, "content.k": 1, "status": 1, "version": 1}
DUPLICATE = 11000
NEWEST_FIRST = [("event_at", DESCENDING), ("_id", DESCENDING)]


class SyncedDossierRepository:
    """`content` and `status` are registers: the one with the greatest `k` stays, whoever writes it when ($max compares
    documents by their first field first, and that is `k`). `seen` lets each item count once.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._dossiers = database.dossiers

    def known_dossiers(self, codes: Iterable[str]) -> dict[str, KnownDossier]:
        found = self._dossiers.find({"_id": {"$in": list(codes)}}, KNOWN_FIELDS, batch_size=1001)
        return {document["_id"]: _known(document) for document in found}

    def get(self, code: str) -> Document | None:
        return self._dossiers.find_one({"_id": code})

    def status_of(self, code: str) -> Document | None:
        """The register of the state; empty while none was told; None when there is no such dossier."""
        found = self._dossiers.find_one({"_id": code}, {"status": 1})
        return None if found is None else found.get("status", {})

    def newest(self, query: Document, after: tuple[datetime, str] | None, limit: int) -> list[Document]:
        """The latest event first."""
        older: Document = {}
        if after is not None:
            at, code = after
            older = {"$or": [{"event_at": {"$lt": at}}, {"event_at": at, "_id": {"$lt": code}}]}
        return list(self._dossiers.find({"$and": [query, older]}).sort(NEWEST_FIRST).limit(limit))

    def of_day(
        self, root: str, day: date, session: ClientSession
    ) -> Iterator[tuple[str, str, int | None, datetime]]:
        """Those received on a local day: code, unit, state and last event."""
        wanted = {"root": root, "content.day": f"{day:%Y%m%d}"}
        fields = {"unit": 1, "status.n": 1, "event_at": 1}
        for found in self._dossiers.find(wanted, fields, session=session):
            yield found["_id"], found["unit"], found.get("status", {}).get("n"), found["event_at"]

    def write(self, items: list[tuple[ParsedItem, bytes]], sender: str, arrived_at: datetime) -> set[int]:
        """All items, in their order as far as one call goes. Returns the places of those that had come before after
        all, with another batch at the same time."""
        changes = [_change(told, digest, sender, arrived_at) for told, digest in items]
        refused = self._bulk([UpdateOne(*change, upsert=True) for change in changes])
        if not refused:
            return set()
        # Either the item was seen, or another batch made the dossier in the same moment: now it is there.
        again = [place for place in refused if not self._apply(changes[place])]
        return set(again)

    def _bulk(self, updates: list[UpdateOne]) -> list[int]:
        try:
            self._dossiers.bulk_write(updates, ordered=False)
        except BulkWriteError as error:
            faults = error.details["writeErrors"]
            if any(fault["code"] != DUPLICATE for fault in faults):
                raise
            return [fault["index"] for fault in faults]
        return []

    def _apply(self, change: tuple[Document, Document]) -> bool:
        return self._dossiers.update_one(*change).matched_count == 1

    def rewrite(self, told: ParsedItem, digest: bytes) -> bool:
        """Put the content anew that came with this item; False when it is not the one that stands."""
        standing = {"_id": told.code, "content.h": Binary(digest)}
        fields = {f"content.{name}": value for name, value in _content(told, digest).items() if name != "k"}
        return self._dossiers.update_one(standing, {"$set": fields}).matched_count == 1


def _change(told: ParsedItem, digest: bytes, sender: str, arrived_at: datetime) -> tuple[Document, Document]:
    mark = Binary(digest)
    greatest: Document = {"event_at": told.event_at, "last_received_at": arrived_at}
    push: Document = {"seen": mark}
    if told.content is not None:
        greatest["content"] = _content(told, digest)
    if told.status is not None:
        greatest["status"] = {"k": told.sequence, "n": told.status}
    if told.progress is not None:
        line = {"k": told.sequence, "h": mark, **told.progress}
        push["progress"] = {"$each": [line], "$sort": {"k": 1, "h": 1}}
    change = {
        "$max": greatest,
        "$min": {"first_received_at": arrived_at},
        "$push": push,
        "$inc": {"version": 1},
        "$setOnInsert": {"sender": sender, "root": root_of(sender), "unit": unit_of(told.code)},
    }
    return {"_id": told.code, "seen": {"$ne": mark}}, change


def _content(told: ParsedItem, digest: bytes) -> Document:
    assert told.content is not None
    odd = [anomaly.value for anomaly in told.anomalies if anomaly not in ARRIVAL_ANOMALIES]
    return {"k": told.sequence, "h": Binary(digest), "status": told.status, **told.content, "anomalies": odd}


def _known(document: Document) -> KnownDossier:
    status = document.get("status") or {}
    return KnownDossier(
        seen=set(document["seen"]),
        content_at=document.get("content", {}).get("k", ""),
        status_at=status.get("k", ""),
        status=status.get("n"),
        items=document["version"],
    )
