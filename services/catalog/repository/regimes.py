"""Regimes (chế độ giải quyết TTHC của một nghị định): one document for each decree's rules."""

from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import Regime


class RegimeRepository(ModelRepository[Regime]):
    collection = "regimes"

    @staticmethod
    def from_document(document: Document) -> Regime:
        return Regime.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: Regime) -> str:
        return row.regime_id

    def all(self) -> tuple[Regime, ...]:
        return tuple(map(self.from_document, self.documents.find(session=self.session)))
