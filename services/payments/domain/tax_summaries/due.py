"""Until when summaries are sent: on the day itself; after a fault of the link, within three working days of its repair.

NĐ 254/2026/NĐ-CP art 26.2, 27.3. The day of the repair is not counted (BLDS 2015 art 147.2).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.catalog import WorkingCalendar
from contracts.time import end_of_day, local_day
from contracts.working_time import is_working_day

REPAIR_WORKING_DAYS = 3
_LONGEST_REST = timedelta(days=40)


@dataclass(frozen=True)
class LinkState:
    """What is known of the link to the tax office: when it failed, None while it works; when it was last repaired."""

    down_since: datetime | None = None
    repaired_at: datetime | None = None

    @property
    def is_down(self) -> bool:
        return self.down_since is not None


def after_failure(link: LinkState, at: datetime) -> LinkState:
    """A fault begins with the first try that found nobody."""
    return link if link.is_down else replace(link, down_since=at)


def after_success(link: LinkState, at: datetime) -> LinkState:
    """A fault ends with the first try that was answered."""
    return replace(link, down_since=None, repaired_at=at) if link.is_down else link


def last_day_after_repair(calendar: WorkingCalendar, repaired_on: date) -> date:
    """Raises CALENDAR_INCOMPLETE for days that the calendar does not cover."""
    day, left, last = repaired_on, REPAIR_WORKING_DAYS, repaired_on + _LONGEST_REST
    while left and day < last:
        day += timedelta(days=1)
        left -= is_working_day(calendar, day)
    return day


def due_after_repair(calendar: WorkingCalendar, repaired_at: datetime) -> datetime:
    """The end of that day."""
    return end_of_day(last_day_after_repair(calendar, local_day(repaired_at)))
