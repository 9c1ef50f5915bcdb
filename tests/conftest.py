"""Real servers for the tests: one broker and one database per session, a fresh corner of each per test.

With MOTCUA_AMQP_URI, MOTCUA_MANAGEMENT_URL and MOTCUA_MONGO_URI (administrators' addresses) all set, these
servers are used. Otherwise private ones are started on free ports, and no other server is touched.
Nothing starts for a test that asks for none of these fixtures.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo import PrivateMongo
from devstack.servers.mongo_address import MongoAddress, MongoDatabase

# A busy machine is no counter-example; the time limit of each test bounds them all.
hypothesis.settings.register_profile("motcua", deadline=None)
hypothesis.settings.load_profile("motcua")

_TESTS = Path(__file__).parent
_LONGEST_FIRST = ("chaos", "e2e", "integration", "contract", "unit", "compose")
_EXTERNAL = ("MOTCUA_AMQP_URI", "MOTCUA_MANAGEMENT_URL", "MOTCUA_MONGO_URI")


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerAddress]:
    """The session's RabbitMQ. A test that kills one starts its own `devstack.servers.broker.Broker(tmp_path)`."""
    external = _external() and BrokerAddress.from_environment()
    if external:
        yield external
        return
    root = tmp_path_factory.mktemp("rabbitmq")
    private = PrivateBroker(root)
    try:
        private.start()
        yield private.address
    finally:
        private.kill()
        shutil.rmtree(root)


@pytest.fixture(scope="session")
def mongo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongoAddress]:
    """The session's MongoDB. A test that kills one starts its own `devstack.servers.mongo.Mongo(tmp_path)`."""
    external = _external() and MongoAddress.from_environment()
    if external:
        yield external
        return
    root = tmp_path_factory.mktemp("mongodb")
    private = PrivateMongo(root)
    try:
        private.start()
        yield private.address
    finally:
        private.kill()
        shutil.rmtree(root)


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


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Workers side by side: the tests of a file stay in one, and so do all that share one whole system."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        alone = file.endswith(("test_run.py", "test_any_order.py"))
        return "one system" if file.startswith("tests/e2e/") and not alone else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: _LONGEST_FIRST.index(item.path.relative_to(_TESTS).parts[0]))


def _external() -> bool:
    return all(os.environ.get(name) for name in _EXTERNAL)
