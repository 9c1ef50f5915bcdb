"""Each user reaches its own part of the broker and no other's."""

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from amqp.exceptions import AccessRefused
from tests.integration.chassis.conftest import TIERS, Trade
from tests.integration.chassis.services.trade import STOCK_SALES, Receipt, Sell, sell

from chassis.amqp import retry_tiers, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.amqp.connection import connect
from chassis.amqp.publisher import ConfirmingPublisher, NotPublished, OutgoingMessage
from cli.management import RabbitManagement
from devstack.servers.broker_address import BrokerAddress
from devstack.waiting import wait_until

Uris = dict[str, str]


@pytest.fixture
def uris(trade: Trade, broker: BrokerAddress) -> Iterator[Uris]:
    """The address of each user: shop, stock, gateway, cli; rights as the topology says.

    Their logins bear the virtual host's name: the broker may be one where the real ones live.
    """
    described = topology.build_topology(
        ("shop", "stock"), (STOCK_SALES,), retry_tiers.parse_tiers(TIERS), calls={"stock": (sell,)}
    )
    logins = {user.name: f"{trade.vhost.name}-{user.name}" for user in described.users}
    users = tuple(replace(user, name=logins[user.name]) for user in described.users)
    passwords = {login: secrets.token_hex(8) for login in logins.values()}
    management = RabbitManagement.of(broker.management_url, broker.admin_uri)
    management.apply(replace(described, users=users), trade.vhost.name, passwords, broker.admin)
    yield {name: broker.amqp_uri(login, passwords[login], trade.vhost.name) for name, login in logins.items()}
    for login in passwords:
        broker.management.delete_user(login)


def refused(uri: str, attempt: Any) -> bool:
    """True when the broker closes the channel over it."""
    connection = connect(uri, 5)
    try:
        attempt(connection.channel(), connection)
    except AccessRefused:
        return True
    finally:
        connection.collect()
    return False


def publishes(uri: str, exchange: str, routing_key: str) -> bool:
    publisher = ConfirmingPublisher(uri)
    try:
        return not publisher.publish([OutgoingMessage(exchange, routing_key, "m-1", b"{}")])
    except NotPublished as error:
        assert str(error).startswith("AccessRefused at "), error
        return False
    finally:
        publisher.close()


def reads(uri: str, queue: str) -> bool:
    return not refused(uri, lambda channel, _: channel.basic_get(queue))


def test_consumer_reads_its_own_queue(uris: Uris) -> None:
    assert reads(uris["stock"], STOCK_SALES.queue)


def test_nobody_else_reads_it(uris: Uris) -> None:
    assert [name for name in ("shop", "gateway", "cli") if reads(uris[name], STOCK_SALES.queue)] == []


def test_service_tells_its_own_events(uris: Uris) -> None:
    assert publishes(uris["shop"], "shop.events", "shop.sold")


@pytest.mark.parametrize("user", ["stock", "gateway", "cli"])
def test_nobody_else_tells_them(uris: Uris, user: str) -> None:
    assert not publishes(uris[user], "shop.events", "shop.sold")


def test_service_retries_into_its_own_queue(uris: Uris) -> None:
    assert publishes(uris["stock"], "retry.200ms", STOCK_SALES.queue)


def test_service_does_not_forge_events_by_way_of_the_retries(uris: Uris) -> None:
    assert not publishes(uris["shop"], "retry.200ms", STOCK_SALES.queue)


def test_service_does_not_write_into_queues_directly(uris: Uris) -> None:
    assert not publishes(uris["shop"], "", STOCK_SALES.queue)


def test_dead_letters_are_written_by_their_service_and_read_by_the_operator_only(uris: Uris) -> None:
    writers = [name for name in uris if publishes(uris[name], "dead.stock", "")]
    readers = [name for name in uris if reads(uris[name], "dead.stock")]
    assert (writers, readers) == (["stock"], ["cli"])


@pytest.mark.parametrize("name", ["events.stock.more", "rpc-shop", "dead.shop", "anything"])
def test_service_declares_no_queue_but_its_own(uris: Uris, name: str) -> None:
    assert refused(uris["stock"], lambda channel, _: channel.queue_declare(name, durable=True))


def test_service_does_not_listen_to_the_calls_of_others(uris: Uris) -> None:
    def eavesdrop(channel: Any, _connection: Any) -> None:
        queue = "rpc.reply-stock-0190"
        channel.queue_declare(queue, exclusive=True)
        channel.queue_bind(queue, "nameko-rpc", "shop.*")

    assert refused(uris["stock"], eavesdrop)


def test_service_calls_what_the_contracts_let_it_call(uris: Uris) -> None:
    assert calls(uris["stock"], sell.routing_key)


def test_service_calls_nothing_else(uris: Uris) -> None:
    assert not calls(uris["stock"], "shop.close_down")


def test_service_without_calls_calls_nobody(uris: Uris) -> None:
    assert not calls(uris["shop"], "stock.count")


def calls(uri: str, routing_key: str) -> bool:
    """True when the broker takes the call, whether or not anybody answers."""
    publisher = ConfirmingPublisher(uri)
    try:
        publisher.publish([OutgoingMessage("nameko-rpc", routing_key, "m-1", b"{}")])
    except NotPublished as error:
        assert str(error).startswith("AccessRefused at "), error
        return False
    finally:
        publisher.close()
    return True


def test_services_do_their_work_with_these_rights(trade: Trade, uris: Uris) -> None:
    """A sale by RPC, its event, its count; another one through every tier to the dead letters."""
    with trade.start_shop(amqp_uri=uris["shop"]) as shop, trade.start_stock(amqp_uri=uris["stock"]) as stock:
        wait_until(shop.is_ready, 20, "the shop is ready")
        wait_until(stock.is_ready, 20, "the stock is ready")
        assert order(uris, "gateway", "stamp").quantity == 1
        order(uris, "cli", "buggy")
        wait_until(lambda: trade.sold("stamp") == 1, 10, "the sale is counted")
        wait_until(lambda: is_laid_aside(uris["cli"], "buggy"), 20, "the other is laid aside")


def is_laid_aside(uri: str, item: str) -> bool:
    """Whether its sale is among the dead letters. Those before it, which other tests have left, are taken."""
    with closing(connect(uri, 5)) as connection:
        channel = connection.channel()
        while message := channel.basic_get("dead.stock", no_ack=True):
            if item in message.body:
                return True
    return False


def order(uris: Uris, user: str, item: str) -> Receipt:
    with BlockingRpcClient(uris[user], name=user) as caller:
        return caller.call(sell, Sell(command_id=secrets.token_hex(4), item=item, quantity=1))
