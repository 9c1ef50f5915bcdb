"""Reading the catalogue, page by page."""

from catalog.domain.access import require_maintainer
from catalog.paging import after, page
from catalog.repository.procedures import Procedures
from catalog.repository.quarantine import Quarantine
from chassis.context import Context
from chassis.store import Store
from contracts.base import Page
from contracts.catalog import (
    CatalogueCounts,
    ListQuarantine,
    Quarantined,
)


def list_quarantine(store: Store, request: ListQuarantine, context: Context) -> Page[Quarantined]:
    require_maintainer(context.actor)
    start = after(request.cursor, {})
    found = Quarantine(store.database).list(start and start[1], request.limit + 1)
    return page(Page[Quarantined], [((key, key), entry) for key, entry in found], request.limit, {})


def count(store: Store) -> CatalogueCounts:
    procedures = Procedures(store.database)
    return CatalogueCounts(
        procedures=procedures.count(fileable_only=False),
        fileable=procedures.count(fileable_only=True),
        quarantined=Quarantine(store.database).count(),
    )
