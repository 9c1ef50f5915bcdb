"""The national working calendar, computed from the public holidays (Bộ luật Lao động art 112) and yearly swaps."""

from datetime import date, time

import holidays

from contracts.catalog import Shift, WorkingCalendar

WEEKEND = (5, 6)
SHIFTS = (Shift(start=time(7), end=time(11, 30)), Shift(start=time(13, 30), end=time(17)))
NATIONAL = "vn"


def national_calendar(first_year: int, last_year: int, version: int) -> WorkingCalendar:
    """Whole years, both ends included. A year whose decision is not out yet holds the law's own days only."""
    years = range(first_year, last_year + 1)
    table = holidays.country_holidays("VN", years=years)
    return WorkingCalendar(
        calendar_id=NATIONAL,
        version=version,
        covers_from=date(first_year, 1, 1),
        covers_to=date(last_year, 12, 31),
        shifts=SHIFTS,
        weekend=WEEKEND,
        closed_days=tuple(sorted(day for day in table if day.weekday() not in WEEKEND)),
        working_days=tuple(sorted(day for day in table.weekend_workdays if day.year in years)),
    )
