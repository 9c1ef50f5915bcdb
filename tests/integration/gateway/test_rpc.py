"""The RPC client against a real broker."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.integration.gateway.responder import RpcResponder

from chassis.amqp.rpc_protocol import request_queue_name
from chassis.core.context import Context
from contracts import catalog
from contracts.accounts import GetJwks, Jwks, get_jwks
from contracts.base import Page
from contracts.catalog import AdministrativeLevel, Agency
from contracts.errors import ErrorCode, ServiceError, not_found
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import Vhost
from gateway.clients.rpc import AsyncRpcClient
from gateway.clients.service_presence import PATIENCE_S

HANOI = Agency(code="000.01.16.H26", name="Hà Nội", level=AdministrativeLevel.PROVINCE)


def with_client(uri: str, work: Callable[[AsyncRpcClient], Awaitable[None]]) -> None:
    async def run() -> None:
        client = AsyncRpcClient(uri, "gateway-test")
        client.start()
        try:
            await connected(client)
            await work(client)
            assert not client.pending, "every call is forgotten"
        finally:
            await client.stop()

    asyncio.run(run())


async def connected(client: AsyncRpcClient, expected: bool = True) -> None:
    await until(lambda: client.connected is expected)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not condition():  # noqa: ASYNC110  what changes knows no event of ours
            await asyncio.sleep(0.02)


async def agencies(client: AsyncRpcClient, timeout_s: float = 5.0) -> Page[Agency]:
    return await client.call(
        catalog.list_agencies, catalog.ListAgencies(limit=7), Context.new(timeout_s=timeout_s)
    )


async def refused(call: Awaitable[Any]) -> ErrorCode:
    with pytest.raises(ServiceError) as caught:
        await call
    return caught.value.code


def test_gives_the_typed_result(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))

    async def work(client: AsyncRpcClient) -> None:
        assert await agencies(client) == Page[Agency](items=(HANOI,))

    with_client(shared_vhost.uri, work)


def test_sends_what_nameko_expects(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(catalog.list_agencies, Page[Agency](items=()))

    async def work(client: AsyncRpcClient) -> None:
        await agencies(client)

    with_client(shared_vhost.uri, work)
    properties = responder.properties[-1]
    assert responder.arguments(catalog.list_agencies) == {"limit": 7}, "what was not set is not sent"
    assert responder.headers(catalog.list_agencies)["nameko.call_id_stack"] == ["catalog.list_agencies"]
    assert properties["delivery_mode"] == 1
    assert 0 < int(properties["expiration"]) <= 5000


def test_raises_what_the_owner_raised(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(catalog.list_agencies, not_found("agency"))

    async def work(client: AsyncRpcClient) -> None:
        assert await refused(agencies(client)) is ErrorCode.NOT_FOUND

    with_client(shared_vhost.uri, work)


def test_hides_any_other_fault(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(catalog.list_agencies, HANOI)  # not the promised type

    async def work(client: AsyncRpcClient) -> None:
        assert await refused(agencies(client)) is ErrorCode.INTERNAL_ERROR

    with_client(shared_vhost.uri, work)


def test_a_service_that_never_was_is_unknown_at_once(vhost: Vhost) -> None:
    async def work(client: AsyncRpcClient) -> None:
        started = time.monotonic()
        assert await refused(agencies(client, 10)) is ErrorCode.UNKNOWN_SERVICE
        assert time.monotonic() - started < 2

    with_client(vhost.uri, work)


def test_no_answer_in_time_is_the_deadline(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(catalog.list_agencies, lambda *_: None)

    async def work(client: AsyncRpcClient) -> None:
        started = time.monotonic()
        assert await refused(agencies(client, 0.3)) is ErrorCode.DEADLINE_EXCEEDED
        assert 0.2 < time.monotonic() - started < 2

    with_client(shared_vhost.uri, work)


def test_many_calls_at_once_get_their_own_answers(shared_vhost: Vhost, responder: RpcResponder) -> None:
    responder.offer(
        catalog.list_agencies,
        lambda arguments, _: Page[Agency](items=(), next_cursor=arguments["cursor"]),
    )

    async def work(client: AsyncRpcClient) -> None:
        async def one(cursor: str) -> None:
            request = catalog.ListAgencies(cursor=cursor)
            found = await client.call(catalog.list_agencies, request, Context.new(timeout_s=20))
            assert found.next_cursor == cursor

        await asyncio.gather(*(one(str(number)) for number in range(300)))

    with_client(shared_vhost.uri, work)


@pytest.mark.deep
def test_broker_gone_is_unavailable_at_once_and_comes_back_by_itself(broker_of_own: PrivateBroker) -> None:
    vhost = broker_of_own.address.new_vhost("gateway")

    async def work(client: AsyncRpcClient) -> None:
        broker_of_own.kill()
        await connected(client, False)
        started = time.monotonic()
        assert await refused(agencies(client, 10)) is ErrorCode.UNAVAILABLE
        assert time.monotonic() - started < 1
        await asyncio.to_thread(broker_of_own.start)
        await connected(client)
        with RpcResponder(vhost.uri) as responder:
            responder.offer(get_jwks, Jwks(keys=()))
            assert await client.call(get_jwks, GetJwks(), Context.new(timeout_s=5)) == Jwks(keys=())

    with_client(vhost.uri, work)


@pytest.mark.deep
def test_a_call_in_flight_ends_when_the_connection_is_lost(broker_of_own: PrivateBroker) -> None:
    vhost = broker_of_own.address.new_vhost("gateway")

    async def work(client: AsyncRpcClient) -> None:
        with RpcResponder(vhost.uri) as responder:
            responder.offer(catalog.list_agencies, lambda *_: None)
            call = asyncio.create_task(refused(agencies(client, 30)))
            await until(lambda: bool(responder.calls))
        broker_of_own.kill()
        assert await asyncio.wait_for(call, 5) is ErrorCode.UNAVAILABLE

    with_client(vhost.uri, work)


@pytest.mark.deep
def test_a_broker_that_takes_nothing_is_unavailable_at_once(broker_of_own: PrivateBroker) -> None:
    """Under a memory alarm the broker reads nothing more from those who publish; it says so after the first message."""
    vhost = broker_of_own.address.new_vhost("gateway")

    async def work(client: AsyncRpcClient) -> None:
        with RpcResponder(vhost.uri) as responder:
            responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))
            await agencies(client)
            await asyncio.to_thread(set_memory_limit, broker_of_own, "1")
            started = time.monotonic()
            codes = await asyncio.gather(*(refused(agencies(client, 10.0)) for _ in range(30)))
            assert set(codes) == {ErrorCode.UNAVAILABLE}
            assert time.monotonic() - started < 3
            assert client.connection.blocked
            started = time.monotonic()
            assert await refused(agencies(client, 10.0)) is ErrorCode.UNAVAILABLE
            assert time.monotonic() - started < 0.5
            await asyncio.to_thread(set_memory_limit, broker_of_own, "768MiB")
            async with asyncio.timeout(30):
                while not await answered(client):  # noqa: ASYNC110  the broker tells nobody when it reads again
                    await asyncio.sleep(0.1)

    with_client(vhost.uri, work)


@pytest.mark.deep
def test_a_service_that_is_away_is_unavailable_soon_and_then_at_once_until_it_is_back(vhost: Vhost) -> None:
    async def work(client: AsyncRpcClient) -> None:
        with RpcResponder(vhost.uri, request_queue_name("catalog")) as responder:
            responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))
            await agencies(client)
        started = time.monotonic()
        first = await asyncio.gather(*(refused(agencies(client, 30)) for _ in range(5)))
        assert set(first) == {ErrorCode.UNAVAILABLE}
        assert PATIENCE_S <= time.monotonic() - started < PATIENCE_S + 3
        started = time.monotonic()
        assert await refused(agencies(client, 30)) is ErrorCode.UNAVAILABLE
        assert time.monotonic() - started < 0.5
        with RpcResponder(vhost.uri, request_queue_name("catalog")) as responder:
            responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))
            async with asyncio.timeout(10):
                while not await answered(client):  # noqa: ASYNC110  nobody tells that it is back
                    await asyncio.sleep(0.1)

    with_client(vhost.uri, work)


def test_a_service_that_restarts_answers_those_who_waited(vhost: Vhost) -> None:
    async def work(client: AsyncRpcClient) -> None:
        with RpcResponder(vhost.uri, request_queue_name("catalog")) as responder:
            responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))
            await agencies(client)
        waiting = asyncio.create_task(agencies(client, 20))
        await until(lambda: bool(client.pending))
        await asyncio.sleep(PATIENCE_S / 2)  # the time of a restart
        with RpcResponder(vhost.uri, request_queue_name("catalog")) as responder:
            responder.offer(catalog.list_agencies, Page[Agency](items=(HANOI,)))
            assert await waiting == Page[Agency](items=(HANOI,))

    with_client(vhost.uri, work)


@pytest.mark.deep
def test_a_quiet_gateway_learns_that_the_broker_holds_messages_back(broker_of_own: PrivateBroker) -> None:
    vhost = broker_of_own.address.new_vhost("gateway")

    async def work(client: AsyncRpcClient) -> None:
        await asyncio.to_thread(set_memory_limit, broker_of_own, "1")
        await until(lambda: client.connection.blocked)
        await asyncio.to_thread(set_memory_limit, broker_of_own, "768MiB")
        await until(lambda: not client.connection.blocked)

    with_client(vhost.uri, work)


def test_a_wrong_password_is_named(vhost: Vhost) -> None:
    parts = urlsplit(vhost.uri)
    host = parts.netloc.rpartition("@")[2]
    wrong = parts._replace(netloc=f"{parts.username}:not-the-right-password@{host}").geturl()

    async def run() -> None:
        client = AsyncRpcClient(wrong, "gateway-test")
        client.start()
        try:
            await until(lambda: client.connection.reason == "the login is refused: wrong user or password")
        finally:
            await client.stop()

    asyncio.run(run())


async def answered(client: AsyncRpcClient) -> bool:
    try:
        return bool((await agencies(client, 2.0)).items)
    except ServiceError:
        return False


def set_memory_limit(broker: PrivateBroker, limit: str) -> None:
    """Below what the broker uses already, the alarm goes off."""
    command = ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", "set_vm_memory_high_watermark", "absolute", limit]
    subprocess.run(command, env=broker._environment(), check=True, timeout=60)
