"""Recorded mandates to sign."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import DESCENDING

from chassis.core.pagination import Position
from chassis.storage.documents import Document, to_document
from chassis.storage.repository import Repository
from contracts.errors import not_found
from contracts.records import SigningMandate


class MandateRepository(Repository):
    """None is ever deleted: by them old signatures are judged."""

    collection = "mandates"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> SigningMandate:
        return SigningMandate.model_validate({**document, "mandate_id": document["_id"]}, extra="ignore")

    def add(self, mandate: SigningMandate) -> None:
        self.documents.insert_one(_document(mandate), session=self.session)

    def get(self, mandate_id: str) -> SigningMandate:
        """Raises NOT_FOUND."""
        found = self.find(mandate_id)
        if found is None:
            raise not_found("mandate")
        return found

    def find(self, mandate_id: str) -> SigningMandate | None:
        document = self.documents.find_one({"_id": mandate_id}, session=self.session)
        return None if document is None else self.from_document(document)

    def replace(self, mandate: SigningMandate) -> None:
        """Raises VERSION_STALE when another change came first."""
        self.save_version(_document(mandate))

    def of_officials(self, agency_codes: Iterable[str], account_ids: Iterable[str]) -> list[SigningMandate]:
        """Those of these officials in these agencies, newest first; also those that have ended."""
        return self._find(
            {"agency_code": {"$in": list(agency_codes)}, "account_id": {"$in": list(account_ids)}}
        )

    def of_agency(self, agency_code: str) -> list[SigningMandate]:
        """All of an agency, newest first."""
        return self._find({"agency_code": agency_code})

    def newest(self, agency_code: str | None, position: Position | None, limit: int) -> list[SigningMandate]:
        """Newest first, of one agency or of all."""
        query: Document = {} if agency_code is None else {"agency_code": agency_code}
        older = {} if position is None else {"_id": {"$lt": position[1]}}
        found = self.documents.find({"$and": [query, older]}, session=self.session)
        return [self.from_document(each) for each in found.sort("_id", DESCENDING).limit(limit)]

    def _find(self, query: Document) -> list[SigningMandate]:
        found = self.documents.find(query, session=self.session).sort("_id", DESCENDING)
        return [self.from_document(each) for each in found]


def _document(mandate: SigningMandate) -> Document:
    return {"_id": mandate.mandate_id, **to_document(mandate.model_dump(exclude={"mandate_id"}))}
