"""A real gateway process before a real broker; services are played by a responder that speaks nameko's protocol."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_tokens import TokenSigner

from contracts import accounts
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress, Vhost

REPOSITORY = Path(__file__).resolve().parents[3]
START_S = 20.0


class GatewayProcess:
    """`python -m gateway` on a free port."""

    def __init__(self, log: Path, amqp_uri: str, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        settings = {
            "MOTCUA_AMQP_URI": amqp_uri,
            "MOTCUA_RECORDS_DOOR_URL": "http://127.0.0.1:9",
            "MOTCUA_HTTP_HOST": "127.0.0.1",
            "MOTCUA_HTTP_PORT": str(self.port),
            **environment,
        }
        python_path = os.pathsep.join([str(REPOSITORY / "services"), os.environ.get("PYTHONPATH", "")])
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gateway"],
                env={**os.environ, **settings, "PYTHONPATH": python_path},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_ready(self) -> None:
        wait_until(lambda: self._answers("/readyz"), f"the gateway to be ready; see {self.log}", START_S)

    def wait_alive(self) -> None:
        wait_until(lambda: self._answers("/healthz"), f"the gateway to answer; see {self.log}", START_S)

    def _answers(self, path: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return httpx.get(self.url + path).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: object, what: str, deadline_s: float = 10.0) -> None:
    """Ask every 20 ms; fails naming `what` was waited for."""
    assert callable(condition)
    end = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < end, f"waited {deadline_s} s for {what}"
        time.sleep(0.02)


@pytest.fixture
def broker_of_own(tmp_path: Path) -> Iterator[PrivateBroker]:
    """For tests that kill it."""
    private = PrivateBroker(tmp_path / "broker")
    try:
        private.start()
        yield private
    finally:
        private.kill()


@pytest.fixture(scope="module")
def shared_vhost(broker: BrokerAddress) -> Iterator[Vhost]:
    fresh = broker.new_vhost(f"gateway_{secrets.token_hex(6)}")
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
    with httpx.Client(base_url=gateway.url, timeout=20) as client:
        yield client
