"""Indexes of the notifications service."""

from pymongo import ASCENDING
from pymongo.database import Database

from chassis.storage.documents import Document
from notifications.repository import problems
from notifications.repository.messages import NEWEST_FIRST


def create_indexes(database: Database[Document]) -> None:
    """May be repeated."""
    unique = [("event_id", ASCENDING), ("channel", ASCENDING), ("account_id", ASCENDING)]
    database.messages.create_index(unique, unique=True)
    database.problems.create_index([("agency_code", ASCENDING), *problems.NEWEST_FIRST])
    database.problems.create_index(problems.NEWEST_FIRST)
    database.problems.create_index([("subject", ASCENDING)])
    database.messages.create_index([("account_id", ASCENDING), ("channel", ASCENDING), *NEWEST_FIRST])
