"""The catalogue: its use cases in the test's process, and the service as a process."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase
from tests.support.catalog.use_cases import Catalogue
from tests.support.stores import fresh_store

from catalog.repository import create_indexes
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from cli.catalogue.client import CatalogueClient
from contracts.base import ANONYMOUS, Actor, Method, Model
from devstack.processes.process import Process
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress
from devstack.servers.mongo_address import MongoDatabase as MongoHome
from devstack.standalone_catalog import standalone_catalog

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)


@dataclass
class RunningCatalogue:
    """The service as a process, reached over RPC."""

    caller: BlockingRpcClient
    remote: CatalogueClient
    database: MongoDatabase[dict[str, Any]]
    vhost: Vhost
    home: MongoHome

    @property
    def amqp_uri(self) -> str:
        return self.vhost.uri

    def replica(self, log: Path) -> AbstractContextManager[Process]:
        """Another process of the service, beside the first."""
        return standalone_catalog(self.vhost, self.home, log)

    def call(self, method: Method[Req, Res], request: Req, actor: Actor = ANONYMOUS) -> Res:
        return self.caller.call(method, request, Context.new(actor=actor, timeout_s=10), 10)


@contextmanager
def started(broker: BrokerAddress, mongo: MongoAddress, log: Path) -> Iterator[RunningCatalogue]:
    """A catalogue of its own, with nothing in it."""
    name = f"test_{secrets.token_hex(6)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri, tz_aware=True)
    with (
        client,
        standalone_catalog(
            vhost, database, log, look_every_s=0.2
        ),  # timers that a test writes itself are found soon
        BlockingRpcClient(vhost.uri, name="test") as caller,
    ):
        yield RunningCatalogue(caller, CatalogueClient(caller), client[database.name], vhost, database)
    broker.drop_vhost(name)
    mongo.drop_database(name)


@pytest.fixture(scope="module")
def running_catalogue(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningCatalogue]:
    """Just started and empty, for one module."""
    with started(broker, mongo, tmp_path_factory.mktemp("catalog") / "catalog.log") as catalogue:
        yield catalogue


@pytest.fixture(scope="module")
def empty_catalogue(mongo: MongoAddress) -> Iterator[Catalogue]:
    """With nothing in it, for one module."""
    with fresh_store(mongo, "catalog", create_indexes) as store:
        yield Catalogue(store)


@pytest.fixture(scope="module")
def catalogue(empty_catalogue: Catalogue) -> Catalogue:
    """Seeded, then the samples imported."""
    empty_catalogue.seed()
    empty_catalogue.import_samples()
    return empty_catalogue
