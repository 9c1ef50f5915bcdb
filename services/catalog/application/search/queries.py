"""Search for procedures, and suggestions while a person types."""

from catalog.application.search.replica import SearchReplica
from catalog.domain.search.results import SearchResults
from chassis.core.context import Context
from chassis.core.pagination import foreign_cursor, page, position_of
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
    index = replica.current_index(store)
    try:
        results = SearchResults(index, replica.spelling, request, last)
    except ValueError:
        raise foreign_cursor() from None
    found = page(
        ProcedureSearchResults,
        results.first(request.limit + 1),
        request.limit,
        key=lambda row: row[0],
        filter=selection,
        view=lambda row: row[1].summary,
    )
    extras: dict[str, object] = {"interpreted_as": results.interpreted_as}
    if request.facets:
        extras["facets"] = results.facets()
    return found.model_copy(update=extras)


def suggest_procedures(
    store: Store, replica: SearchReplica, request: SuggestProcedures, _: Context
) -> ProcedureSuggestions:
    """Phrases and procedures that may follow what was typed."""
    return ProcedureSuggestions(suggestions=replica.suggest(store, request.q, request.limit))
