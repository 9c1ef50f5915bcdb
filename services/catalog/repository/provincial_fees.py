"""Fee tables of the provinces (mức thu do HĐND cấp tỉnh quyết định): one document a row."""

from collections.abc import Iterable

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.domain.provincial_fees import fee_row_key
from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import ProvincialFee


def create_indexes(database: Database[Document]) -> None:
    database[ProvincialFeeRepository.collection].create_index(
        [("province_code", ASCENDING), ("fee.code", ASCENDING)]
    )


class ProvincialFeeRepository(ModelRepository[ProvincialFee]):
    """Rows of fee tables under their scope and first day."""

    collection = "provincial_fees"

    @staticmethod
    def from_document(document: Document) -> ProvincialFee:
        return ProvincialFee.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: ProvincialFee) -> str:
        return fee_row_key(row)

    def of_province(
        self, province_code: str, fee_codes: Iterable[str] | None = None
    ) -> tuple[ProvincialFee, ...]:
        """The whole table of a province, or its rows of some fees."""
        condition: Document = {"province_code": province_code}
        if fee_codes is not None:
            condition["fee.code"] = {"$in": list(fee_codes)}
        rows = self.documents.find(condition, session=self.session).sort("_id", ASCENDING)
        return tuple(map(self.from_document, rows))
