"""Token families and the digests of their refresh tokens as documents."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from accounts.domain.sessions import FamilyEnding, RefreshToken, Spending, TokenFamily
from chassis.storage.repository import Repository


class TokenFamilyRepository(Repository):
    """Used within a transaction: of two that change the same family, one is run again and sees the other."""

    collection: ClassVar[str] = "families"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> TokenFamily:
        """A stored family; fields of a later release are ignored."""
        ending = document["ending"] and FamilyEnding(document["ending"])
        return TokenFamily(document["_id"], document["account_id"], document["expires_at"], ending)

    def add(self, family: TokenFamily) -> None:
        document = {"_id": family.family_id, "account_id": family.account_id, "expires_at": family.expires_at}
        self.documents.insert_one({**document, "ending": None}, session=self.session)

    def find(self, family_id: str) -> TokenFamily | None:
        document = self.documents.find_one({"_id": family_id}, session=self.session)
        return self.from_document(document) if document else None

    def end(self, family: TokenFamily, ending: FamilyEnding) -> bool:
        """False when it had ended before."""
        not_ended = {"_id": family.family_id, "ending": None}
        update = {"$set": {"ending": ending.value}}
        return self.documents.update_one(not_ended, update, session=self.session).modified_count == 1


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
        document = {"_id": digest, "family_id": family.family_id, "expires_at": family.expires_at}
        self.documents.insert_one({**document, "spent": False}, session=self.session)

    def find(self, digest: str) -> RefreshToken | None:
        document = self.documents.find_one({"_id": digest}, session=self.session)
        return self.from_document(document) if document else None

    def mark_spent(self, digest: str, spending: Spending) -> None:
        spent = {"spent": True, "spending": asdict(spending)}
        self.documents.update_one({"_id": digest}, {"$set": spent}, session=self.session)
