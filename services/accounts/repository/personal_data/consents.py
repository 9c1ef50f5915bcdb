"""The ledger of consents: only ever added to. What is in force is beside the account, for who asks how to reach a person."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import to_document
from chassis.storage.repository import Repository
from contracts.accounts import ConsentEntry, ProcessingPurpose

CONSENTED, RESTRICTED_AT = "consented", "processing_restricted_at"
"""Fields of an account's document: purposes whose consent is in force; since when what rests on consent is stopped."""


class ConsentRepository(Repository):
    """One document an entry, under the account and its number in the ledger: two entries of one number cannot both be."""

    collection: ClassVar[str] = "consents"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> ConsentEntry:
        return ConsentEntry.model_validate({**document, "entry_id": document["_id"]}, extra="ignore")

    def add(self, account_id: str, entry: ConsentEntry) -> None:
        fields = to_document(entry.model_dump(exclude={"entry_id"}))
        self.documents.insert_one(
            {"_id": entry.entry_id, "account_id": account_id, **fields}, session=self.session
        )

    def of_account(self, account_id: str) -> list[ConsentEntry]:
        """All, in their order: a person has few."""
        found = self.documents.find({"account_id": account_id}, session=self.session)
        return [self.from_document(document) for document in found.sort("_id", ASCENDING)]

    def newest(self, account_id: str, after: Position | None, limit: int) -> list[ConsentEntry]:
        place = {} if after is None else {"_id": {"$lt": after[1]}}
        found = self.documents.find({"account_id": account_id, **place}).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def note_in_force(self, account_id: str, purposes: Iterable[ProcessingPurpose]) -> None:
        """Beside the account; its version stays."""
        fields = {CONSENTED: sorted(each.value for each in purposes)}
        self.database.accounts.update_one({"_id": account_id}, {"$set": fields}, session=self.session)

    def note_restriction(self, account_id: str, at: datetime) -> None:
        """From now on nothing is done that rests on consent (hạn chế xử lý)."""
        update = {"$set": {RESTRICTED_AT: at}}
        self.database.accounts.update_one({"_id": account_id}, update, session=self.session)

    def is_restricted(self, account_id: str) -> bool:
        restricted = {"_id": account_id, RESTRICTED_AT: {"$ne": None}}
        return self.database.accounts.find_one(restricted, {"_id": 1}, session=self.session) is not None

    def end_restriction(self, account_id: str) -> bool:
        """Whether there was one."""
        restricted = {"_id": account_id, RESTRICTED_AT: {"$ne": None}}
        update = {"$unset": {RESTRICTED_AT: ""}}
        ended = self.database.accounts.update_one(restricted, update, session=self.session)
        return ended.modified_count > 0
