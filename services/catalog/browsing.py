"""Reading the catalogue, page by page."""

from typing import Any

from catalog.domain.access import require_maintainer
from catalog.domain.searching import asks_nothing_findable, read
from catalog.paging import after, page
from catalog.repository.procedures import Procedures
from catalog.repository.quarantine import Quarantine
from chassis.context import Context
from chassis.mongo import Store
from contracts.base import Page
from contracts.catalog import (
    CatalogueCounts,
    ListQuarantine,
    ProcedureFindings,
    Quarantined,
    SearchProcedures,
)


def search(store: Store, request: SearchProcedures) -> ProcedureFindings:
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"})
    question = read(request.q)
    if asks_nothing_findable(request.q, question):
        return ProcedureFindings(items=())
    start = after(request.cursor, asked)
    found = Procedures(store.database).find(question, _filters(request), start, request.limit + 1)
    return page(ProcedureFindings, list(found), request.limit, asked)


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


def _filters(request: SearchProcedures) -> dict[str, Any]:
    wanted = {"field.code": request.field_code, "levels": request.level, "fileable": request.fileable}
    return {name: value for name, value in wanted.items() if value is not None}
