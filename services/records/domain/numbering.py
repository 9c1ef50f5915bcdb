"""Numbers of documents (số, ký hiệu): each agency, kind and year counts from 1 without a gap (NĐ 30/2020/NĐ-CP art 15)."""

from datetime import datetime

from contracts.base import Model
from contracts.time import local_day
from records.domain.document_forms import form_of


class DocumentNumber(Model):
    """Số: 12/TNHS, of the book of its year (quyển số). An electronic book is one for each year."""

    number: int
    symbol: str
    year: int

    @property
    def text(self) -> str:
        """As it stands after "Số:"."""
        return f"{self.number:02d}/{self.symbol}"

    @property
    def book(self) -> str:
        """As it stands after "Quyển số:"."""
        return f"01/{self.year}-{self.symbol}"


def series_of(agency_code: str, kind: str, regime_id: str, at: datetime) -> tuple[str, str, int]:
    """Agency, symbol and year by which a document is counted; the year is that of the local day."""
    return agency_code, form_of(kind, regime_id).book, local_day(at).year


def series_key(series: tuple[str, str, int]) -> str:
    agency_code, symbol, year = series
    return f"{agency_code}|{symbol}|{year}"
