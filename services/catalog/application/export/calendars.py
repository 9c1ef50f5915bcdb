"""Working calendars in an export: as the parts they are composed of."""

from collections.abc import Iterator, Sequence

from catalog.application.calendars import CalendarComposer
from catalog.domain.calendars.composition import NATIONAL, CalendarParts
from catalog.repository.calendars import (
    AgencyWeekRepository,
    CalendarBaseRepository,
    CalendarDecisionRepository,
    CalendarRepository,
)
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork


def read_calendars(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, CalendarParts]]:
    """Up to `limit` keys and parts following the key `after`; the national calendar first, on which others build."""
    ids = store.repository(CalendarRepository).ids()
    keyed = sorted((_sort_key(calendar_id), calendar_id) for calendar_id in ids)
    following = [entry for entry in keyed if after is None or entry[0] > after]
    for key, calendar_id in following[:limit]:
        yield key, _parts(store, calendar_id)


def write_calendars(uow: UnitOfWork, rows: Sequence[CalendarParts]) -> int:
    """How many had other parts. All calendars are composed again; their versions count where days change."""
    changed = [row for row in rows if _parts(uow, row.calendar_id) != row]
    for row in changed:
        _write(uow, row)
    if changed:
        CalendarComposer(uow).write_all()
    return len(changed)


def _parts(source: Store | UnitOfWork, calendar_id: str) -> CalendarParts:
    return CalendarParts(
        calendar_id=calendar_id,
        base=source.repository(CalendarBaseRepository).get() if calendar_id == NATIONAL else None,
        week=source.repository(AgencyWeekRepository).get(calendar_id),
        decisions=tuple(source.repository(CalendarDecisionRepository).of_calendar(calendar_id)),
    )


def _write(uow: UnitOfWork, parts: CalendarParts) -> None:
    """These parts, and no other decisions."""
    if parts.base is not None:
        uow.repository(CalendarBaseRepository).save([parts.base])
    if parts.week is not None:
        uow.repository(AgencyWeekRepository).save([parts.week])
    decisions = uow.repository(CalendarDecisionRepository)
    decisions.delete_of_calendar(parts.calendar_id)
    decisions.save(parts.decisions)


def _sort_key(calendar_id: str) -> str:
    return f"{'0' if calendar_id == NATIONAL else '1'} {calendar_id}"
