"""Chuyển hồ sơ: what a desk received for another agency goes there (NĐ 118/2025/NĐ-CP art 18.2)."""

from datetime import datetime, time

from contracts.catalog import WorkingCalendar
from dossiers.domain.clock.days import ONE_DAY
from dossiers.domain.working_time import add_minutes, end_of_day, local, utc, working_day_from


def transferred_until(received_at: datetime, calendar: WorkingCalendar, late_after: time) -> datetime:
    """Until when a dossier that was received directly is with the competent agency.

    The same working day; received after 15:00, the start of the next one. 15:00 to the minute is that day's. Raises
    CALENDAR_INCOMPLETE.
    """
    received = local(received_at)
    day = working_day_from(calendar, received.date())
    closed = day == received.date() and end_of_day(calendar, day) <= received_at
    if day == received.date() and received.time() <= late_after and not closed:
        return end_of_day(calendar, day)
    if day == received.date():
        day = working_day_from(calendar, day + ONE_DAY)
    return add_minutes(calendar, utc(datetime.combine(day, time())), 0)
