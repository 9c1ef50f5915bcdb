"""Reading the catalogue, page by page."""

from catalog.domain.access import require_maintainer
from catalog.paging import after as _after
from catalog.paging import page as _page
from catalog.repository.procedures import Procedures
from catalog.repository.quarantine import Quarantine
from catalog.repository.rules import Rules
from chassis.context import Context
from chassis.mongo import Store
from contracts.base import Page
from contracts.catalog import (
    Agency,
    CatalogueCounts,
    ListAgencies,
    ListQuarantine,
    Quarantined,
)


def list_agencies(store: Store, request: ListAgencies) -> Page[Agency]:
    after = _after(request.cursor, {})
    found = Rules(store.database).agencies(after and after[1], request.limit + 1)
    placed = [((agency.code, agency.code), agency) for agency in found]
    return _page(Page[Agency], placed, request.limit, {})


def list_quarantine(store: Store, request: ListQuarantine, context: Context) -> Page[Quarantined]:
    require_maintainer(context.actor)
    after = _after(request.cursor, {})
    found = Quarantine(store.database).list(after and after[1], request.limit + 1)
    return _page(Page[Quarantined], [((key, key), entry) for key, entry in found], request.limit, {})


def count(store: Store) -> CatalogueCounts:
    procedures = Procedures(store.database)
    return CatalogueCounts(
        procedures=procedures.count(fileable_only=False),
        fileable=procedures.count(fileable_only=True),
        quarantined=Quarantine(store.database).count(),
    )
