"""Times within which a request of a data subject is answered and done (thời hạn thực hiện yêu cầu của chủ thể dữ liệu).

From 2026 NĐ 356/2025/NĐ-CP art 5: answered within two working days, done within 10, 15 or 20 days by kind, longer where a
processor (bên xử lý dữ liệu) takes part, one extension that is no longer than the first time. Before it NĐ 13/2023/NĐ-CP: 72
hours. The day on which it comes is not counted, a last day that is a day off moves to the next working day (Bộ luật Dân sự
2015 art 147, 148).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from contracts.accounts import DataRequestKind
from contracts.catalog import WorkingCalendar
from contracts.time import end_of_day, local_day
from contracts.working_time import working_day_from


@dataclass(frozen=True)
class Days:
    """Calendar days, and how many where a processor takes part."""

    usual: int
    by_processor: int

    def count(self, *, by_processor: bool) -> int:
        return self.by_processor if by_processor else self.usual


@dataclass(frozen=True)
class DataRegime:
    """The times of one decree, in force from a day on. `hours`: all is done within these; None: by working days and days."""

    regime_id: str
    valid_from: date
    hours: int | None = None
    answer_working_days: int = 0
    days: Mapping[DataRequestKind, Days] = field(default_factory=dict)


_FIRST = Days(10, 15)
_SECOND = Days(15, 20)
ND_13_2023 = DataRegime("nd-13-2023", date(2023, 7, 1), hours=72)
ND_356_2025 = DataRegime(
    "nd-356-2025",
    date(2026, 1, 1),
    answer_working_days=2,
    days=MappingProxyType(
        {
            DataRequestKind.COPY: _FIRST,
            DataRequestKind.CORRECT: _FIRST,
            DataRequestKind.WITHDRAW_CONSENT: _SECOND,
            DataRequestKind.RESTRICT: _SECOND,
            DataRequestKind.OBJECT: _SECOND,
            DataRequestKind.ERASE: Days(20, 30),
            DataRequestKind.PROTECT: Days(15, 15),
        }
    ),
)
REGIMES = (ND_13_2023, ND_356_2025)
"""Oldest first."""
_BY_ID = {regime.regime_id: regime for regime in REGIMES}


def regime_on(day: date) -> DataRegime:
    """The regime in force on a local day; the first one before it began."""
    return next((each for each in reversed(REGIMES) if each.valid_from <= day), REGIMES[0])


def regime_of(regime_id: str) -> DataRegime:
    """Raises KeyError."""
    return _BY_ID[regime_id]


def answer_due(regime: DataRegime, received_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Until when a request is to be answered. Raises CALENDAR_INCOMPLETE."""
    if regime.hours is not None:
        return received_at + timedelta(hours=regime.hours)
    day = local_day(received_at)
    for _ in range(regime.answer_working_days):
        day = working_day_from(calendar, day + timedelta(days=1))
    return end_of_day(day)


def execution_due(
    regime: DataRegime,
    kind: DataRequestKind,
    received_at: datetime,
    calendar: WorkingCalendar,
    *,
    by_processor: bool = False,
) -> datetime:
    """Until when a request is to be done. Raises CALENDAR_INCOMPLETE."""
    if regime.hours is not None:
        return received_at + timedelta(hours=regime.hours)
    days = regime.days[kind].count(by_processor=by_processor)
    return end_of_day(working_day_from(calendar, local_day(received_at) + timedelta(days=days)))


def last_extension(
    regime: DataRegime, kind: DataRequestKind, due_at: datetime, *, by_processor: bool = False
) -> date:
    """The last day that one extension may reach: as long again as the first time."""
    if regime.hours is not None:
        return local_day(due_at + timedelta(hours=regime.hours))
    return local_day(due_at) + timedelta(days=regime.days[kind].count(by_processor=by_processor))
