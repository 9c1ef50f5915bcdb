"""Linked identities and what is between a person's way to a provider and back, as documents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from pymongo import ASCENDING

from accounts.domain.linked_identities import Link
from accounts.repository.personal_fields import LINK
from chassis.storage.documents import Document
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository
from contracts.accounts.eid import EidPurpose


class LinkRepository(Repository):
    """One document a link; provider and subject are unique together."""

    collection: ClassVar[str] = "linked_identities"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Link:
        """A stored link whose number is open; fields of a later release are ignored."""
        return Link(
            document["_id"],
            document["account_id"],
            document["provider"],
            document["subject"],
            document["personal_number"],
            document["level"],
            document["linked_at"],
            document["used_at"],
        )

    def of_subject(self, provider: str, subject: str) -> Link | None:
        query = {"provider": provider, "subject": subject}
        document = self.documents.find_one(query, session=self.session)
        return self._opened(document) if document else None

    def find(self, identity_id: str) -> Link | None:
        document = self.documents.find_one({"_id": identity_id}, session=self.session)
        return self._opened(document) if document else None

    def of_account(self, account_id: str) -> list[Link]:
        """Oldest first."""
        found = self.documents.find({"account_id": account_id}, session=self.session).sort("_id", ASCENDING)
        return [self._opened(document) for document in found]

    def put(self, link: Link) -> None:
        document = asdict(link)
        identity_id = document.pop("identity_id")
        changes = LINK.changes(document, self.cipher, SERVICE)
        self.documents.update_one({"_id": identity_id}, changes, upsert=True, session=self.session)

    def _opened(self, document: Document) -> Link:
        return self.from_document(LINK.open(document, self.cipher))

    def remove(self, identity_id: str) -> None:
        self.documents.delete_one({"_id": identity_id}, session=self.session)


@dataclass(frozen=True)
class Attempt:
    """A person's way to a provider and back. `account_id`: whose account the identity is to be linked to."""

    provider: str
    purpose: EidPurpose
    return_to: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    account_id: str = ""


class AttemptRepository(Repository):
    """One document an attempt, under the digest of its `state`; taken once, and removed by MongoDB after its end."""

    collection: ClassVar[str] = "eid_attempts"

    def add(self, state: str, binding: str, attempt: Attempt, ends_at: datetime) -> None:
        document = {**asdict(attempt), "purpose": attempt.purpose.value}
        self.documents.insert_one(
            {"_id": _digest(state), "binding": _digest(binding), "ends_at": ends_at, **document}
        )

    def take(self, state: str, binding: str, now: datetime) -> Attempt | None:
        """The attempt of this state by this browser, which is gone from now on. One of another browser stays."""
        own = {"_id": _digest(state), "binding": _digest(binding), "ends_at": {"$gt": now}}
        document = self.documents.find_one_and_delete(own)
        if document is None:
            return None
        return Attempt(
            document["provider"],
            EidPurpose(document["purpose"]),
            document["return_to"],
            document["nonce"],
            document["verifier"],
            document["account_id"],
        )


class LogoutTokenRepository(Repository):
    """Which logout tokens have been taken, by digest, for as long as they are good."""

    collection: ClassVar[str] = "eid_logout_tokens"

    def take(self, provider: str, jti: str, ends_at: datetime) -> bool:
        """False for one that has been taken before."""
        token = {"_id": _digest(f"{provider} {jti}")}
        # Looked for first: a key that is there already would end the whole transaction.
        if self.documents.find_one(token, session=self.session):
            return False
        self.documents.insert_one({**token, "ends_at": ends_at}, session=self.session)
        return True


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
