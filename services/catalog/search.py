"""Finding procedures, and suggesting what to look for."""

from catalog.domain.finding import Finding
from catalog.finder import Finder
from catalog.paging import after, page
from catalog.repository.searchable import Searchable
from chassis.store import Store
from contracts.catalog import ProcedureFindings, SearchProcedures, Suggestions, SuggestProcedures


def search(store: Store, finder: Finder, request: SearchProcedures) -> ProcedureFindings:
    """A cursor belongs to the words and filters; whether facets are asked for makes no other list."""
    asked = request.model_dump(mode="json", exclude={"limit", "cursor", "facets"})
    last = after(request.cursor, asked)
    finding = Finding(finder.current(Searchable(store.database)), request)
    placed = [(place, entry.summary) for place, entry in finding.after(last, request.limit + 1)]
    found = page(ProcedureFindings, placed, request.limit, asked)
    return found.model_copy(update={"facets": finding.facets()}) if request.facets else found


def suggest(store: Store, finder: Finder, request: SuggestProcedures) -> Suggestions:
    return Suggestions(suggestions=finder.suggest(Searchable(store.database), request.q, request.limit))
