"""Timers as rows: when, of which kind, with what. A lease on a row says who is at it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import ASCENDING, ReturnDocument
from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.core.ids import new_id

COLLECTION = "timers"


@dataclass(frozen=True)
class Timer:
    """A timer that fell due. `attempts` counts the runs, this one included."""

    kind: str
    key: str
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


@dataclass(frozen=True)
class TimerClaim:
    """A timer and the proof that it is ours to run until the lease ends."""

    timer: Timer
    row_id: str
    token: str


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[COLLECTION].create_index([("kind", ASCENDING), ("due_at", ASCENDING)])


def schedule(
    database: Database[dict[str, Any]],
    session: ClientSession,
    kind: str,
    key: str,
    due_at: datetime,
    payload: dict[str, Any],
) -> None:
    row = {
        "kind": kind,
        "key": key,
        "due_at": due_at,
        "payload": payload,
        "attempts": 0,
        "token": None,
    }
    database[COLLECTION].replace_one({"_id": _row_id(kind, key)}, row, upsert=True, session=session)


def cancel(database: Database[dict[str, Any]], session: ClientSession, kind: str, key: str) -> None:
    database[COLLECTION].delete_one({"_id": _row_id(kind, key)}, session=session)


def claim_due(database: Database[dict[str, Any]], kind: str, lease: timedelta) -> TimerClaim | None:
    """Take the timer that is due longest. While it runs, its due time is the end of the lease."""
    moment, token = utcnow(), new_id()
    row = database[COLLECTION].find_one_and_update(
        {"kind": kind, "due_at": {"$lte": moment}},
        {"$set": {"due_at": moment + lease, "token": token}, "$inc": {"attempts": 1}},
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
    """Delete the row, unless it was set anew or taken by another meanwhile."""
    database[COLLECTION].delete_one({"_id": claim.row_id, "token": claim.token})


def reschedule(
    database: Database[dict[str, Any]], claim: TimerClaim, due_at: datetime, attempts: int
) -> None:
    """Give the row back for a later run, unless it was set anew or taken by another meanwhile."""
    database[COLLECTION].update_one(
        {"_id": claim.row_id, "token": claim.token},
        {"$set": {"due_at": due_at, "token": None, "attempts": attempts}},
    )


def _row_id(kind: str, key: str) -> str:
    return f"{kind} {key}"
