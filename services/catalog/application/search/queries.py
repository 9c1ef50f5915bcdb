"""Finding procedures, and suggesting what to look for."""

from catalog.application.paging import after, page
from catalog.application.search.replica import SearchReplica
from catalog.domain.search.results import SearchResults
from catalog.repository.search_entries import SearchEntryRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.catalog import ProcedureSearchResults, SearchProcedures, Suggestions, SuggestProcedures


def search_procedures(
    store: Store, replica: SearchReplica, request: SearchProcedures, _: Context
) -> ProcedureSearchResults:
    """A cursor belongs to the words and filters; whether facets are asked for makes no other list."""
    asked = request.model_dump(mode="json", exclude={"limit", "cursor", "facets"})
    last = after(request.cursor, asked)
    finding = SearchResults(replica.current_index(SearchEntryRepository(store.database)), request)
    placed = [(place, entry.summary) for place, entry in finding.after(last, request.limit + 1)]
    found = page(ProcedureSearchResults, placed, request.limit, asked)
    return found.model_copy(update={"facets": finding.facets()}) if request.facets else found


def suggest_procedures(
    store: Store, replica: SearchReplica, request: SuggestProcedures, _: Context
) -> Suggestions:
    return Suggestions(
        suggestions=replica.suggest(SearchEntryRepository(store.database), request.q, request.limit)
    )
