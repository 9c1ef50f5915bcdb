"""Reading the catalogue, page by page."""

from catalog.application.paging import after, page
from catalog.domain.access import require_maintainer
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.quarantine import QuarantineRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import Page
from contracts.catalog import (
    CatalogueCounts,
    ListQuarantine,
    QuarantinedRow,
)


def list_quarantine(store: Store, request: ListQuarantine, context: Context) -> Page[QuarantinedRow]:
    require_maintainer(context.actor)
    start = after(request.cursor, {})
    found = QuarantineRepository(store.database).list(start and start[1], request.limit + 1)
    return page(Page[QuarantinedRow], [((key, key), entry) for key, entry in found], request.limit, {})


def count_catalogue(store: Store) -> CatalogueCounts:
    procedures = ProcedureRepository(store.database)
    return CatalogueCounts(
        procedures=procedures.count(fileable_only=False),
        fileable=procedures.count(fileable_only=True),
        quarantined=QuarantineRepository(store.database).count(),
    )
