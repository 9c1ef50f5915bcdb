"""Changes of the catalogue: every command runs here, so that none leaves the revision as it was."""

from collections.abc import Callable
from typing import TypeVar

from catalog.repository.revision import RevisionRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Command, Method, Model
from contracts.catalog import CatalogueRevision, GetRevision
from contracts.time import local_day

T = TypeVar("T")
Cmd = TypeVar("Cmd", bound=Command)
Res = TypeVar("Res", bound=Model)


def get_revision(store: Store, _request: GetRevision, _context: Context) -> CatalogueRevision:
    """The revision of all that is committed, and the local day."""
    return CatalogueRevision(revision=store.repository(RevisionRepository).current(), day=local_day(utcnow()))


def run_command(
    store: Store, method: Method[Cmd, Res], request: Cmd, context: Context, work: Callable[[UnitOfWork], Res]
) -> Res:
    """`Store.run_idempotent`, with the next revision in the same transaction."""
    return store.run_idempotent(method, request, context, _raising(work))


def run_change(store: Store, context: Context, work: Callable[[UnitOfWork], T]) -> T:
    """`Store.transaction`, with the next revision in it; for what no command asks for."""
    return store.transaction(context, _raising(work))


def _raising(work: Callable[[UnitOfWork], T]) -> Callable[[UnitOfWork], T]:
    """The revision is written last, so that two changes at once seldom meet at it."""

    def raising(uow: UnitOfWork) -> T:
        result = work(uow)
        uow.repository(RevisionRepository).raise_to(uow.now)
        return result

    return raising
