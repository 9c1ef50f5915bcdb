"""Challenges that wait for a second factor as documents, under the digest of what names them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from accounts.domain.second_factors.factors import MOST_TRIES, Challenge, ChallengePurpose
from accounts.domain.second_factors.sealing import Sealed
from accounts.domain.sessions import Opening
from accounts.repository.second_factors.factors import sealed_from
from accounts.repository.sessions import methods_from
from chassis.storage.documents import Document
from chassis.storage.repository import Repository


class ChallengeRepository(Repository):
    """One document a challenge, with its `tries`; MongoDB removes it after its end."""

    collection: ClassVar[str] = "factor_challenges"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Challenge:
        """A stored challenge; fields of a later release are ignored."""
        opening = document["opening"]
        return Challenge(
            document["_id"],
            ChallengePurpose(document["purpose"]),
            document["account_id"],
            document["client"],
            document["ends_at"],
            bytes(document.get("webauthn") or b""),
            Opening(
                opening["device"],
                opening["name"],
                opening["identity_id"],
                tuple(opening["provider_keys"]),
                methods_from(opening["methods"]),
                opening.get("factor_at"),
            ),
            document.get("session_id", ""),
            document.get("enrols", False),
            sealed_from(document.get("secret")),
        )

    def add(self, challenge: Challenge) -> None:
        document = asdict(challenge) | {"purpose": challenge.purpose.value}
        document["opening"]["methods"] = [method.value for method in challenge.opening.methods]
        self.documents.insert_one(
            {"_id": document.pop("challenge_id"), **document, "tries": 0}, session=self.session
        )

    def find(
        self, challenge_id: str, purpose: ChallengePurpose, client: str, now: datetime
    ) -> Challenge | None:
        """The one of this client that is good and may be tried once more."""
        document = self.documents.find_one(_good(challenge_id, purpose, client, now), session=self.session)
        return self.from_document(document) if document else None

    def count_try(self, challenge: Challenge, now: datetime) -> bool:
        """Whether it may be tried. Outside of transactions: a try counts whatever becomes of it."""
        good = _good(challenge.challenge_id, challenge.purpose, challenge.client, now)
        return self.documents.update_one(good, {"$inc": {"tries": 1}}).matched_count == 1

    def put_secret(self, challenge: Challenge, secret: Sealed) -> bool:
        """The app that its log-in enrols, in place of an earlier one. False where the challenge is gone."""
        changes = {"$set": {"secret": asdict(secret)}}
        one = {"_id": challenge.challenge_id}
        return self.documents.update_one(one, changes, session=self.session).matched_count == 1

    def take(self, challenge: Challenge) -> bool:
        """Whether it was good until now; it is not any more."""
        gone = self.documents.delete_one({"_id": challenge.challenge_id}, session=self.session)
        return gone.deleted_count == 1

    def remove_all(self, account_id: str) -> None:
        """Of an account whose factors have changed."""
        self.documents.delete_many({"account_id": account_id}, session=self.session)


def _good(challenge_id: str, purpose: ChallengePurpose, client: str, now: datetime) -> Document:
    return {
        "_id": challenge_id,
        "purpose": purpose.value,
        "client": client,
        "ends_at": {"$gt": now},
        "tries": {"$lt": MOST_TRIES},
    }
