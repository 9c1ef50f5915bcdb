"""Write locks: transactions that check what others may be writing at the same time run one after the other."""

from typing import Any, Literal, get_args

from pymongo.database import Database

from chassis.storage.unit_of_work import UnitOfWork

LockName = Literal["agencies", "calendars", "units", "regimes"]
COLLECTION = "turns"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    """The documents exist from the start: two first locks at once would be two inserts of one document."""
    for name in get_args(LockName):
        database[COLLECTION].update_one({"_id": name}, {"$setOnInsert": {"taken": 0}}, upsert=True)


def serialise_writers(uow: UnitOfWork, name: LockName) -> None:
    """Take a lock until the transaction ends. Of two that take one lock at once, one is run again after the other."""
    uow.database[COLLECTION].update_one({"_id": name}, {"$inc": {"taken": 1}}, session=uow.session)
