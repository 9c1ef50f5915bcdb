"""Business conditions in an export: with the day each was recorded, and every decision made on it."""

from collections.abc import Iterator, Sequence

from catalog.application.conditions import append_recorded_event
from catalog.repository.conditions import ConditionRepository, StoredCondition
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork


def read_conditions(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, StoredCondition]]:
    """Up to `limit` ids and conditions following the id `after`."""
    return store.repository(ConditionRepository).exported(after, limit)


def write_conditions(uow: UnitOfWork, rows: Sequence[StoredCondition]) -> int:
    """How many were new or changed. Each becomes the next version of its own history, whatever it was elsewhere."""
    return sum(_write(uow, row) for row in rows)


def _write(uow: UnitOfWork, row: StoredCondition) -> bool:
    conditions = uow.repository(ConditionRepository)
    stored = conditions.stored(row.condition.condition_id)
    if stored is not None and stored.of_version(row.condition.version) == row:
        return False
    version = 1 + uow.last_version(row.condition.condition_id)
    imported = row.of_version(version)
    conditions.replace(imported)
    append_recorded_event(uow, imported.condition)
    return True
