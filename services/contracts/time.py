"""Local time of Viet Nam: what the law means by a day and by a month."""

from calendar import monthrange
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
"""UTC+7 since 1975, without daylight saving time."""

DateT = TypeVar("DateT", bound=date)


def local_day(at: datetime) -> date:
    """The day of Viet Nam on which an instant falls. Raises ValueError for a time without offset."""
    if at.tzinfo is None:
        raise ValueError("an instant needs its offset")
    return at.astimezone(VIETNAM).date()


def start_of_day(day: date) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time.min, VIETNAM)


def end_of_day(day: date) -> datetime:
    """The last millisecond of a local day."""
    return datetime.combine(day, time(23, 59, 59, 999_000), VIETNAM)


def add_months(day: DateT, months: int) -> DateT:
    """The same date so many months later (or earlier), the last day of a shorter month: 31 January + 1 → 28 February.

    Of a datetime, its time of day and offset stay. Raises ValueError outside the years 1 to 9999.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"no year {year}")
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
