"""Regimes (chế độ của một nghị định): one document for each decree's rules, and one for each agency's terms."""

from collections.abc import Sequence

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import AgencyTerms, Regime


def create_indexes(database: Database[Document]) -> None:
    database[AgencyTermsRepository.collection].create_index("agency_code")


class RegimeRepository(ModelRepository[Regime]):
    """Regimes under their ids."""

    collection = "regimes"

    @staticmethod
    def from_document(document: Document) -> Regime:
        return Regime.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: Regime) -> str:
        return row.regime_id

    def get(self, regime_id: str) -> Regime | None:
        return self.by_keys([regime_id]).get(regime_id)

    def all(self) -> tuple[Regime, ...]:
        return tuple(map(self.from_document, self.documents.find(session=self.session)))


class AgencyTermsRepository(ModelRepository[AgencyTerms]):
    """What agencies have fixed under a regime, one document for each regime and agency."""

    collection = "agency_terms"

    @staticmethod
    def from_document(document: Document) -> AgencyTerms:
        return AgencyTerms.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: AgencyTerms) -> str:
        return f"{row.regime_id} {row.agency_code}"

    def of_agencies(self, regime_id: str, agency_codes: Sequence[str]) -> list[AgencyTerms]:
        """The existing terms of these agencies, in their order."""
        found = self.by_keys(f"{regime_id} {code}" for code in agency_codes)
        return [found[key] for code in agency_codes if (key := f"{regime_id} {code}") in found]

    def under(self, regime_ids: Sequence[str | None], agency_codes: Sequence[str]) -> tuple[AgencyTerms, ...]:
        """The existing terms of these agencies under these regimes, in no order."""
        keys = (f"{regime_id} {code}" for regime_id in regime_ids if regime_id for code in agency_codes)
        return tuple(self.by_keys(keys).values())

    def of_agency(self, agency_code: str) -> list[AgencyTerms]:
        """By regime."""
        rows = self.documents.find({"agency_code": agency_code}, session=self.session)
        return [self.from_document(row) for row in rows.sort("_id", ASCENDING)]
