"""Proofs of identity as documents, and the codes by which an account is named at a desk."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from accounts.repository.personal_fields import PROOF
from chassis.storage.encryption import SERVICE
from chassis.storage.repository import Repository
from contracts.accounts import SeenPaper


@dataclass(frozen=True)
class DeskEvidence:
    """Who saw which paper: an officer, in the name of the agency."""

    officer_id: str
    agency_code: str
    paper: SeenPaper


class IdentityProofRepository(Repository):
    """One document a proof, never changed: the only place that holds the number of the paper."""

    collection: ClassVar[str] = "identity_proofs"

    def add(
        self,
        proof_id: str,
        account_id: str,
        personal_number: str,
        level: int,
        method: str,
        evidence: DeskEvidence | None,
        at: datetime,
    ) -> None:
        document = {
            "_id": proof_id,
            "account_id": account_id,
            "personal_number": personal_number,
            "level": level,
            "method": method,
            "at": at,
        }
        if evidence is not None:
            paper = evidence.paper.model_dump(mode="json")
            document |= {
                "officer_id": evidence.officer_id,
                "agency_code": evidence.agency_code,
                "paper": paper,
            }
        stored = PROOF.seal(document, self.cipher, SERVICE)
        self.documents.insert_one(stored, session=self.session)


class DeskCodeRepository(Repository):
    """One document an account: the digest of its latest code. MongoDB removes it after its end."""

    collection: ClassVar[str] = "desk_codes"

    def put(self, account_id: str, code: str, ends_at: datetime) -> None:
        """The account's earlier code is void."""
        changes = {"$set": {"digest": _digest(code), "ends_at": ends_at}}
        self.documents.update_one({"_id": account_id}, changes, upsert=True, session=self.session)

    def take(self, code: str, now: datetime) -> str | None:
        """The account of a code that is good, which is void from now on."""
        good = {"digest": _digest(code), "ends_at": {"$gt": now}}
        found = self.documents.find_one_and_delete(good, session=self.session)
        return found["_id"] if found else None


def _digest(code: str) -> str:
    return sha256(code.encode()).hexdigest()
