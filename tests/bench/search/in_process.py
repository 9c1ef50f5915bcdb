"""Asks in the process of a service, without a broker: what the service itself takes. Prints JSON, milliseconds."""

from chassis import monkey_patch  # noqa: I001  first: makes the process cooperative

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from catalog.application.search.replica import SearchReplica
from catalog.repository.search_entries import SearchEntryRepository
from catalog.application.search.queries import search_procedures, suggest_procedures
from chassis.storage.store import Store
from contracts.base import Query
from contracts.catalog import GetProcedure, SearchProcedures, SuggestProcedures
from tests.bench.search.queries import questions
from tests.bench.search.mongo_text_index import Rival

assert monkey_patch

Ask = Callable[[Any], object]


def main(uri: str, database: str, each: str) -> None:
    store = Store(uri, database, "bench")
    began = time.perf_counter()
    finder = SearchReplica()
    index = finder.current_index(SearchEntryRepository(store.database))
    built = time.perf_counter() - began
    known = [entry.summary for entry in index.listed(0, len(index))]
    asked = questions(known, int(each))
    rival = Rival(store.database, index)
    rounds = {
        "service": _times(asked, _service(store, finder)),
        "mongo": _times(asked, {GetProcedure: _by_id(store), SearchProcedures: rival.search}),
    }
    print(json.dumps({"built": built, "procedures": len(index), "times": rounds}))


def _times(asked: dict[str, list[Query]], asks: dict[type[Query], Ask]) -> dict[str, list[float]]:
    return {
        kind: [_milliseconds(asks[type(query)], query) for query in queries]
        for kind, queries in asked.items()
        if type(queries[0]) in asks
    }


def _milliseconds(ask: Ask, query: Query) -> float:
    began = time.perf_counter()
    ask(query)
    return (time.perf_counter() - began) * 1000


def _service(store: Store, finder: SearchReplica) -> dict[type[Query], Ask]:
    return {
        GetProcedure: _by_id(store),
        SearchProcedures: lambda query: search_procedures(store, finder, query),
        SuggestProcedures: lambda query: suggest_procedures(store, finder, query),
    }


def _by_id(store: Store) -> Ask:
    """The plainest thing to ask a database for."""
    return lambda query: store.database["procedures"].find_one({"_id": query.code})


if __name__ == "__main__":
    main(*sys.argv[1:])
