"""A suite with three event logs, a key of the seal and a timestamp authority that runs as a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.support.audit import AuditedSuite
from tests.support.processes import HttpProcess
from tests.support.records.seals import authority, settings
from tests.support.stores import fresh_store

from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until
from records.making.process import MakingProcess


@pytest.fixture(scope="session")
def making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakingProcess]:
    pair = authority().timestamps()
    running = HttpProcess(
        "simulators.tsa",
        tmp_path_factory.mktemp("tsa") / "tsa.log",
        tsa_key=pair.key_pem,
        tsa_certificate=pair.certificate_pem + authority().certificate_pem,
    )
    with running:
        wait_until(running.is_ready, 20, "the timestamp authority is ready")
        process = MakingProcess(settings(timestamp_url=f"{running.url}/tsa"))
        yield process
        process.close()


@pytest.fixture(scope="session")
def logs(mongo: MongoAddress) -> Iterator[dict[str, Store]]:
    """Kept for all tests, which empty them: to close one takes half a second."""
    with ExitStack() as opened:
        names = ("dossiers", "catalog", "records", "payments")
        yield {name: opened.enter_context(fresh_store(mongo, name)) for name in names}


@pytest.fixture
def suite(logs: dict[str, Store], making: MakingProcess, tmp_path: Path) -> AuditedSuite:
    return audited_suite(logs, making, tmp_path / "anchors")


def audited_suite(logs: dict[str, Store], making: MakingProcess, folder: Path) -> AuditedSuite:
    """With empty logs."""
    for store in logs.values():
        for name in store.database.list_collection_names():
            store.database[name].delete_many({})
    stores = {name: store for name, store in logs.items() if name != "payments"}
    return AuditedSuite(stores, logs["payments"], making, folder, authority().certificate_pem)
