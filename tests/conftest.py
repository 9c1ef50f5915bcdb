"""Real servers for the tests: one broker and one database per run, a fresh corner of each per test.

With MOTCUA_AMQP_URI, MOTCUA_MANAGEMENT_URL and MOTCUA_MONGO_URI (administrators' addresses) all set, these
servers are used. Otherwise private ones are started on free ports, their data in memory where there is room, and
no other server is touched. Nothing starts for a test that asks for none of these fixtures.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from tests.support.prepared.launcher import PreparedLauncher
from tests.support.shared_servers import RunFolder, SharedServer, data_root
from tests.support.stores import EmptiedDatabases, OpenStore

from devstack.processes.child import ChildProcess
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo import PrivateMongo
from devstack.servers.mongo_address import MongoAddress, MongoDatabase

# A busy machine is no counter-example; the time limit of each test bounds them all. Every run tries others.
hypothesis.settings.register_profile("motcua", deadline=None, max_examples=40)
hypothesis.settings.load_profile("motcua")

# Whole systems keep their data under a test's own folder, which pytest makes here.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(data_root()))

if not any(name.startswith("COVERAGE_") for name in os.environ):
    ChildProcess.starts = staticmethod(PreparedLauncher())

_TESTS = Path(__file__).parent
_LONGEST_FIRST = ("compose", "chaos", "e2e/api", "e2e", "integration", "contract", "unit")
_EXTERNAL = ("MOTCUA_AMQP_URI", "MOTCUA_MANAGEMENT_URL", "MOTCUA_MONGO_URI")


@pytest.fixture(scope="session")
def broker() -> BrokerAddress:
    """The run's RabbitMQ. A test that kills one takes `broker_of_own`."""
    external = _external() and BrokerAddress.from_environment()
    return external or shared_broker().address()


@pytest.fixture(scope="session")
def mongo() -> MongoAddress:
    """The run's MongoDB. A test that kills one starts its own `PrivateMongo(tmp_path)`."""
    external = _external() and MongoAddress.from_environment()
    return external or shared_mongo().address()


@cache
def shared_broker() -> SharedServer[BrokerAddress]:
    return SharedServer(run_folder().path / "rabbitmq", PrivateBroker)


@cache
def shared_mongo() -> SharedServer[MongoAddress]:
    return SharedServer(run_folder().path / "mongodb", PrivateMongo)


@cache
def run_folder() -> RunFolder:
    return RunFolder()


def pytest_configure(config: pytest.Config) -> None:
    """Without xdist (`-p no:xdist`, as a debugger wants it) there is nothing to distribute."""
    if config.pluginmanager.hasplugin("xdist"):
        from tests.support.scheduling import Distribution

        config.pluginmanager.register(Distribution())


def pytest_sessionfinish() -> None:
    """Here and not in the fixtures: waiting for the other workers is in no test's time."""
    if run_folder.cache_info().currsize:
        shared_broker().release()
        shared_mongo().release()
        run_folder().leave()


@pytest.fixture
def broker_of_own(tmp_path: Path) -> Iterator[PrivateBroker]:
    """A running broker of the test's own, which it may kill or alarm."""
    private = PrivateBroker(tmp_path / "broker")
    try:
        private.start()
        yield private
    finally:
        private.kill()


@pytest.fixture
def vhost(broker: BrokerAddress) -> Iterator[Vhost]:
    """An empty virtual host; `.uri` has all rights in it."""
    fresh = broker.new_vhost(f"test_{secrets.token_hex(6)}")
    yield fresh
    broker.drop_vhost(fresh.name)


@pytest.fixture
def database(mongo: MongoAddress) -> Iterator[MongoDatabase]:
    """An empty database; `.uri` names it and may use it and no other."""
    fresh = mongo.new_database(f"test_{secrets.token_hex(6)}")
    yield fresh
    mongo.drop_database(fresh.name)


@pytest.fixture(scope="session")
def emptied_databases(mongo: MongoAddress) -> Iterator[EmptiedDatabases]:
    databases = EmptiedDatabases(mongo)
    yield databases
    databases.drop()


@pytest.fixture
def open_store(emptied_databases: EmptiedDatabases) -> Iterator[OpenStore]:
    """`open_store("payments", create_indexes)`: a store on an empty database, closed with the test."""
    with ExitStack() as opened:
        yield lambda service, create_indexes=None: opened.enter_context(
            emptied_databases.store(service, create_indexes)
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker is left with one at the end."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    path = f"{item.path.relative_to(_TESTS).as_posix()}"
    return next(rank for rank, folder in enumerate(_LONGEST_FIRST) if path.startswith(f"{folder}/"))


def _external() -> bool:
    return all(os.environ.get(name) for name in _EXTERNAL)
