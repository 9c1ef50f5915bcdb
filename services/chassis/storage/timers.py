"""Timers as documents: kind, key, due time and payload; a lease on one says which process runs it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, DeleteOne, UpdateOne
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from chassis.core.clock import utcnow
from chassis.core.ids import new_id

COLLECTION = "timers"


@dataclass
class TimerClaim:
    """Proof that this process may run a timer until its lease ends. `settled` once a transaction has completed it."""

    token: str
    settled: bool = False


@dataclass(frozen=True)
class Timer:
    """A timer that is due. `attempts` counts its runs, this one included; `claim` is None of one that is not run."""

    kind: str
    key: str
    due_at: datetime
    payload: dict[str, Any]
    attempts: int
    claim: TimerClaim | None = field(default=None, compare=False)


@dataclass(frozen=True)
class LaterRun:
    """When a claimed timer is to run again, and how many runs have failed by then."""

    timer: Timer
    due_at: datetime
    attempts: int


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index([("kind", ASCENDING), ("due_at", ASCENDING)])


def scheduled(kind: str, key: str, due_at: datetime, payload: dict[str, Any]) -> dict[str, Any]:
    """The timer as it is stored: with a token of its own, so that an earlier claim does not hold for it."""
    return {
        "_id": row_id(kind, key),
        "kind": kind,
        "key": key,
        "due_at": due_at,
        "payload": payload,
        "attempts": 0,
        "token": new_id(),
    }


def ensure_scheduled(database: Database[dict[str, Any]], kind: str, key: str, due_at: datetime) -> None:
    """Schedule the timer unless there is one. May be repeated, by several processes at once."""
    timer = scheduled(kind, key, due_at, {})
    with suppress(DuplicateKeyError):
        database[COLLECTION].update_one({"_id": timer.pop("_id")}, {"$setOnInsert": timer}, upsert=True)


@dataclass(frozen=True)
class Claimed:
    """Timers that this process may run, and when the next of their kind is due; None when there is none."""

    timers: list[Timer]
    next_due: datetime | None


def claim_due(database: Database[dict[str, Any]], kind: str, lease: timedelta, limit: int) -> Claimed:
    """Claim up to `limit` timers, those that are due longest. While one runs, its due time is the end of the lease.

    Two requests, a third when another process has claimed some of the same.
    """
    now, token = utcnow(), new_id()
    found = database[COLLECTION].find({"kind": kind}, sort=[("due_at", ASCENDING)], limit=limit + 1)
    ahead = list(found)
    rows = [row for row in ahead[:limit] if row["due_at"] <= now]
    next_due = ahead[len(rows)]["due_at"] if len(ahead) > len(rows) else None
    return Claimed(_claim(database, rows, now + lease, token) if rows else [], next_due)


def _claim(
    database: Database[dict[str, Any]], rows: list[dict[str, Any]], until: datetime, token: str
) -> list[Timer]:
    """Those of the rows that nobody has claimed or scheduled anew since they were read."""
    ids, tokens = [row["_id"] for row in rows], [row["token"] for row in rows]
    # The token of each: one that was scheduled anew since it was read is not claimed with its old payload.
    as_read = {"_id": {"$in": ids}, "token": {"$in": tokens}, "due_at": {"$lte": rows[-1]["due_at"]}}
    change = {"$set": {"due_at": until, "token": token}, "$inc": {"attempts": 1}}
    claimed = database[COLLECTION].update_many(as_read, change).modified_count
    if claimed < len(rows):
        found = database[COLLECTION].find({"_id": {"$in": ids}, "token": token}, {"_id": 1})
        mine = {row["_id"] for row in found}
        rows = [row for row in rows if row["_id"] in mine]
    return [_to_timer(row, token) for row in rows]


def _to_timer(row: dict[str, Any], token: str) -> Timer:
    return Timer(
        row["kind"], row["key"], row["due_at"], row["payload"], row["attempts"] + 1, TimerClaim(token)
    )


def next_due(database: Database[dict[str, Any]]) -> dict[str, datetime]:
    """When each kind is due next, in one request that reads one key of the index for each kind."""
    first_of_kind = {"$group": {"_id": "$kind", "due_at": {"$first": "$due_at"}}}
    rows = database[COLLECTION].aggregate([{"$sort": {"kind": 1, "due_at": 1}}, first_of_kind])
    return {row["_id"]: row["due_at"] for row in rows}


def settle(database: Database[dict[str, Any]], completed: Sequence[Timer], later: Sequence[LaterRun]) -> None:
    """Delete the completed timers and release the others for a later run, in one request where all are of one sort.

    One that was scheduled anew or claimed by another process meanwhile is left as it is.
    """
    deletions = [DeleteOne(claimed(timer)) for timer in completed]
    releases = [
        UpdateOne(
            claimed(each.timer),
            {"$set": {"due_at": each.due_at, "token": None, "attempts": each.attempts}},
        )
        for each in later
    ]
    if deletions or releases:
        database[COLLECTION].bulk_write([*deletions, *releases], ordered=False)


def mark_settled(timer: Timer) -> None:
    """Say that a transaction has completed the timer: nothing is left to be stored of its run."""
    if timer.claim is not None:
        timer.claim.settled = True


def claimed(timer: Timer) -> dict[str, Any]:
    """What selects the timer as long as this process may run it."""
    if timer.claim is None:
        raise ValueError(f"the timer {timer.kind} {timer.key} is not claimed")
    return {"_id": row_id(timer.kind, timer.key), "token": timer.claim.token}


def row_id(kind: str, key: str) -> str:
    return f"{kind} {key}"
