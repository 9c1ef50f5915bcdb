"""Timers as documents: kind, key, due time and payload; a lease on one says which process runs it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.core.ids import new_id

COLLECTION = "timers"


@dataclass(frozen=True)
class Timer:
    """A timer that is due. `attempts` counts its runs, this one included."""

    kind: str
    key: str
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True)
class TimerClaim:
    """A claimed timer: `token` proves that this process may run it until its lease ends."""

    timer: Timer
    row_id: str
    token: str


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index([("kind", ASCENDING), ("due_at", ASCENDING)])


def scheduled(kind: str, key: str, due_at: datetime, payload: dict[str, Any]) -> dict[str, Any]:
    """The timer as it is stored."""
    return {
        "_id": row_id(kind, key),
        "kind": kind,
        "key": key,
        "due_at": due_at,
        "payload": payload,
        "attempts": 0,
        "token": None,
    }


def claim_due(database: Database[dict[str, Any]], kind: str, lease: timedelta) -> TimerClaim | None:
    """Claim the timer that is due longest, None when none is. While it runs, its due time is the end of the lease."""
    now, token = utcnow(), new_id()
    row = database[COLLECTION].find_one_and_update(
        {"kind": kind, "due_at": {"$lte": now}},
        {"$set": {"due_at": now + lease, "token": token}, "$inc": {"attempts": 1}},
        sort=[("due_at", ASCENDING)],
        return_document=ReturnDocument.BEFORE,
    )
    if row is None:
        return None
    timer = Timer(kind, row["key"], row["due_at"], row["payload"], row["attempts"] + 1)
    return TimerClaim(timer, row["_id"], token)


def next_due(database: Database[dict[str, Any]], kind: str) -> datetime | None:
    row = database[COLLECTION].find_one({"kind": kind}, {"due_at": 1}, sort=[("due_at", ASCENDING)])
    return row["due_at"] if row else None


def complete(database: Database[dict[str, Any]], claim: TimerClaim) -> None:
    """Delete the timer, unless it was scheduled anew or claimed by another process meanwhile."""
    database[COLLECTION].delete_one({"_id": claim.row_id, "token": claim.token})


def reschedule(
    database: Database[dict[str, Any]], claim: TimerClaim, due_at: datetime, attempts: int
) -> None:
    """Release the timer for a later run, unless it was scheduled anew or claimed by another process meanwhile."""
    database[COLLECTION].update_one(
        {"_id": claim.row_id, "token": claim.token},
        {"$set": {"due_at": due_at, "token": None, "attempts": attempts}},
    )


def row_id(kind: str, key: str) -> str:
    return f"{kind} {key}"
