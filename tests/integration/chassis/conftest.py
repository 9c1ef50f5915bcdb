"""A store on a fresh database; two services on a fresh broker."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from tests.integration.chassis.services.trade import SOLD, STOCK_SALES, Sold
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.waiting import wait_until

CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="a-1")
TIERS = "200ms,400ms"
SERVICES = "tests.integration.chassis.services"


@pytest.fixture
def store(database: MongoDatabase) -> Iterator[Store]:
    """As the service "shop" has it."""
    opened = Store(database.uri, database.name, "shop")
    opened.create_indexes()
    yield opened
    opened.close()


@pytest.fixture
def context() -> Context:
    """A citizen who waits ten seconds."""
    return Context.new(CITIZEN, timeout_s=10)


@dataclass
class Trade:
    """A shop and a stock that counts its sales: where they are, how to start them, what they did."""

    vhost: Vhost
    shop: Store
    shop_database: MongoDatabase
    stock: Database[dict[str, Any]]
    stock_database: MongoDatabase
    logs: Path

    def start_shop(self, number: int = 1, **settings: Any) -> ServiceProcess:
        return self._process("shop", f"shop{number}", self.shop_database, **settings)

    def start_crashing_shop(self) -> ServiceProcess:
        return self._process("crashing_shop", "crashing_shop", self.shop_database, service="shop")

    def start_stock(self, number: int = 1, **settings: Any) -> ServiceProcess:
        return self._process("stock", f"stock{number}", self.stock_database, **settings)

    def start_batch_stock(self) -> ServiceProcess:
        return self._process("batch_stock", "batch_stock", self.stock_database, service="stock")

    def start_plain_stock(self) -> ServiceProcess:
        return self._process("plain_stock", "plain_stock", self.stock_database)

    def sell(self, item: str, quantity: int = 1) -> str:
        """Sell in one committed transaction; the id of the event."""
        sale = Sold(item=item, quantity=quantity)
        context = Context.new(CITIZEN, timeout_s=10)
        event = self.shop.transaction(context, lambda uow: uow.record_event(SOLD, new_id(), 1, sale))
        return event.event_id

    def sold(self, item: str) -> int:
        """What the stock has counted."""
        row = self.stock["items"].find_one({"_id": item})
        return row["sold"] if row else 0

    def runs(self, event_id: str) -> int:
        """How often the stock's handler was started for this event."""
        return self.stock["runs"].count_documents({"event_id": event_id})

    def plain_runs(self, event_id: str) -> int:
        """The same of the one that is plain nameko."""
        return self.stock["plain_runs"].count_documents({"event_id": event_id})

    def switch(self, name: str) -> None:
        """Turn on what a handler looks at: "go ITEM", "fixed ITEM"."""
        self.stock["switches"].insert_one({"_id": name})

    def is_on(self, name: str) -> bool:
        return self.stock["switches"].find_one({"_id": name}) is not None

    def published(self) -> bool:
        return self.shop.database["events"].count_documents({"unpublished": True}) == 0

    def _process(
        self, module: str, log: str, database: MongoDatabase, service: str = "", **settings: Any
    ) -> ServiceProcess:
        return ServiceProcess(
            f"{SERVICES}.{module}",
            self.logs / f"{log}.log",
            service=service or module,
            **{
                "amqp_uri": self.vhost.uri,
                "mongo_uri": database.uri,
                "mongo_database": database.name,
                "retry_tiers": TIERS,
                **settings,
            },
        )


@contextmanager
def new_trade(broker: BrokerAddress, mongo: MongoAddress, logs: Path) -> Iterator[Trade]:
    """Its own corner of the broker and two databases; topology declared, no service started."""
    name = f"test_{secrets.token_hex(6)}"
    vhost = broker.new_vhost(name)
    described = topology.build_topology(("shop", "stock"), (STOCK_SALES,), retry_tiers.parse_tiers(TIERS))
    declare.declare_topology(vhost.uri, described)
    databases = mongo.new_database(f"{name}_shop"), mongo.new_database(f"{name}_stock")
    shop = Store(databases[0].uri, databases[0].name, "shop")
    shop.create_indexes()
    client: MongoClient[dict[str, Any]] = MongoClient(databases[1].uri)
    try:
        yield Trade(vhost, shop, databases[0], client[databases[1].name], databases[1], logs)
    finally:
        client.close()
        shop.close()
        broker.drop_vhost(name)
        for database in databases:
            mongo.drop_database(database.name)


@pytest.fixture(scope="module")
def trade(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trade]:
    """One for the tests of a module: each sells items of its own."""
    with new_trade(broker, mongo, tmp_path_factory.mktemp("trade")) as made:
        yield made


@pytest.fixture(scope="module")
def shop(trade: Trade) -> Iterator[ServiceProcess]:
    """The shop, ready."""
    with trade.start_shop() as process:
        wait_until(process.is_ready, 30, "the shop is ready")
        yield process


@pytest.fixture(scope="module")
def stock(trade: Trade) -> Iterator[ServiceProcess]:
    """The stock, ready."""
    with trade.start_stock() as process:
        wait_until(process.is_ready, 30, "the stock is ready")
        yield process
