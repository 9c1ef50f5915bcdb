"""Search for procedures, and suggestions while a person types."""

from catalog.application.search.replica import SearchReplica
from catalog.domain.search.results import SearchResults
from catalog.repository.search_entries import SearchEntryRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from contracts.catalog import (
    ProcedureSearchResults,
    ProcedureSuggestions,
    SearchProcedures,
    SuggestProcedures,
)


def search_procedures(
    store: Store, replica: SearchReplica, request: SearchProcedures, _: Context
) -> ProcedureSearchResults:
    """A cursor belongs to the words and filters; whether facets are counted makes no other list.

    Raises ServiceError(INVALID_REQUEST) for a cursor of another list.
    """
    selection = request.model_dump(mode="json", exclude={"limit", "cursor", "facets"})
    last = position_of(request.cursor, selection, str)
    results = SearchResults(replica.current_index(store.repository(SearchEntryRepository)), request)
    found = page(
        ProcedureSearchResults,
        results.after(last, request.limit + 1),
        request.limit,
        key=lambda row: row[0],
        filter=selection,
        view=lambda row: row[1].summary,
    )
    return found.model_copy(update={"facets": results.facets()}) if request.facets else found


def suggest_procedures(
    store: Store, replica: SearchReplica, request: SuggestProcedures, _: Context
) -> ProcedureSuggestions:
    """Phrases and procedures that may follow what was typed."""
    entries = store.repository(SearchEntryRepository)
    return ProcedureSuggestions(suggestions=replica.suggest(entries, request.q, request.limit))
