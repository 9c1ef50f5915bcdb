"""How many dossiers of an agency were handled in some days, digitised, and filed with papers of the store."""

from dataclasses import dataclass
from datetime import date

from chassis.storage.documents import Document
from chassis.storage.repository import Repository
from contracts.catalog import SubmissionChannel
from contracts.dossiers import DossierStatus
from dossiers.repository.lists import between

HANDLED = (DossierStatus.PROCESSED, DossierStatus.RETURNED)
"""With a result: đã xử lý xong, đã trả kết quả."""


@dataclass(frozen=True)
class DigitisationCounts:
    """Of handled dossiers."""

    handled: int = 0
    digitised: int = 0
    reused: int = 0


class DigitisationFigureRepository(Repository):
    """Counts of stored dossiers, by the index of those that ended."""

    collection = "dossiers"

    def counts(self, agency_code: str, first: date, last: date) -> DigitisationCounts:
        """Of the dossiers of the agency that ended between two local days, both included."""
        rows = self.documents.aggregate(pipeline(agency_code, first, last), hint="agency_ended")
        row = next(iter(rows), None)
        if row is None:
            return DigitisationCounts()
        return DigitisationCounts(row["handled"], row["digitised"], row["reused"])


def pipeline(agency_code: str, first: date, last: date) -> list[Document]:
    """One row, or none where nothing was handled. A dossier is digitised where each of its papers has a file, and its result
    too; a paper that a later release has without a file is on paper."""
    ended = {
        "agency_codes": agency_code,
        "agency_code": agency_code,
        "status": {"$in": [status.value for status in HANDLED]},
        "channel": {"$in": [channel.value for channel in SubmissionChannel]},
        **between("desk.ended", first, last),
    }
    papers = {"$ifNull": ["$papers", []]}
    with_file = {"$ne": [{"$ifNull": ["$$paper.file_id", None]}, None]}
    all_files = {"$allElementsTrue": [{"$map": {"input": papers, "as": "paper", "in": with_file}}]}
    result_file = {"$ne": [{"$ifNull": ["$$result.file_id", None]}, None]}
    results = {"$map": {"input": {"$ifNull": ["$results", []]}, "as": "result", "in": result_file}}
    digitised = {"$and": [all_files, {"$anyElementTrue": [results]}]}
    reuses = {"$map": {"input": papers, "as": "paper", "in": {"$eq": ["$$paper.reused", True]}}}
    return [
        {"$match": ended},
        {
            "$group": {
                "_id": None,
                "handled": {"$sum": 1},
                "digitised": _how_many(digitised),
                "reused": _how_many({"$anyElementTrue": [reuses]}),
            }
        },
    ]


def _how_many(condition: Document) -> Document:
    return {"$sum": {"$cond": [condition, 1, 0]}}
