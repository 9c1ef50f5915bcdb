"""A store on a fresh database; two services on a fresh broker."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase
from tests.integration.chassis.service_process import ServiceProcess, wait_until
from tests.integration.chassis.services.trade import SOLD, STOCK_SALES, Sold

from chassis import declare, tiers, topology
from chassis.context import Context
from chassis.ids import new_id
from chassis.store import Store
from contracts.base import Actor, ActorKind
from local.broker_address import Vhost
from local.mongo_address import Database, MongoAddress

CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="a-1")
TIERS = "200ms,400ms"
SERVICES = "tests.integration.chassis.services"


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
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
    shop_database: Database
    stock: MongoDatabase[dict[str, Any]]
    stock_database: Database
    logs: Path

    def start_shop(self, number: int = 1, **settings: Any) -> ServiceProcess:
        return self._process("shop", f"shop{number}", self.shop_database, **settings)

    def start_clumsy_shop(self) -> ServiceProcess:
        return self._process("clumsy_shop", "clumsy_shop", self.shop_database, service="shop")

    def start_stock(self, number: int = 1, **settings: Any) -> ServiceProcess:
        return self._process("stock", f"stock{number}", self.stock_database, **settings)

    def start_plain_stock(self) -> ServiceProcess:
        return self._process("plain_stock", "plain_stock", self.stock_database)

    def sell(self, item: str, quantity: int = 1) -> str:
        """Sell in one committed transaction; the id of the event."""
        sale = Sold(item=item, quantity=quantity)
        context = Context.new(CITIZEN, timeout_s=10)
        event = self.shop.transaction(context, lambda unit: unit.append(SOLD, new_id(), 1, sale))
        return event.event_id

    def sold(self, item: str) -> int:
        """What the stock has counted."""
        row = self.stock["items"].find_one({"_id": item})
        return row["sold"] if row else 0

    def runs(self, event_id: str) -> int:
        """How often the stock's handler was started for this event."""
        return self.stock["runs"].count_documents({"event_id": event_id})

    def switch(self, name: str) -> None:
        self.stock["switches"].insert_one({"_id": name})

    def published(self) -> bool:
        return self.shop.database["events"].count_documents({"unpublished": True}) == 0

    def _process(
        self, module: str, log: str, database: Database, service: str = "", **settings: Any
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


@pytest.fixture
def trade(
    vhost: Vhost, database: Database, store: Store, mongo: MongoAddress, tmp_path: Path
) -> Iterator[Trade]:
    """Topology declared, no service started."""
    declare.declare(vhost.uri, topology.describe(("shop", "stock"), (STOCK_SALES,), tiers.parse(TIERS)))
    stock = mongo.new_database(f"{database.name}_stock")
    client: MongoClient[dict[str, Any]]
    with MongoClient(stock.uri) as client:
        yield Trade(vhost, store, database, client[stock.name], stock, tmp_path)
    mongo.drop_database(stock.name)


@pytest.fixture
def shop(trade: Trade) -> Iterator[ServiceProcess]:
    """The shop, ready."""
    with trade.start_shop() as process:
        wait_until(process.is_ready, 20, "the shop is ready")
        yield process


@pytest.fixture
def stock(trade: Trade) -> Iterator[ServiceProcess]:
    """The stock, ready."""
    with trade.start_stock() as process:
        wait_until(process.is_ready, 20, "the stock is ready")
        yield process
