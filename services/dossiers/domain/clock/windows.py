"""Times within which an act is open, in working days from another one."""

from datetime import datetime

from dossiers.domain.clock.days import end_of_working_days
from dossiers.domain.model.law import Law
from dossiers.domain.working_time import add_minutes, minutes_a_day


def end_of_window(law: Law, start: datetime, working_days: int) -> datetime:
    """The end of so many working days, with the last day (BLDS 2015 art 148) or, as earlier regimes have it, to the minute.

    Raises CALENDAR_INCOMPLETE.
    """
    if law.regime.windows_end == "day":
        return end_of_working_days(law.calendar, start, working_days)
    return add_minutes(law.calendar, start, working_days * minutes_a_day(law.calendar))
