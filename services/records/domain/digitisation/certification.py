"""Codes of digitised papers, and certification of electronic copies of originals (NĐ 45/2020/NĐ-CP art 10)."""

from datetime import datetime

from contracts.base import Model
from contracts.time import local_day
from records.domain.numbering import DocumentNumber

CERTIFIED_COPY = "CERTIFIED_COPY"
"""The kind of such a copy among the issued documents."""
COPIES = "SCT/BSĐT"
"""Symbol of the book of certified electronic copies (sổ chứng thực bản sao điện tử)."""
PAPERS = "GT"
"""Letters in the code of a digitised paper (giấy tờ)."""

Series = tuple[str, str, int]


class CopyCertification(Model):
    """What a certified copy says on its face: Số chứng thực, Quyển số."""

    number: str
    book: str

    @classmethod
    def of(cls, number: DocumentNumber) -> "CopyCertification":
        """Of a number of the book of its agency and year."""
        return cls(number=number.text, book=number.book)


def copies_of(agency_code: str, at: datetime) -> Series:
    """The book of the agency in the local year."""
    return agency_code, COPIES, local_day(at).year


def papers_of(agency_code: str, at: datetime) -> Series:
    """The series of the codes of papers that the agency digitises in the local year."""
    return agency_code, PAPERS, local_day(at).year


def paper_code(agency_code: str, number: DocumentNumber) -> str:
    """`H26.31.05-2026-GT000012`: the agency that digitised it, the year, a running number."""
    return f"{agency_code}-{number.year}-{number.symbol}{number.number:06d}"
