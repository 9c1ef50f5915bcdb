"""A real gateway process before a real broker; services are played by a responder that speaks nameko's protocol."""

from __future__ import annotations

import importlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_tokens import TokenSigner
from tests.support.processes import HttpProcess

from contracts import accounts
from contracts.accounts import Revocations
from devstack.servers.broker_address import BrokerAddress, Vhost

kombu: Any = importlib.import_module("kombu")  # it ships half of its types
EVENTS_OF_ACCOUNTS = kombu.Exchange("accounts.events", type="topic", durable=True)


class GatewayProcess(HttpProcess):
    """`python -m gateway`, spawned at once."""

    def __init__(self, log: Path, amqp_uri: str, **settings: object) -> None:
        content = {"records_content_url": "http://127.0.0.1:9"}
        super().__init__("gateway", log, amqp_uri=amqp_uri, **{**content, **settings})
        self.spawn()


@pytest.fixture(scope="module")
def shared_vhost(broker: BrokerAddress) -> Iterator[Vhost]:
    fresh = broker.new_vhost(f"gateway_{secrets.token_hex(6)}")
    with kombu.Connection(fresh.uri) as connection:
        EVENTS_OF_ACCOUNTS.bind(connection.default_channel).declare()
    yield fresh
    broker.drop_vhost(fresh.name)


@pytest.fixture(scope="module")
def responder(shared_vhost: Vhost) -> Iterator[RpcResponder]:
    """One for the tests of a module; each offers what it needs anew."""
    with RpcResponder(shared_vhost.uri) as playing:
        yield playing


@pytest.fixture(scope="module")
def signer(responder: RpcResponder) -> TokenSigner:
    signer = TokenSigner()
    responder.offer(accounts.get_jwks, signer.published)
    responder.offer(accounts.get_revocations, Revocations())
    return signer


@pytest.fixture
def citizen(signer: TokenSigner) -> dict[str, str]:
    return signer.bearer()


@pytest.fixture(scope="module")
def gateway(
    shared_vhost: Vhost, tmp_path_factory: pytest.TempPathFactory, signer: TokenSigner
) -> Iterator[GatewayProcess]:
    log = tmp_path_factory.mktemp("gateway") / "gateway.log"
    process = GatewayProcess(log, shared_vhost.uri)
    try:
        process.wait_ready()
        yield process
    finally:
        process.stop()


@pytest.fixture
def http(gateway: GatewayProcess) -> Iterator[httpx.Client]:
    as_it_is = {"Accept-Encoding": "identity"}  # the tag of a compressed answer is weak
    with httpx.Client(base_url=gateway.url, timeout=20, headers=as_it_is) as client:
        yield client
