"""Working calendars (lịch làm việc) as composed, and their parts: the law's days, weeks of agencies, decisions.

A composed calendar is stored whole, so that reading one is one look-up.
"""

from collections.abc import Sequence

from pymongo import ASCENDING
from pymongo.database import Database

from catalog.domain.calendars.composition import NATIONAL, AgencyWeek, CalendarDecision
from catalog.repository.model_repository import ModelRepository
from chassis.storage.documents import Document
from contracts.catalog import WorkingCalendar


def create_indexes(database: Database[Document]) -> None:
    database[CalendarDecisionRepository.collection].create_index(
        [("calendar_id", ASCENDING), ("decided_on", ASCENDING)]
    )


class CalendarRepository(ModelRepository[WorkingCalendar]):
    """Composed calendars."""

    collection = "calendars"

    @staticmethod
    def from_document(document: Document) -> WorkingCalendar:
        return WorkingCalendar.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: WorkingCalendar) -> str:
        return row.calendar_id

    def get(self, calendar_id: str) -> WorkingCalendar | None:
        return self.by_keys([calendar_id]).get(calendar_id)

    def first_of(self, calendar_ids: Sequence[str]) -> WorkingCalendar | None:
        """The first of these that exists."""
        found = self.by_keys(calendar_ids)
        return next((found[calendar_id] for calendar_id in calendar_ids if calendar_id in found), None)

    def ids(self) -> frozenset[str]:
        return frozenset(row["_id"] for row in self.documents.find({}, {"_id": 1}, session=self.session))


class CalendarBaseRepository(ModelRepository[WorkingCalendar]):
    """The law's own days, as they were computed last: one document, the national one."""

    collection = "calendar_bases"

    @staticmethod
    def from_document(document: Document) -> WorkingCalendar:
        return WorkingCalendar.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: WorkingCalendar) -> str:  # noqa: ARG004  there is one base only
        return NATIONAL

    def get(self) -> WorkingCalendar | None:
        return self.by_keys([NATIONAL]).get(NATIONAL)


class AgencyWeekRepository(ModelRepository[AgencyWeek]):
    """The usual weeks of agencies with a calendar of their own, by calendar."""

    collection = "calendar_weeks"

    @staticmethod
    def from_document(document: Document) -> AgencyWeek:
        return AgencyWeek.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: AgencyWeek) -> str:
        return row.calendar_id

    def get(self, calendar_id: str) -> AgencyWeek | None:
        return self.by_keys([calendar_id]).get(calendar_id)

    def all(self) -> list[AgencyWeek]:
        return [self.from_document(row) for row in self.documents.find(session=self.session)]


class CalendarDecisionRepository(ModelRepository[CalendarDecision]):
    """Decisions on single days, each under its calendar and number."""

    collection = "calendar_decisions"

    @staticmethod
    def from_document(document: Document) -> CalendarDecision:
        return CalendarDecision.model_validate(document, extra="ignore")

    @staticmethod
    def key(row: CalendarDecision) -> str:
        return f"{row.calendar_id} {row.decision_number}"

    def of_calendar(self, calendar_id: str) -> list[CalendarDecision]:
        """By number."""
        found = self.documents.find({"calendar_id": calendar_id}, session=self.session)
        return [self.from_document(row) for row in found.sort("_id", ASCENDING)]

    def delete_of_calendar(self, calendar_id: str) -> None:
        self.documents.delete_many({"calendar_id": calendar_id}, session=self.session)
