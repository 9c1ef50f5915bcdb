"""Reading the catalogue, page by page."""

from collections.abc import Sequence
from typing import Any, TypeVar

from catalog.domain.access import require_maintainer
from catalog.domain.searching import asks_nothing_findable, read
from catalog.repository.procedures import Procedures
from catalog.repository.quarantine import Quarantine
from catalog.repository.rules import Rules
from chassis import pages
from chassis.context import Context
from chassis.mongo import Store
from contracts.base import Page
from contracts.catalog import (
    Agency,
    CatalogueCounts,
    ListAgencies,
    ListQuarantine,
    ProcedureFindings,
    Quarantined,
    SearchProcedures,
)

Item = TypeVar("Item")
Found = TypeVar("Found", bound=Page[Any])
Placed = Sequence[tuple[tuple[str, str], Item]]
"""Items with their place in the list: (sort key, id)."""


def search(store: Store, request: SearchProcedures) -> ProcedureFindings:
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"})
    question = read(request.q)
    if asks_nothing_findable(request.q, question):
        return ProcedureFindings(items=())
    after = _after(request.cursor, asked)
    found = Procedures(store.database).find(question, _filters(request), after, request.limit + 1)
    return _page(ProcedureFindings, list(found), request.limit, asked)


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


def _filters(request: SearchProcedures) -> dict[str, Any]:
    wanted = {"field.code": request.field_code, "levels": request.level, "fileable": request.fileable}
    return {name: value for name, value in wanted.items() if value is not None}


def _after(cursor: str | None, asked: dict[str, Any]) -> tuple[str, str] | None:
    return None if cursor is None else pages.decode(cursor, asked)


def _page(kind: type[Found], found: Placed[Any], limit: int, asked: dict[str, Any]) -> Found:
    """One item more than the page holds was asked for: it tells that there is a next page."""
    shown = found[:limit]
    more = pages.encode(*shown[-1][0], asked) if len(found) > limit else None
    return kind(items=tuple(item for _, item in shown), next_cursor=more)
