"""Work on the data of one person over all services: which is done, where it goes on, and what was found."""

from collections.abc import Iterable
from enum import StrEnum

from contracts.accounts import DataProgress
from contracts.base import Model
from contracts.personal_data import ErasedData, Erasure, RetainedData, RetentionGround


class PersonTask(StrEnum):
    """What is done in each service."""

    EXPORT = "export"
    SURVEY = "survey"
    ERASE = "erase"


OWNERS = ("dossiers", "payments", "notifications", "records", "sync", "accounts")
"""Who has data of persons, in the order in which they are asked: accounts last, which says whose they are."""


class OwnerWork(Model):
    """The work in one service. `cursor`: where it goes on."""

    service: str
    parts: int = 0
    cursor: str | None = None
    done: bool = False


class PersonWork(Model):
    """The work of one request. `parts` of its archive have been stored."""

    task: PersonTask
    owners: tuple[OwnerWork, ...]
    parts: int = 0
    erased: tuple[ErasedData, ...] = ()
    retained: tuple[RetainedData, ...] = ()

    @property
    def next_owner(self) -> OwnerWork | None:
        return next((each for each in self.owners if not each.done), None)

    @property
    def progress(self) -> tuple[DataProgress, ...]:
        return tuple(
            DataProgress(service=each.service, parts=each.parts, done=each.done) for each in self.owners
        )

    @property
    def erasure(self) -> Erasure:
        return Erasure(erased=self.erased, retained=self.retained)


def begun(task: PersonTask) -> PersonWork:
    return PersonWork(task=task, owners=tuple(OwnerWork(service=name) for name in OWNERS))


def with_part(work: PersonWork, owner: OwnerWork, next_cursor: str | None, *, is_empty: bool) -> PersonWork:
    """One part more of an owner's data is in the archive, or there was nothing in it."""
    after = owner.model_copy(
        update={"parts": owner.parts + 1, "cursor": next_cursor, "done": next_cursor is None}
    )
    return _with(work, after, parts=work.parts if is_empty else work.parts + 1)


def with_erasure(work: PersonWork, owner: OwnerWork, found: Erasure) -> PersonWork:
    """An owner has erased, or said what it would."""
    after = owner.model_copy(update={"parts": 1, "done": True})
    return _with(
        work, after, erased=(*work.erased, *found.erased), retained=(*work.retained, *found.retained)
    )


def is_under_way(retained: Iterable[RetainedData]) -> bool:
    """Whether a dossier is in work: its applicant must stay reachable until it has ended."""
    return any(each.ground is RetentionGround.DOSSIER_UNDER_WAY and each.count for each in retained)


def _with(work: PersonWork, owner: OwnerWork, **changes: object) -> PersonWork:
    owners = tuple(owner if each.service == owner.service else each for each in work.owners)
    return work.model_copy(update={"owners": owners, **changes})
