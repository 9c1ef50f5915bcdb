"""The event log of a service: history, audit trail, outbox and feed in one append-only collection.

Entries of one aggregate form a chain: each carries the hash of the one before it.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.amqp import topology
from chassis.core.canonical_json import to_canonical_json
from chassis.core.ids import new_id
from contracts.audit import FaultKind
from contracts.base import Actor
from contracts.events import AnyEvent

COLLECTION = "events"
#: Places of the log that one page of a feed covers, at most.
FEED_WINDOW = 5_000
_SEQ = [("seq", ASCENDING)]
#: What the first entry of a chain names as the hash before it.
GENESIS = "0" * 64

_HASHED_FIELDS = (
    "_id",
    "type",
    "schema_version",
    "aggregate_id",
    "aggregate_version",
    "occurred_at",
    "actor",
    "correlation_id",
    "traceparent",
    "locale",
    "payload",
    "causation_id",
    "tracestate",
    "private",
    "prev_hash",
)

_TAIL_FIELDS = {"aggregate_version": 1, "hash": 1}


class BrokenChain(Exception):
    """Raised when an entry of a history was changed, removed or put elsewhere."""

    def __init__(self, aggregate_id: str, version: int, reason: str) -> None:
        super().__init__(f"history of {aggregate_id} is broken at version {version}: {reason}")
        self.aggregate_id = aggregate_id
        self.version = version
        self.reason = reason


@dataclass(frozen=True)
class LogTail:
    """The newest entry of an aggregate's history, which the next one is chained to."""

    version: int
    event_id: str
    hash: str


@dataclass(frozen=True)
class LogEntry:
    """One entry of the log, as stored.

    `seq` and `published_at` are None until it has been published, and for ever where nobody subscribes to its type.
    """

    event_id: str
    aggregate_id: str
    version: int
    type: str
    schema_version: int
    occurred_at: datetime
    actor: Actor
    payload: dict[str, Any]
    private: dict[str, Any]
    prev_hash: str
    hash: str
    seq: int | None
    published_at: datetime | None


def create_indexes(database: Database[dict[str, Any]]) -> None:
    events = database[COLLECTION]
    events.create_index([("aggregate_id", ASCENDING), ("aggregate_version", ASCENDING)], unique=True)
    events.create_index("seq", unique=True, partialFilterExpression={"seq": {"$type": "number"}})
    events.create_index(
        [("unpublished", ASCENDING), ("_id", ASCENDING)], partialFilterExpression={"unpublished": True}
    )


def find_tail(
    database: Database[dict[str, Any]], session: ClientSession, aggregate_id: str, version: int
) -> LogTail | None:
    """The entry of this version; None when it is not there."""
    found = database[COLLECTION].find_one(
        {"aggregate_id": aggregate_id, "aggregate_version": version}, _TAIL_FIELDS, session=session
    )
    return _to_tail(found) if found else None


def find_tails(
    database: Database[dict[str, Any]], session: ClientSession, versions: Mapping[str, int]
) -> dict[str, LogTail]:
    """As `find_tail` for several aggregates, each at its version, in one request: those that there are, by aggregate."""
    named = [{"aggregate_id": key, "aggregate_version": version} for key, version in versions.items()]
    found = database[COLLECTION].find({"$or": named}, {**_TAIL_FIELDS, "aggregate_id": 1}, session=session)
    return {row["aggregate_id"]: _to_tail(row) for row in found}


def last_tail(
    database: Database[dict[str, Any]], session: ClientSession, aggregate_id: str
) -> LogTail | None:
    """The newest entry of an aggregate; None when it has no history."""
    newest = [("aggregate_version", DESCENDING)]
    found = database[COLLECTION].find_one(
        {"aggregate_id": aggregate_id}, _TAIL_FIELDS, sort=newest, session=session
    )
    return _to_tail(found) if found else None


def next_entry_id(before: LogTail | None) -> str:
    """A new id that sorts after that of the entry before, even when this clock is behind the clock that made it."""
    if before is None:
        return new_id()
    return max(new_id(), str(uuid.UUID(int=uuid.UUID(before.event_id).int + 1)))


def entry_of(event: AnyEvent, before: LogTail | None, metadata: dict[str, Any]) -> dict[str, Any]:
    """The entry as it is stored, chained to the one before.

    `metadata` is no part of the published body: the trace travels in headers, `private` stays in the log. The relay has to
    see to it when somebody subscribes to its type, or the log is read as a feed.
    """
    body = event.model_dump(mode="json", exclude={"event_id", "occurred_at"})
    entry = {"_id": event.event_id, **body, "occurred_at": event.occurred_at, **metadata}
    entry["prev_hash"] = GENESIS if before is None else before.hash
    entry["hash"] = entry_hash(entry)
    if topology.is_published(event.type) or topology.is_in_feed(event.type):
        entry["unpublished"] = True
    return {**entry, "published_at": None, "seq": None}


def taken_version(error: DuplicateKeyError) -> int | None:
    """The version that another entry of the aggregate has; None for an error about anything else."""
    version = ((error.details or {}).get("keyValue") or {}).get("aggregate_version")
    return version if isinstance(version, int) else None


def entries(
    database: Database[dict[str, Any]], aggregate_id: str, after_version: int = 0, limit: int = 100
) -> list[LogEntry]:
    """The history of one aggregate, oldest first."""
    rows = database[COLLECTION].find(
        {"aggregate_id": aggregate_id, "aggregate_version": {"$gt": after_version}},
        sort=[("aggregate_version", ASCENDING)],
        limit=limit,
    )
    return [_to_entry(row) for row in rows]


def feed(
    database: Database[dict[str, Any]],
    criteria: dict[str, Any],
    after_seq: int,
    limit: int,
    index: str | None = None,
) -> tuple[list[LogEntry], int]:
    """Published entries that the query `criteria` selects, in the service's one order, and the `seq` to go on from.

    What is published later comes later. `index` names the one that has what `criteria` selects in this order. Without it
    at most `FEED_WINDOW` places are looked at, so there may be no entry and still more to come: the end is reached when
    the place does not move.
    """
    newest = max(after_seq, _newest_seq(database))
    until = newest if index is not None else min(newest, after_seq + FEED_WINDOW)
    rows = database[COLLECTION].find(
        {"$and": [criteria, {"seq": {"$type": "number", "$gt": after_seq, "$lte": until}}]},
        sort=[("seq", ASCENDING)],
        limit=limit,
        hint=index or _SEQ,
    )
    found = [_to_entry(row) for row in rows]
    full = len(found) == limit and found[-1].seq is not None
    return found, (found[-1].seq or until) if full else until


def _newest_seq(database: Database[dict[str, Any]]) -> int:
    """The number of the entry that was published last, 0 before the first."""
    newest = database[COLLECTION].find_one({"seq": {"$type": "number"}}, {"seq": 1}, sort=[("seq", -1)])
    return newest["seq"] if newest else 0


def verify(database: Database[dict[str, Any]], aggregate_id: str, version: int | None = None) -> None:
    """Raises BrokenChain at the first entry that is not what it was when it was written.

    A chain cannot show that its newest entries were cut off: give the aggregate's `version` to find that too.
    """
    expected, before = 1, GENESIS
    rows = database[COLLECTION].find({"aggregate_id": aggregate_id}, sort=[("aggregate_version", ASCENDING)])
    for row in rows:
        fault = entry_fault(row, expected, before)
        if fault is not None:
            raise BrokenChain(aggregate_id, expected, f"the entry is {fault}")
        expected, before = expected + 1, row["hash"]
    if version is not None and expected - 1 != version:
        raise BrokenChain(aggregate_id, expected, f"the aggregate is at version {version}")


def entry_fault(row: dict[str, Any], expected: int, before: str) -> FaultKind | None:
    """What is wrong with an entry, as it is stored, that should have this version and follow this hash; None: nothing."""
    try:
        if row["aggregate_version"] != expected:
            return FaultKind.MISSING
        if row["prev_hash"] != before:
            return FaultKind.UNCHAINED
        return None if row["hash"] == entry_hash(row) else FaultKind.CHANGED
    except (KeyError, TypeError):  # also what no canonical JSON can be made of
        return FaultKind.UNREADABLE


def entry_hash(entry: dict[str, Any]) -> str:
    """SHA-256 over what an entry says and the hash of the one before it."""
    return hashlib.sha256(_hashed(entry)).hexdigest()


def hashed_entries(database: Database[dict[str, Any]], aggregate_id: str) -> list[tuple[str, str]]:
    """Of the history of one aggregate, oldest first: what was hashed of each entry, as text, and the hash."""
    rows = database[COLLECTION].find({"aggregate_id": aggregate_id}, sort=[("aggregate_version", ASCENDING)])
    return [(_hashed(row).decode(), row["hash"]) for row in rows]


def _hashed(entry: dict[str, Any]) -> bytes:
    return to_canonical_json({name: entry.get(name) for name in _HASHED_FIELDS})


def _to_tail(row: dict[str, Any]) -> LogTail:
    return LogTail(row["aggregate_version"], row["_id"], row["hash"])


def _to_entry(row: dict[str, Any]) -> LogEntry:
    return LogEntry(
        event_id=row["_id"],
        aggregate_id=row["aggregate_id"],
        version=row["aggregate_version"],
        type=row["type"],
        schema_version=row["schema_version"],
        occurred_at=row["occurred_at"],
        actor=Actor.model_validate(row["actor"], extra="ignore"),
        payload=row["payload"],
        private=row["private"],
        prev_hash=row["prev_hash"],
        hash=row["hash"],
        seq=row["seq"],
        published_at=row["published_at"],
    )
