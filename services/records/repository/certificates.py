"""Registered certificates of agencies and officials."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.errors import not_found
from contracts.records import CertificateHolder
from records.domain.certificates import RegisteredCertificate


class CertificateRepository(Repository):
    """None is ever deleted: by them old signatures are judged."""

    collection = "certificates"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> RegisteredCertificate:
        known = {**document, "certificate_id": document["_id"]}
        return RegisteredCertificate.model_validate(known, extra="ignore")

    def lock(self, agency_code: str) -> None:
        """Hold back every other transaction that registers one for the agency: of two at once the second sees the first."""
        self.database[_LOCKS].update_one(
            {"_id": agency_code}, {"$inc": {"registrations": 1}}, upsert=True, session=self.session
        )

    def add(self, certificate: RegisteredCertificate) -> None:
        self.documents.insert_one(_document(certificate), session=self.session)

    def get(self, certificate_id: str) -> RegisteredCertificate:
        """Raises NOT_FOUND."""
        document = self.documents.find_one({"_id": certificate_id}, session=self.session)
        if document is None:
            raise not_found("certificate")
        return self.from_document(document)

    def replace(self, certificate: RegisteredCertificate) -> None:
        """Raises VERSION_STALE when another change came first."""
        self.save_version(_document(certificate))

    def that_sign(
        self, agency_codes: Iterable[str], account_ids: Iterable[str]
    ) -> list[RegisteredCertificate]:
        """Those of the agencies, and of these officials there; also those that have ended."""
        whose = [{"holder": CertificateHolder.AGENCY.value}, {"account_id": {"$in": list(account_ids)}}]
        return self._find({"agency_code": {"$in": list(agency_codes)}, "$or": whose})

    def of_fingerprints(self, fingerprints: Iterable[str]) -> list[RegisteredCertificate]:
        """All registrations of these certificates."""
        return self._find({"sha256": {"$in": list(fingerprints)}})

    def of_agency(self, agency_code: str) -> list[RegisteredCertificate]:
        """All of an agency, also those that have ended."""
        return self._find({"agency_code": agency_code})

    def newest(
        self, agency_code: str | None, position: Position | None, limit: int
    ) -> list[RegisteredCertificate]:
        """Newest first, of one agency or of all."""
        query: Document = {} if agency_code is None else {"agency_code": agency_code}
        older = {} if position is None else {"_id": {"$lt": position[1]}}
        found = self.documents.find({"$and": [query, older]}, session=self.session)
        return [self.from_document(each) for each in found.sort("_id", DESCENDING).limit(limit)]

    def _find(self, query: Document) -> list[RegisteredCertificate]:
        return [self.from_document(each) for each in self.documents.find(query, session=self.session)]


_LOCKS = "certificate_locks"


def _document(certificate: RegisteredCertificate) -> Document:
    fields = to_document(certificate.model_dump(exclude={"certificate_id"}))
    return {"_id": certificate.certificate_id, **fields}
