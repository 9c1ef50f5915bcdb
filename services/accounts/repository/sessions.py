"""Token families and the digests of their refresh tokens as documents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, InsertOne, ReturnDocument, UpdateOne

from accounts.domain.sessions import FamilyEnding, RefreshToken, Spending, TokenFamily
from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.accounts import AuthenticationMethod


class TokenFamilyRepository(Repository):
    """Used within a transaction: of two that change the same family, one is run again and sees the other."""

    collection: ClassVar[str] = "families"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> TokenFamily:
        """A stored family; fields of a later release are ignored. One of 0.1.0 knows nothing of its device."""
        return TokenFamily(
            document["_id"],
            document["account_id"],
            document["expires_at"],
            document["ending"] and FamilyEnding(document["ending"]),
            document.get("device", ""),
            document.get("name", ""),
            document.get("network", ""),
            document.get("used_at"),
            document.get("identity_id", ""),
            tuple(document.get("provider_keys", ())),
            methods_from(document.get("methods", ())),
            document.get("factor_at"),
        )

    def add(self, family: TokenFamily) -> None:
        document = asdict(family) | {"methods": [method.value for method in family.methods]}
        self.documents.insert_one({"_id": document.pop("family_id"), **document}, session=self.session)

    def find(self, family_id: str) -> TokenFamily | None:
        document = self.documents.find_one({"_id": family_id}, session=self.session)
        return self.from_document(document) if document else None

    def end(self, family: TokenFamily, ending: FamilyEnding, at: datetime) -> bool:
        """False when it had ended before."""
        not_ended = {"_id": family.family_id, "ending": None}
        update = {"$set": {"ending": ending.value, "ended_at": at}}
        return self.documents.update_one(not_ended, update, session=self.session).modified_count == 1

    def find_used(self, family_id: str, network: str, at: datetime) -> TokenFamily | None:
        """The family, with the time and network of this use: the last that its owner sees."""
        document = self.documents.find_one_and_update(
            {"_id": family_id},
            {"$set": {"used_at": at, "network": network}},
            return_document=ReturnDocument.AFTER,
            session=self.session,
        )
        return self.from_document(document) if document else None

    def rename(self, family_id: str, account_id: str, name: str) -> TokenFamily | None:
        """The family with the new name; None where the account has no such family that has not ended."""
        own = {"_id": family_id, "account_id": account_id, "ending": None}
        document = self.documents.find_one_and_update(
            own, {"$set": {"name": name}}, return_document=ReturnDocument.AFTER, session=self.session
        )
        return self.from_document(document) if document else None

    def note_factor(self, family: TokenFamily) -> None:
        """That a second factor was shown in it, and when."""
        shown = {"methods": [method.value for method in family.methods], "factor_at": family.factor_at}
        self.documents.update_one({"_id": family.family_id}, {"$set": shown}, session=self.session)

    def open_of(
        self, account_id: str, now: datetime, position: Position | None = None, limit: int = 0
    ) -> list[TokenFamily]:
        """Of an account, those that have not ended, newest first; `position`: that of the last one seen; 0: no limit."""
        query: Document = {"account_id": account_id, "expires_at": {"$gt": now}, "ending": None}
        if position is not None:
            query["_id"] = {"$lt": position[1]}
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING).limit(limit)
        return [self.from_document(document) for document in found]

    def open_of_provider(self, keys: Sequence[str], now: datetime) -> list[TokenFamily]:
        """Those that have not ended and bear all these keys of an identity provider."""
        query: Document = {
            "provider_keys": {"$all": list(keys), "$type": "string"},
            "expires_at": {"$gt": now},
            "ending": None,
        }
        found = self.documents.find(query, session=self.session).hint("provider_keys_1")
        return [self.from_document(each) for each in found]

    def ended_since(self, moment: datetime) -> list[str]:
        """The ids of those that ended later, whatever ended them."""
        found = self.documents.find(
            {"ended_at": {"$gt": moment, "$type": "date"}}, {"_id": 1}, session=self.session
        )
        return [document["_id"] for document in found]


class RefreshTokenRepository(Repository):
    """Used within a transaction: of two that spend the same token, one is run again and sees it spent."""

    collection: ClassVar[str] = "refresh_tokens"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> RefreshToken:
        """A stored token; fields of a later release are ignored."""
        spending = document.get("spending")
        return RefreshToken(
            document["_id"],
            document["family_id"],
            document["spent"],
            spending and Spending(spending["at"], spending["client"], spending["successor_key"]),
        )

    def add(self, family: TokenFamily, digest: str) -> None:
        self.documents.insert_one(_new_token(family, digest), session=self.session)

    def find(self, digest: str) -> RefreshToken | None:
        document = self.documents.find_one({"_id": digest}, session=self.session)
        return self.from_document(document) if document else None

    def rotate(self, family: TokenFamily, digest: str, spending: Spending, successor: str) -> None:
        """The token of `digest` is spent, the one of the digest `successor` is new; one request."""
        spent = {"spent": True, "spending": asdict(spending)}
        self.documents.bulk_write(
            [UpdateOne({"_id": digest}, {"$set": spent}), InsertOne(_new_token(family, successor))],
            session=self.session,
        )


def methods_from(names: Iterable[str]) -> tuple[AuthenticationMethod, ...]:
    """Those of them that this release knows."""
    known = {method.value for method in AuthenticationMethod}
    return tuple(AuthenticationMethod(name) for name in names if name in known)


def _new_token(family: TokenFamily, digest: str) -> Document:
    return {"_id": digest, "family_id": family.family_id, "expires_at": family.expires_at, "spent": False}
