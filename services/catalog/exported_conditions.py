"""Business conditions in an export: with the day each was recorded, and every decision made on it."""

from collections.abc import Iterator, Sequence

from catalog.conditions import tell_recorded
from catalog.repository.conditions import Conditions, WholeCondition
from chassis import eventlog
from chassis.store import Store
from chassis.unit import Unit
from contracts.base import Model


def read_conditions(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
    return Conditions(store.database).whole(after, limit)


def write_conditions(unit: Unit, rows: Sequence[WholeCondition]) -> int:
    """How many were new or changed. Each becomes the next version of its own history, whatever it was elsewhere."""
    return sum(_write(unit, row) for row in rows)


def _write(unit: Unit, row: WholeCondition) -> bool:
    conditions = Conditions(unit.database)
    known = conditions.whole_one(row.condition.condition_id, unit.session)
    if known is not None and known.of_version(row.condition.version) == row:
        return False
    version = 1 + eventlog.last_version(unit.database, unit.session, row.condition.condition_id)
    news = row.of_version(version)
    conditions.put(news, unit.session)
    tell_recorded(unit, news.condition)
    return True
