"""Second factors, their enrolments and the sets of recovery codes as documents."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING

from accounts.domain.second_factors.factors import MOST_TRIES, Enrolment, Factor
from accounts.domain.second_factors.recovery_codes import RecoveryCodeSet
from accounts.domain.second_factors.sealing import Sealed
from chassis.storage.repository import Repository
from contracts.accounts import SecondFactorKind


class FactorRepository(Repository):
    """One document a factor, that of a security key with a credential id (unique). Secrets are sealed."""

    collection: ClassVar[str] = "second_factors"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Factor:
        """A stored factor; fields of a later release are ignored."""
        return Factor(
            document["_id"],
            document["account_id"],
            SecondFactorKind(document["kind"]),
            document["name"],
            document["added_at"],
            document.get("used_at"),
            sealed_from(document.get("secret")),
            document.get("last_step", 0),
            bytes(document.get("credential_id") or b""),
            bytes(document.get("public_key") or b""),
            document.get("sign_count", 0),
            document.get("shared", False),
        )

    def of_account(self, account_id: str) -> list[Factor]:
        """Oldest first, as ids sort by time."""
        found = self.documents.find({"account_id": account_id}, session=self.session).sort("_id", ASCENDING)
        return [self.from_document(document) for document in found]

    def is_known(self, credential_id: bytes) -> bool:
        known = {"credential_id": {"$eq": credential_id, "$type": "binData"}}
        return self.documents.find_one(known, {"_id": 1}, session=self.session) is not None

    def add(self, factor: Factor) -> None:
        document = asdict(factor) | {"kind": factor.kind.value}
        if not factor.credential_id:
            del document["credential_id"]
        self.documents.insert_one({"_id": document.pop("factor_id"), **document}, session=self.session)

    def remove(self, factor: Factor) -> bool:
        """Whether it was there until now."""
        return self.documents.delete_one({"_id": factor.factor_id}, session=self.session).deleted_count == 1

    def remove_all(self, account_id: str) -> None:
        self.documents.delete_many({"account_id": account_id}, session=self.session)

    def take_step(self, factor: Factor, step: int, secret: Sealed, at: datetime) -> bool:
        """Whether no code of this step or of a later one had been taken; now this one is."""
        earlier = {"_id": factor.factor_id, "last_step": {"$lt": step}}
        changes = {"$set": {"last_step": step, "secret": asdict(secret), "used_at": at}}
        return self.documents.update_one(earlier, changes, session=self.session).matched_count == 1

    def take_count(self, factor: Factor, sign_count: int, at: datetime) -> bool:
        """Whether the counter stood as it was read; now it stands here."""
        unchanged = {"_id": factor.factor_id, "sign_count": factor.sign_count}
        changes = {"$set": {"sign_count": sign_count, "used_at": at}}
        return self.documents.update_one(unchanged, changes, session=self.session).matched_count == 1


class EnrolmentRepository(Repository):
    """One document an enrolment, with its `tries`; MongoDB removes it after its end."""

    collection: ClassVar[str] = "factor_enrolments"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> Enrolment:
        """A stored enrolment; fields of a later release are ignored."""
        return Enrolment(
            document["_id"],
            document["account_id"],
            SecondFactorKind(document["kind"]),
            document["ends_at"],
            sealed_from(document.get("secret")),
            bytes(document.get("challenge") or b""),
        )

    def add(self, enrolment: Enrolment) -> None:
        """The account's earlier one of this kind is void."""
        own = {"account_id": enrolment.account_id, "kind": enrolment.kind.value}
        document = asdict(enrolment) | own
        self.documents.delete_many(own, session=self.session)
        self.documents.insert_one(
            {"_id": document.pop("enrolment_id"), **document, "tries": 0}, session=self.session
        )

    def try_one(self, enrolment_id: str, account_id: str, now: datetime) -> Enrolment | None:
        """The account's own that is good, tried once more. Outside of transactions: a try counts whatever becomes of it."""
        good = {
            "_id": enrolment_id,
            "account_id": account_id,
            "ends_at": {"$gt": now},
            "tries": {"$lt": MOST_TRIES},
        }
        document = self.documents.find_one_and_update(good, {"$inc": {"tries": 1}})
        return self.from_document(document) if document else None

    def take(self, enrolment: Enrolment) -> bool:
        """Whether it was good until now; it is not any more."""
        gone = self.documents.delete_one({"_id": enrolment.enrolment_id}, session=self.session)
        return gone.deleted_count == 1

    def remove_all(self, account_id: str) -> None:
        self.documents.delete_many({"account_id": account_id}, session=self.session)


class RecoveryCodeRepository(Repository):
    """One document an account: the digests of the codes that have not been used."""

    collection: ClassVar[str] = "recovery_codes"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> RecoveryCodeSet:
        """A stored set; fields of a later release are ignored."""
        return RecoveryCodeSet(document["set_id"], tuple(document["digests"]), document["used"])

    def find(self, account_id: str) -> RecoveryCodeSet | None:
        document = self.documents.find_one({"_id": account_id}, session=self.session)
        return self.from_document(document) if document else None

    def put(self, account_id: str, codes: RecoveryCodeSet) -> None:
        """In place of those of before."""
        changes = {"$set": asdict(codes)}
        self.documents.update_one({"_id": account_id}, changes, upsert=True, session=self.session)

    def take(self, account_id: str, digest: str) -> RecoveryCodeSet | None:
        """The set without the code of this digest; None where that is none of it."""
        one = {"_id": account_id, "digests": digest}
        before = self.documents.find_one_and_update(
            one, {"$pull": {"digests": digest}, "$inc": {"used": 1}}, session=self.session
        )
        if before is None:
            return None
        codes = self.from_document(before)
        left = tuple(each for each in codes.digests if each != digest)
        return replace(codes, digests=left, used=codes.used + 1)

    def remove(self, account_id: str) -> None:
        self.documents.delete_one({"_id": account_id}, session=self.session)


def sealed_from(document: Mapping[str, Any] | None) -> Sealed | None:
    if document is None:
        return None
    return Sealed(document["key_id"], bytes(document["nonce"]), bytes(document["text"]))
