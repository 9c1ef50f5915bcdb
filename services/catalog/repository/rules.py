"""Regimes, working calendars and agencies: law as documents."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from contracts.base import Model
from contracts.catalog import Agency, Regime, WorkingCalendar

M = TypeVar("M", bound=Model)


class Rules:
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._regimes = database["regimes"]
        self._calendars = database["calendars"]
        self._agencies = database["agencies"]

    def regimes(self) -> tuple[Regime, ...]:
        return tuple(_read(Regime, row) for row in self._regimes.find())

    def agency(self, code: str) -> Agency | None:
        row = self._agencies.find_one({"_id": code})
        return None if row is None else _read(Agency, row)

    def agencies(self, after: str | None, limit: int) -> Iterator[Agency]:
        """Up to `limit` agencies by code, after the code `after`."""
        condition = {"_id": {"$gt": after}} if after else {}
        for row in self._agencies.find(condition).sort("_id", ASCENDING).limit(limit):
            yield _read(Agency, row)

    def calendar(self, calendar_id: str, session: ClientSession | None = None) -> WorkingCalendar | None:
        row = self._calendars.find_one({"_id": calendar_id}, session=session)
        return None if row is None else _read(WorkingCalendar, row)

    def keep_regime(self, regime: Regime, session: ClientSession) -> None:
        self._regimes.replace_one({"_id": regime.regime_id}, _document(regime), upsert=True, session=session)

    def keep_calendar(self, calendar: WorkingCalendar, session: ClientSession) -> None:
        key = {"_id": calendar.calendar_id}
        self._calendars.replace_one(key, _document(calendar), upsert=True, session=session)

    def keep_agency(self, agency: Agency, session: ClientSession) -> None:
        self._agencies.replace_one({"_id": agency.code}, _document(agency), upsert=True, session=session)


def _document(model: Model) -> dict[str, Any]:
    return model.model_dump(mode="json")


def _read(cls: type[M], row: dict[str, Any]) -> M:
    return cls.model_validate({key: value for key, value in row.items() if key != "_id"})
