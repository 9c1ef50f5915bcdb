"""Business conditions in an export: with the day each was recorded, and every decision made on it."""

from collections.abc import Iterator, Sequence

from catalog.application.conditions import append_recorded_event
from catalog.repository.conditions import ConditionRepository, StoredCondition
from chassis.storage import event_log
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Model


def read_conditions(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
    return ConditionRepository(store.database).exported(after, limit)


def write_conditions(uow: UnitOfWork, rows: Sequence[StoredCondition]) -> int:
    """How many were new or changed. Each becomes the next version of its own history, whatever it was elsewhere."""
    return sum(_write(uow, row) for row in rows)


def _write(uow: UnitOfWork, row: StoredCondition) -> bool:
    conditions = ConditionRepository(uow.database)
    known = conditions.stored(row.condition.condition_id, uow.session)
    if known is not None and known.of_version(row.condition.version) == row:
        return False
    version = 1 + event_log.last_version(uow.database, uow.session, row.condition.condition_id)
    news = row.of_version(version)
    conditions.replace(news, uow.session)
    append_recorded_event(uow, news.condition)
    return True
