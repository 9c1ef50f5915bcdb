"""What is beside an account of its person: sessions, proofs, identities, codes; counted, exported and removed."""

from typing import Any, ClassVar

from accounts.domain.linked_identities import Link
from accounts.repository.personal_fields import PROOF
from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.personal_data import DataCategory

_SESSION_FIELDS = ("device", "name", "network", "used_at", "expires_at", "ended_at", "ending")
_PROOF_FIELDS = ("personal_number", "level", "method", "at", "agency_code", "paper")
_REMOVED = ("linked_identities", "letters", "second_factors", "factor_enrolments")
_REMOVED_BY_ID = ("desk_codes", "recovery_codes")


class OwnDataRepository(Repository):
    """Reads several collections by the account. No digest of a token and no officer is among what it shows."""

    collection: ClassVar[str] = "families"

    @staticmethod
    def shown_link(link: Link) -> Document:
        return {
            "provider": link.provider,
            "level": link.level,
            "linked_at": link.linked_at,
            "used_at": link.used_at,
        }

    def sessions(self, account_id: str) -> list[Document]:
        found = self.documents.find({"account_id": account_id}, session=self.session).sort("_id", 1)
        return [_only(document, _SESSION_FIELDS) for document in found]

    def session_count(self, account_id: str) -> int:
        return self.documents.count_documents({"account_id": account_id}, session=self.session)

    def identity_proofs(self, account_id: str) -> list[Document]:
        found = self.database.identity_proofs.find({"account_id": account_id}, session=self.session)
        return [_only(PROOF.open(document, self.cipher), _PROOF_FIELDS) for document in found.sort("_id", 1)]

    def counts(self, account_id: str) -> dict[DataCategory, int]:
        """Of what is retained."""
        collections = {
            DataCategory.IDENTITY_EVIDENCE: "identity_proofs",
            DataCategory.CONSENTS: "consents",
            DataCategory.DATA_REQUESTS: "data_requests",
        }
        counts = {
            category: self.database[name].count_documents({"account_id": account_id}, session=self.session)
            for category, name in collections.items()
        }
        sides = {"$or": [{"principal_id": account_id}, {"representative_id": account_id}]}
        acts = self.database.representations.count_documents(sides, session=self.session)
        return {**counts, DataCategory.REPRESENTATIONS: acts}

    def remove(self, account_id: str) -> None:
        """What no law retains. Ended sessions stay until they expire, without device, name and network."""
        for name in _REMOVED:
            self.database[name].delete_many({"account_id": account_id}, session=self.session)
        for name in _REMOVED_BY_ID:
            self.database[name].delete_one({"_id": account_id}, session=self.session)
        emptied = {"$set": {"device": "", "name": "", "network": ""}}
        self.documents.update_many({"account_id": account_id}, emptied, session=self.session)


def _only(document: Document, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: document[name] for name in names if name in document}
