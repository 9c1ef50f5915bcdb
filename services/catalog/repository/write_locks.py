"""Turns: transactions that check what others may be writing just now go one after the other."""

from typing import Any, Literal, get_args

from pymongo.client_session import ClientSession
from pymongo.database import Database

LockName = Literal["agencies", "calendars", "units"]
NAME = "turns"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """The rows are there from the start: two first turns at once would be two inserts of one row."""
    for name in get_args(LockName):
        database[NAME].update_one({"_id": name}, {"$setOnInsert": {"taken": 0}}, upsert=True)


def serialise_writers(database: Database[dict[str, Any]], name: LockName, session: ClientSession) -> None:
    """Of two transactions that take a turn of one name at once, one starts again after the other."""
    database[NAME].update_one({"_id": name}, {"$inc": {"taken": 1}}, session=session)
