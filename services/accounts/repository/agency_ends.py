"""When agencies end, as the catalogue says: with one document an agency, found by each of its codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from chassis.storage.repository import Repository
from contracts.agency_codes import canonical


@dataclass(frozen=True)
class AgencyEnd:
    """`ended_on`: the first day on which the agency is not there any more, in Viet Nam."""

    agency_code: str
    agency_codes: tuple[str, ...]
    ended_on: date


class AgencyEndRepository(Repository):
    """Of agencies without an end there is nothing here."""

    collection: ClassVar[str] = "agency_ends"

    @staticmethod
    def from_document(document: Mapping[str, Any]) -> AgencyEnd:
        codes = tuple(document["agency_codes"])
        return AgencyEnd(document["_id"], codes, date.fromisoformat(document["ended_on"]))

    def save(self, end: AgencyEnd) -> None:
        fields = {
            "agency_codes": list(end.agency_codes),
            "keys": sorted({canonical(code) for code in end.agency_codes}),
            "ended_on": end.ended_on.isoformat(),
        }
        self.documents.replace_one({"_id": end.agency_code}, fields, upsert=True, session=self.session)

    def remove(self, agency_code: str) -> None:
        self.documents.delete_one({"_id": agency_code}, session=self.session)

    def get(self, agency_code: str) -> AgencyEnd | None:
        document = self.documents.find_one({"_id": agency_code}, session=self.session)
        return None if document is None else self.from_document(document)

    def has_ended(self, agency_code: str, day: date) -> bool:
        """By any of its codes, in either spelling."""
        found = self.documents.find({"keys": canonical(agency_code)}, session=self.session)
        ends: Sequence[AgencyEnd] = [self.from_document(each) for each in found]
        return any(end.ended_on <= day for end in ends)
