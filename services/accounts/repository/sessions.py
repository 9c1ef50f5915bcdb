"""Families of refresh tokens and the digests of their tokens."""

from typing import Any

from pymongo.client_session import ClientSession
from pymongo.database import Database

from accounts.domain.sessions import FamilyEnding, RefreshToken, TokenFamily

Document = dict[str, Any]


class SessionRepository:
    """All within a transaction: of two that change the same token or family, one is run again and sees the other."""

    def __init__(self, database: Database[Document], session: ClientSession) -> None:
        self._families = database.families
        self._tokens = database.refresh_tokens
        self._session = session

    def add_family(self, family: TokenFamily, digest: str) -> None:
        document = {"_id": family.family_id, "account_id": family.account_id, "expires_at": family.expires_at}
        self._families.insert_one({**document, "ending": None}, session=self._session)
        self.add_token(family, digest)

    def add_token(self, family: TokenFamily, digest: str) -> None:
        token = {"_id": digest, "family_id": family.family_id, "expires_at": family.expires_at}
        self._tokens.insert_one({**token, "spent": False}, session=self._session)

    def find(self, digest: str) -> tuple[RefreshToken, TokenFamily] | None:
        token = self._tokens.find_one({"_id": digest}, session=self._session)
        family = token and self._families.find_one({"_id": token["family_id"]}, session=self._session)
        if not token or not family:
            return None
        return RefreshToken(token["_id"], token["family_id"], token["spent"]), _family(family)

    def mark_spent(self, digest: str) -> None:
        self._tokens.update_one({"_id": digest}, {"$set": {"spent": True}}, session=self._session)

    def end(self, family: TokenFamily, ending: FamilyEnding) -> bool:
        """False when it had ended before."""
        alive = {"_id": family.family_id, "ending": None}
        change = {"$set": {"ending": ending.value}}
        return self._families.update_one(alive, change, session=self._session).modified_count == 1


def _family(document: Document) -> TokenFamily:
    ending = document["ending"] and FamilyEnding(document["ending"])
    return TokenFamily(document["_id"], document["account_id"], document["expires_at"], ending)
