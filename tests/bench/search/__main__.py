"""`make bench-search`: how long the catalogue takes to find, in the service and over RPC, beside one look-up by id."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.search.queries import YARDSTICK, queries_of
from tests.samples.invented import list_rows
from tests.support.catalog.search_quality import FIRST, NAMES, missed, quality_list

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from cli.catalogue.client import CatalogueClient
from cli.catalogue.national_files import detail_rows, find_sources
from cli.catalogue.national_files import list_rows as rows_of_files
from cli.catalogue.national_import import NationalImport
from contracts import catalog
from contracts.base import AnyMethod, Query
from contracts.catalog import GetProcedure, ImportRow, ProcedureSummary, SearchProcedures, SuggestProcedures
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import Vhost
from devstack.servers.mongo import PrivateMongo
from devstack.servers.mongo_address import MongoDatabase
from devstack.standalone_catalog import standalone_catalog

METHODS: dict[type[Query], AnyMethod] = {
    GetProcedure: catalog.get_procedure,
    SearchProcedures: catalog.search_procedures,
    SuggestProcedures: catalog.suggest_procedures,
}
Times = dict[str, list[float]]


def main() -> None:
    options = argparse.ArgumentParser(prog="make bench-search", description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", help="holds catalog.jsonl and details/")
    options.add_argument("--each", type=int, default=300, help="queries of each kind")
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as root, servers(Path(root)) as (vhost, database):
        with (
            standalone_catalog(vhost, database, Path(root) / "catalog.log"),
            BlockingRpcClient(vhost.uri, name="bench") as caller,
        ):
            remote = CatalogueClient(caller)
            remote.seed()
            load(remote, arguments.folder)
            over_rpc = ask_over_rpc(caller, arguments.each)
            if arguments.folder is not None:
                report_hits(caller)
        inside = ask_inside(database, arguments.each)
    report(inside, over_rpc)


@contextmanager
def servers(root: Path) -> Iterator[tuple[Vhost, MongoDatabase]]:
    broker, mongo = PrivateBroker(root), PrivateMongo(root)
    try:
        broker.start()
        mongo.start()
        yield broker.address.new_vhost("bench"), mongo.address.new_database("bench")
    finally:
        broker.kill()
        mongo.kill()


def load(remote: CatalogueClient, folder: Path | None) -> None:
    run = NationalImport(remote.import_rows)
    if folder is None:
        rows = (ImportRow(ref=f"invented:{number}", content=row) for number, row in enumerate(list_rows()))
        exhaust(run.take("list", rows))
    else:
        sources = find_sources(folder)
        exhaust(run.take("list", rows_of_files(sources.lists)))
        exhaust(run.take("detail", detail_rows(sources.details)))


def exhaust(steps: Iterator[Any]) -> None:
    for _ in steps:
        pass


def ask_over_rpc(caller: BlockingRpcClient, each: int) -> Times:
    """Milliseconds from the call to its answer, one call at a time."""
    return {
        kind: [milliseconds(caller, query) for query in queries]
        for kind, queries in queries_of(all_summaries(caller), each).items()
    }


def milliseconds(caller: BlockingRpcClient, query: Query) -> float:
    began = time.perf_counter()
    caller.call(METHODS[type(query)], query)
    return (time.perf_counter() - began) * 1000


def all_summaries(caller: BlockingRpcClient) -> list[ProcedureSummary]:
    found: list[ProcedureSummary] = []
    cursor = None
    while True:
        page = caller.call(catalog.search_procedures, SearchProcedures(limit=100, cursor=cursor))
        found += page.items
        if (cursor := page.next_cursor) is None:
            return found


def report_hits(caller: BlockingRpcClient) -> None:
    """For each list of queries: how many have a wanted procedure among the first three; and those that have not."""

    def ask(q: str) -> list[str]:
        found = caller.call(catalog.search_procedures, SearchProcedures(q=q, limit=FIRST))
        return [item.code for item in found.items]

    for name in NAMES:
        queries = quality_list(name)
        left = missed(queries, ask)
        print(f"{name}: {len(queries) - len(left)} of {len(queries)} among the first {FIRST}; not: {left}")


def ask_inside(database: MongoDatabase, each: int) -> dict[str, Any]:
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.bench.search.in_process",
        database.uri,
        database.name,
    ]
    output = subprocess.run([*command, str(each)], check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def report(inside: dict[str, Any], over_rpc: Times) -> None:
    service, mongo = inside["times"]["service"], inside["times"]["mongo"]
    yardstick = p95(service[YARDSTICK])
    print(f"{inside['procedures']} procedures; index made in {inside['built']:.2f} s; milliseconds")
    heads = ("p50", "p95", "max", "× id", "RPC p95", "Mongo p95")
    print(f"{'in the service':>32} {' '.join(f'{head:>9}' for head in heads)}")
    for kind, times in service.items():
        row = (statistics.median(times), p95(times), max(times), p95(times) / yardstick, p95(over_rpc[kind]))
        alone = f"{p95(mongo[kind]):9.1f}" if kind in mongo else f"{'-':>9}"
        print(f"{kind:>32} {' '.join(f'{value:9.1f}' for value in row)} {alone}")


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
