"""Working calendars as composed, and what they are composed of: the law's days, weeks of agencies, decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from catalog.domain.calendars.composition import NATIONAL, AgencyWeek, CalendarDecision, CalendarParts
from catalog.repository.documents import document, read
from catalog.repository.starter_documents import replace_unless_edited
from contracts.catalog import WorkingCalendar

DECISIONS = "calendar_decisions"


def create_indexes(database: Database[dict[str, Any]]) -> None:
    database[DECISIONS].create_index([("calendar_id", ASCENDING), ("decided_on", ASCENDING)])


class CalendarRepository:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._composed = database["calendars"]
        self._bases = database["calendar_bases"]
        self._weeks = database["calendar_weeks"]
        self._decisions = database[DECISIONS]

    def get(self, calendar_id: str, session: ClientSession | None = None) -> WorkingCalendar | None:
        row = self._composed.find_one({"_id": calendar_id}, session=session)
        return None if row is None else read(WorkingCalendar, row)

    def first_of(self, calendar_ids: Sequence[str]) -> WorkingCalendar | None:
        """The first of these that there is."""
        found = {row["_id"]: row for row in self._composed.find({"_id": {"$in": list(calendar_ids)}})}
        there = (found[calendar_id] for calendar_id in calendar_ids if calendar_id in found)
        row = next(there, None)
        return None if row is None else read(WorkingCalendar, row)

    def ids(self, session: ClientSession | None = None) -> frozenset[str]:
        return frozenset(row["_id"] for row in self._composed.find({}, {"_id": 1}, session=session))

    def base(self, session: ClientSession | None) -> WorkingCalendar | None:
        """The law's own days, as they were computed last."""
        row = self._bases.find_one({"_id": NATIONAL}, session=session)
        return None if row is None else read(WorkingCalendar, row)

    def week(self, calendar_id: str, session: ClientSession | None) -> AgencyWeek | None:
        row = self._weeks.find_one({"_id": calendar_id}, session=session)
        return None if row is None else read(AgencyWeek, row)

    def weeks(self, session: ClientSession) -> list[AgencyWeek]:
        return [read(AgencyWeek, row) for row in self._weeks.find(session=session)]

    def decisions(self, calendar_id: str, session: ClientSession | None) -> list[CalendarDecision]:
        """By number."""
        found = self._decisions.find({"calendar_id": calendar_id}, session=session).sort("_id", ASCENDING)
        return [read(CalendarDecision, row) for row in found]

    def parts(self, calendar_id: str, session: ClientSession | None = None) -> CalendarParts:
        return CalendarParts(
            calendar_id=calendar_id,
            base=self.base(session) if calendar_id == NATIONAL else None,
            week=self.week(calendar_id, session),
            decisions=tuple(self.decisions(calendar_id, session)),
        )

    def save_parts(self, parts: CalendarParts, session: ClientSession) -> None:
        """These and no other decisions."""
        if parts.base is not None:
            self.save_base(parts.base, session)
        if parts.week is not None:
            self.save_week(parts.week, session)
        self._decisions.delete_many({"calendar_id": parts.calendar_id}, session=session)
        for decision in parts.decisions:
            self.save_decision(decision, session)

    def save(self, calendar: WorkingCalendar, session: ClientSession) -> None:
        row = {"_id": calendar.calendar_id, **document(calendar)}
        self._composed.replace_one({"_id": row["_id"]}, row, upsert=True, session=session)

    def save_base(self, calendar: WorkingCalendar, session: ClientSession) -> None:
        row = {"_id": NATIONAL, **document(calendar)}
        self._bases.replace_one({"_id": NATIONAL}, row, upsert=True, session=session)

    def save_week(self, week: AgencyWeek, session: ClientSession) -> None:
        row = {"_id": week.calendar_id, **document(week)}
        self._weeks.replace_one({"_id": row["_id"]}, row, upsert=True, session=session)

    def save_starter_weeks(self, weeks: Iterable[AgencyWeek], session: ClientSession) -> None:
        replace_unless_edited(
            self._weeks, [{"_id": week.calendar_id, **document(week)} for week in weeks], session
        )

    def save_decision(self, decision: CalendarDecision, session: ClientSession) -> None:
        """Under its calendar and number."""
        key = decision_key(decision)
        self._decisions.replace_one(
            {"_id": key}, {"_id": key, **document(decision)}, upsert=True, session=session
        )


def decision_key(decision: CalendarDecision) -> str:
    return f"{decision.calendar_id} {decision.decision_number}"
