"""Messages as documents."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.notifications import MessageChannel
from notifications.domain.messages import ChannelMessage, DeliveryState

Document = dict[str, Any]
NEWEST_FIRST = [("created_at", DESCENDING), ("_id", DESCENDING)]
INBOX = {"channel": str(MessageChannel.INBOX)}


def create_indexes(database: Database[Document]) -> None:
    once = [("event_id", ASCENDING), ("channel", ASCENDING), ("account_id", ASCENDING)]
    database.messages.create_index(once, unique=True)
    database.messages.create_index([("account_id", ASCENDING), ("channel", ASCENDING), *NEWEST_FIRST])


class MessageRepository:
    def __init__(self, database: Database[Document]) -> None:
        self._collection = database.messages

    def add(self, post: ChannelMessage, session: ClientSession) -> None:
        self._collection.insert_one(_document(post), session=session)

    def find(self, message_id: str, session: ClientSession | None = None) -> ChannelMessage | None:
        document = self._collection.find_one({"_id": message_id}, session=session)
        return _post(document) if document else None

    def save(self, post: ChannelMessage, session: ClientSession) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        previous = {"_id": post.message_id, "version": post.version - 1}
        if (
            self._collection.update_one(previous, {"$set": _document(post)}, session=session).matched_count
            == 0
        ):
            raise ServiceError(ErrorCode.VERSION_STALE, current=post.version)

    def mark_read(
        self, message_id: str, account_id: str, at: datetime, session: ClientSession
    ) -> ChannelMessage:
        """The first reading counts. Raises NOT_FOUND for a message of somebody else."""
        mine = {"_id": message_id, "account_id": account_id, **INBOX}
        self._collection.update_one({**mine, "read_at": None}, {"$set": {"read_at": at}}, session=session)
        document = self._collection.find_one(mine, session=session)
        if document is None:
            raise not_found("message")
        return _post(document)

    def newest(
        self, account_id: str, unread: bool | None, after: tuple[datetime, str] | None, limit: int
    ) -> list[ChannelMessage]:
        """`after`: time and id of the last message seen."""
        query = {"account_id": account_id, **INBOX, **_read(unread), **_older(after)}
        return [_post(document) for document in self._collection.find(query).sort(NEWEST_FIRST).limit(limit)]


def _read(unread: bool | None) -> Document:
    if unread is None:
        return {}
    return {"read_at": None} if unread else {"read_at": {"$ne": None}}


def _older(after: tuple[datetime, str] | None) -> Document:
    if after is None:
        return {}
    created_at, message_id = after
    return {
        "$or": [{"created_at": {"$lt": created_at}}, {"created_at": created_at, "_id": {"$lt": message_id}}]
    }


def _document(post: ChannelMessage) -> Document:
    fields = asdict(post)
    texts = {"channel": str(post.channel), "state": str(post.state)}
    return {"_id": fields.pop("message_id"), **fields, **texts}


def _post(document: Document) -> ChannelMessage:
    fields = {key: value for key, value in document.items() if key != "_id"}
    kinds = {"channel": MessageChannel(fields["channel"]), "state": DeliveryState(fields["state"])}
    return ChannelMessage(message_id=document["_id"], **{**fields, **kinds})
