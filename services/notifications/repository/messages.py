"""Messages as documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING

from chassis.core.ids import first_id
from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.encryption import SERVICE, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.repository import Repository, before
from contracts.errors import not_found
from contracts.notifications import INBOX
from notifications.domain.messages import ChannelMessage, DeliveryState

NEWEST_FIRST = [("created_at", DESCENDING), ("_id", DESCENDING)]
_FIELDS = frozenset(field.name for field in fields(ChannelMessage)) - {"message_id", "state"}


PERSONAL_FIELDS = SealedFields(("address", "subject", "body"))
"""Where a message goes and what it says; with the key of the service, since messages are deleted as such (ADR 76)."""
ENCRYPTED = (EncryptedCollection("messages", PERSONAL_FIELDS),)


@dataclass(frozen=True)
class OldMessage:
    """A message that was made before some time: whom and what it is about. `settled`: it waits for no delivery."""

    message_id: str
    account_id: str
    dossier_id: str | None
    dossier_code: str | None
    settled: bool


class MessageRepository(Repository):
    """One document a message; event, channel and account are unique together."""

    collection: ClassVar[str] = "messages"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> ChannelMessage:
        """A stored message with its personal fields open; fields of a later release are ignored."""
        stored = {name: value for name, value in document.items() if name in _FIELDS}
        return ChannelMessage(message_id=document["_id"], state=DeliveryState(document["state"]), **stored)

    def add(self, messages: Sequence[ChannelMessage]) -> None:
        """In one request; none for none."""
        if messages:
            self.documents.insert_many([self._stored(each) for each in messages], session=self.session)

    def pending(self, message_ids: Sequence[str]) -> list[ChannelMessage]:
        """Those of them that wait for their delivery, in no order."""
        query = {"_id": {"$in": list(message_ids)}, "state": DeliveryState.PENDING.value}
        return [self._opened(document) for document in self.documents.find(query, session=self.session)]

    def save(self, message: ChannelMessage) -> None:
        """Raises VERSION_STALE unless the stored version is the one before."""
        document = _document(message)
        self.save_version(document, PERSONAL_FIELDS.changes(document, self.cipher, SERVICE))

    def mark_sent(self, message_ids: Sequence[str], at: datetime) -> None:
        """Those of them that are still pending, in one request: what `domain.messages.sent` says of each."""
        query = {"_id": {"$in": list(message_ids)}, "state": DeliveryState.PENDING.value}
        update = {"$set": {"state": DeliveryState.SENT.value, "settled_at": at}, "$inc": {"version": 1}}
        self.documents.update_many(query, update, session=self.session)

    def mark_read(self, message_id: str, account_id: str, at: datetime) -> ChannelMessage:
        """Keeps the first time. Raises NOT_FOUND for a message of another inbox."""
        own = {"_id": message_id, "account_id": account_id, "channel": INBOX}
        self.documents.update_one({**own, "read_at": None}, {"$set": {"read_at": at}}, session=self.session)
        document = self.documents.find_one(own, session=self.session)
        if document is None:
            raise not_found("message")
        return self._opened(document)

    def of_account(self, account_id: str, after: str, limit: int) -> list[ChannelMessage]:
        """By every channel, those with a greater id, in the order of their ids."""
        query = {"account_id": account_id, "_id": {"$gt": after}}
        found = self.documents.find(query, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [self._opened(document) for document in found]

    def count_of(self, account_id: str) -> tuple[int, int]:
        """How many are about a dossier, and how many are not."""
        query: Document = {"account_id": account_id}
        all_ = self.documents.count_documents(query, session=self.session)
        others = self.documents.count_documents({**query, "dossier_id": None}, session=self.session)
        return all_ - others, others

    def remove_without_dossier(self, account_id: str) -> int:
        """Those that are about no dossier. Their timers find nothing to send."""
        query = {"account_id": account_id, "dossier_id": None}
        return self.documents.delete_many(query, session=self.session).deleted_count

    def older(self, before: datetime, after: str, limit: int) -> list[OldMessage]:
        """Those that were made before a moment, with a greater id, in the order of their ids."""
        query = {"_id": {"$gt": after, "$lt": first_id(before)}}
        fields_ = {"account_id": 1, "dossier_id": 1, "dossier_code": 1, "state": 1}
        found = self.documents.find(query, fields_, session=self.session).sort("_id", ASCENDING).limit(limit)
        return [
            OldMessage(
                document["_id"],
                document["account_id"],
                document.get("dossier_id"),
                document.get("dossier_code"),
                document["state"] != DeliveryState.PENDING.value,
            )
            for document in found
        ]

    def remove(self, message_ids: Sequence[str]) -> None:
        self.documents.delete_many({"_id": {"$in": list(message_ids)}}, session=self.session)

    def newest(
        self, account_id: str, unread: bool | None, position: Position | None, limit: int
    ) -> list[ChannelMessage]:
        """Of an inbox; `position`: time and id of the last message seen."""
        query = {
            "account_id": account_id,
            "channel": INBOX,
            **_read_state(unread),
            **before("created_at", position),
        }
        found = self.documents.find(query, session=self.session).sort(NEWEST_FIRST).limit(limit)
        return [self._opened(document) for document in found]

    def _stored(self, message: ChannelMessage) -> Document:
        return PERSONAL_FIELDS.seal(_document(message), self.cipher, SERVICE)

    def _opened(self, document: Document) -> ChannelMessage:
        return self.from_document(PERSONAL_FIELDS.open(document, self.cipher))


def _read_state(unread: bool | None) -> Document:
    if unread is None:
        return {}
    return {"read_at": None} if unread else {"read_at": {"$ne": None}}


def _document(message: ChannelMessage) -> Document:
    document = to_document(vars(message))
    return {"_id": document.pop("message_id"), **document}
