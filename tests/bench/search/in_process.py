"""Times of the search use cases in one process, without a broker. Prints JSON; times in milliseconds."""

from chassis import monkey_patch  # noqa: I001  first: makes the process cooperative

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from catalog.application.search.replica import SearchReplica
from catalog.application.search.queries import search_procedures, suggest_procedures
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import Query
from contracts.catalog import GetProcedure, SearchProcedures, SuggestProcedures
from tests.bench.search.queries import queries_of
from tests.bench.search.mongo_text_index import MongoTextIndex

assert monkey_patch

Run = Callable[[Any], object]


def main(uri: str, database: str, each: str) -> None:
    store = Store(uri, database, "bench")
    began = time.perf_counter()
    replica = SearchReplica()
    index = replica.current_index(store)
    built = time.perf_counter() - began
    summaries = [entry.summary for entry in index.listed(0, len(index))]
    queries_by_kind = queries_of(summaries, int(each))
    mongo = MongoTextIndex(store.database, index)
    rounds = {
        "service": _times(queries_by_kind, _service(store, replica)),
        "mongo": _times(queries_by_kind, {GetProcedure: _by_id(store), SearchProcedures: mongo.search}),
    }
    print(json.dumps({"built": built, "procedures": len(index), "times": rounds}))


def _times(
    queries_by_kind: dict[str, list[Query]], targets: dict[type[Query], Run]
) -> dict[str, list[float]]:
    return {
        kind: [_milliseconds(targets[type(query)], query) for query in queries]
        for kind, queries in queries_by_kind.items()
        if type(queries[0]) in targets
    }


def _milliseconds(run: Run, query: Query) -> float:
    began = time.perf_counter()
    run(query)
    return (time.perf_counter() - began) * 1000


def _service(store: Store, replica: SearchReplica) -> dict[type[Query], Run]:
    context = Context.new()
    return {
        GetProcedure: _by_id(store),
        SearchProcedures: lambda query: search_procedures(store, replica, query, context),
        SuggestProcedures: lambda query: suggest_procedures(store, replica, query, context),
    }


def _by_id(store: Store) -> Run:
    """The cheapest read that a database has: the yardstick."""
    return lambda query: store.database["procedures"].find_one({"_id": query.code})


if __name__ == "__main__":
    main(*sys.argv[1:])
