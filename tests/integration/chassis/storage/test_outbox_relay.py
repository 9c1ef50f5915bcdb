"""The relay: one at a time, replaced when it dies, never silent about what it cannot deliver."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.integration.chassis.conftest import CITIZEN, SERVICES, TIERS, Trade, new_trade
from tests.integration.chassis.services.trade import SOLD, STOCK_SALES, Sold
from tests.support.broker_view import depth
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.amqp.publisher import ConfirmingPublisher
from chassis.core.context import Context
from chassis.storage.lease import Lease
from chassis.storage.outbox_relay import OutboxRelay
from chassis.storage.store import Store
from contracts import payments
from contracts.topology import DOSSIERS_PAYMENTS
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.waiting import wait_until


@pytest.fixture
def trade(broker: BrokerAddress, mongo: MongoAddress, tmp_path: Path) -> Iterator[Trade]:
    """One for each test: its relays are to be killed."""
    with new_trade(broker, mongo, tmp_path) as made:
        yield made


@pytest.fixture
def shop(trade: Trade) -> Iterator[ServiceProcess]:
    with trade.start_shop() as process:
        wait_until(process.is_ready, 30, "the shop is ready")
        yield process


@pytest.fixture
def stock(trade: Trade) -> Iterator[ServiceProcess]:
    with trade.start_stock() as process:
        wait_until(process.is_ready, 30, "the stock is ready")
        yield process


@pytest.mark.deep
def test_relay_dead_between_publish_and_mark_doubles_the_event_not_the_effect(
    trade: Trade, stock: ServiceProcess
) -> None:
    with trade.start_crashing_shop() as crashing:
        wait_until(crashing.is_ready, 20, "the shop is ready")
        event_id = trade.sell("stamp", 2)
        crashing.exit_within(10)
    assert not trade.published()
    with trade.start_shop():
        wait_until(trade.published, 30, "the successor published it again")
    wait_until(lambda: trade.runs(event_id) == 2, 10, "both copies have been handled")
    assert trade.sold("stamp") == 2


@pytest.mark.deep
def test_another_replica_takes_over_from_a_killed_relay(
    trade: Trade, shop: ServiceProcess, stock: ServiceProcess
) -> None:
    trade.sell("stamp")
    wait_until(trade.published, 10, "the first relay works")
    with trade.start_shop(2) as second:
        wait_until(second.is_ready, 20, "the second replica is ready")
        shop.kill()
        trade.sell("stamp")
        wait_until(lambda: trade.sold("stamp") == 2, 20, "the second relay took over")
    assert [row["seq"] for row in trade.shop.database.events.find(sort=[("_id", 1)])] == [1, 2]


def test_stopped_relay_hands_over_at_once(trade: Trade, shop: ServiceProcess) -> None:
    trade.sell("stamp")
    wait_until(trade.published, 10, "the first relay works")
    shop.terminate()
    assert shop.exit_within(10) == 0
    lease = trade.shop.database.leases.find_one({"_id": "relay"})
    assert lease is not None
    assert lease["holder"] is None


@contextmanager
def relay_on(store: Store, amqp_uri: str) -> Iterator[OutboxRelay]:
    """A relay in this process, which would look for what others left in a minute."""
    relay = OutboxRelay(store, ConfirmingPublisher(amqp_uri), look_every_s=60)
    thread = threading.Thread(target=relay.run)
    thread.start()
    try:
        yield relay
    finally:
        relay.stop()
        thread.join(10)


def lease_holder(store: Store) -> str | None:
    lease = store.database.leases.find_one({"_id": "relay"})
    return lease["holder"] if lease else None


def test_a_commit_wakes_the_relay_and_at_rest_it_holds_and_asks_nothing(
    vhost: Vhost, store: Store, context: Context
) -> None:
    declare.declare_topology(
        vhost.uri, topology.build_topology(("shop",), (), retry_tiers.parse_tiers(TIERS))
    )
    with relay_on(store, vhost.uri):
        for number in (1, 2):
            record(store, context, f"s-{number}")
            wait_until(lambda: places(store) == number, 10, "it is marked")  # noqa: B023  called at once
            assert lease_holder(store) is not None
            wait_until(lambda: lease_holder(store) is None, 10, "the lease is let go")


def record(store: Store, context: Context, aggregate_id: str) -> None:
    sold = Sold(item="stamp", quantity=1)
    store.transaction(context, lambda uow: uow.record_event(SOLD, aggregate_id, 1, sold))


def places(store: Store) -> int:
    """Entries that have their place in the order."""
    return store.database.events.count_documents({"seq": {"$type": "number"}})


def test_a_relay_without_the_lease_publishes_soon_after_it_is_free(
    vhost: Vhost, store: Store, context: Context
) -> None:
    declare.declare_topology(
        vhost.uri, topology.build_topology(("shop",), (), retry_tiers.parse_tiers(TIERS))
    )
    other = Lease(store.database, "relay", 60)
    other.ensure_exists()
    assert other.acquire()
    with relay_on(store, vhost.uri):
        record(store, context, "s-1")
        other.release()
        wait_until(lambda: places(store) == 1, 10, "it is marked")


def test_event_without_any_subscriber_is_not_waited_for(
    vhost: Vhost, database: MongoDatabase, store: Store, tmp_path: Path
) -> None:
    declare.declare_topology(
        vhost.uri, topology.build_topology(("shop",), (), retry_tiers.parse_tiers(TIERS))
    )
    sold = Sold(item="stamp", quantity=1)
    store.transaction(Context.new(CITIZEN), lambda uow: uow.record_event(SOLD, "s-1", 1, sold))
    with shop_on(vhost.uri, database, tmp_path):
        wait_until(lambda: store.database.events.count_documents({"seq": 1}) == 1, 20, "it is marked")


def test_event_with_a_subscriber_and_no_queue_is_kept_until_there_is_one(
    vhost: Vhost, database: MongoDatabase, tmp_path: Path
) -> None:
    """The contracts name a queue for bills; a broker without it is a fault of the deployment."""
    declare.declare_topology(
        vhost.uri, topology.build_topology(("payments",), (), retry_tiers.parse_tiers(TIERS))
    )
    with closing(Store(database.uri, database.name, "payments")) as store:
        store.create_indexes()
        tell_paid(store)
        with shop_on(vhost.uri, database, tmp_path, service="payments") as process:
            wait_until(lambda: process.metric("outbox_pending") == 1, 20, "the gauge tells of it")
            wait_until(lambda: "subscribers and no queue" in process.log_text, 10, "so does the log")
            subscribers = ("payments", "dossiers")
            declare.declare_topology(
                vhost.uri,
                topology.build_topology(subscribers, (DOSSIERS_PAYMENTS,), retry_tiers.parse_tiers(TIERS)),
            )
            wait_until(lambda: depth(vhost.uri, DOSSIERS_PAYMENTS.queue) == 1, 20, "it arrived")


def tell_paid(store: Store) -> None:
    paid = payments.OrderEvent(
        bill_id="b-1", dossier_id="d-1", payer_id="a-1", agency_code="H01.1", amount=50_000,
        order_id="o-1", provider="vnpay",
    )  # fmt: skip
    store.transaction(Context.new(CITIZEN), lambda uow: uow.record_event(payments.BILL_PAID, "b-1", 1, paid))


@pytest.mark.deep
def test_alarm_of_the_broker_only_delays(
    broker_of_own: PrivateBroker, database: MongoDatabase, tmp_path: Path
) -> None:
    """A blocked broker reads nothing: the relay must neither hang in its write nor lose anything."""
    uri = broker_of_own.admin_uri
    declare.declare_topology(
        uri, topology.build_topology(("shop", "stock"), (STOCK_SALES,), retry_tiers.parse_tiers(TIERS))
    )
    with (
        closing(Store(database.uri, database.name, "shop")) as store,
        shop_on(uri, database, tmp_path) as shop,
    ):
        wait_until(shop.is_ready, 20, "the shop is ready")
        set_memory_limit(broker_of_own, "1")
        store.transaction(
            Context.new(CITIZEN),
            lambda uow: uow.record_event(SOLD, "s-1", 1, Sold(item="stamp", quantity=1)),
        )
        wait_until(lambda: "events are not published" in shop.log_text, 20, "the relay waits for the broker")
        assert shop.is_live()
        set_memory_limit(broker_of_own, "768MiB")
        wait_until(lambda: depth(uri, STOCK_SALES.queue) >= 1, 30, "the event arrived afterwards")


def set_memory_limit(broker: PrivateBroker, limit: str) -> None:
    """Below what the broker uses already, the alarm goes off."""
    command = ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", "set_vm_memory_high_watermark", "absolute", limit]
    subprocess.run(command, env=broker._environment(), check=True, timeout=60)


def shop_on(amqp_uri: str, database: MongoDatabase, logs: Path, service: str = "shop") -> ServiceProcess:
    return ServiceProcess(
        f"{SERVICES}.shop",
        logs / "shop.log",
        service=service,
        amqp_uri=amqp_uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        retry_tiers=TIERS,
    )
