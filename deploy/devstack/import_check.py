"""`python -m devstack.import_check FOLDER`: imports the national catalogue's real files twice and checks the counts.

Own servers on free ports, in a temporary folder. Every row must be loaded or quarantined by name, and the second
run must find nothing new.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from cli.catalogue.client import CatalogueClient
from cli.catalogue.commands import print_totals
from cli.catalogue.national_files import (
    NationalFiles,
    NothingToImportError,
    detail_rows,
    find_sources,
    list_rows,
)
from cli.catalogue.national_import import ImportTotals, NationalImport
from contracts.errors import ServiceError
from devstack.install.missing import MissingPartError
from devstack.processes.child import StartError
from devstack.servers.broker import PrivateBroker
from devstack.servers.mongo import PrivateMongo
from devstack.standalone_catalog import standalone_catalog

Run = dict[str, ImportTotals]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="holds catalog.jsonl and details/")
    try:
        sources = find_sources(parser.parse_args().folder)
    except NothingToImportError as error:
        parser.error(f"{error}: no catalog.jsonl and no details/*.json there")
    try:
        with tempfile.TemporaryDirectory() as root, _catalogue(Path(root)) as remote:
            faults = check(remote, sources)
    except (MissingPartError, StartError, ServiceError) as error:
        faults = [str(error)]
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    return 1 if faults else 0


def check(remote: CatalogueClient, sources: NationalFiles) -> list[str]:
    """What is not as it must be, in words."""
    remote.seed()
    first, second = _import("first", remote, sources), _import("second", remote, sources)
    return discrepancies(first, second, remote.count().quarantined)


def discrepancies(first: Run, second: Run, held: int) -> list[str]:
    """`held`: rows in the quarantine after both runs."""
    faults = [*_unaccounted(first), *_unaccounted(second), *_repeated_changes(second)]
    named = sum(len(total.quarantined) for total in first.values())
    if named != held:
        faults.append(f"{named} rows were reported as quarantined, {held} are held")
    return faults


def _import(name: str, remote: CatalogueClient, sources: NationalFiles) -> Run:
    began = time.monotonic()
    run = NationalImport(remote.import_rows)
    totals = {
        "list": _last(run.take("list", list_rows(sources.lists))),
        "details": _last(run.take("detail", detail_rows(sources.details))),
    }
    print(f"{name} run, {time.monotonic() - began:.1f} s")
    for kind, total in totals.items():
        print_totals(kind, total)
    return totals


def _last(steps: Iterator[tuple[int, ImportTotals]]) -> ImportTotals:
    totals = ImportTotals()
    for _, totals in steps:  # noqa: B007  the last totals are the answer
        pass
    return totals


def _unaccounted(run: Run) -> Iterator[str]:
    for kind, total in run.items():
        if total.accounted != total.rows:
            yield f"{kind}: {total.rows} rows, but {total.accounted} loaded or quarantined"
        yield from (
            f"{row.ref} is quarantined without a reason" for row in total.quarantined if not row.reasons
        )


def _repeated_changes(second: Run) -> Iterator[str]:
    for kind, total in second.items():
        if total.loaded or total.updated:
            yield f"{kind}: the second run loaded {total.loaded} and updated {total.updated}"


@contextmanager
def _catalogue(root: Path) -> Iterator[CatalogueClient]:
    broker, mongo = PrivateBroker(root), PrivateMongo(root)
    try:
        broker.launch()
        mongo.launch()
        broker.wait_ready()
        mongo.wait_ready()
        vhost, database = broker.address.new_vhost("import"), mongo.address.new_database("import")
        with (
            standalone_catalog(vhost, database, root / "catalog.log"),
            BlockingRpcClient(vhost.uri) as caller,
        ):
            yield CatalogueClient(caller)
    finally:
        broker.kill()
        mongo.kill()


if __name__ == "__main__":
    sys.exit(main())
