"""The gateway's start and stop."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from tests.integration.gateway.conftest import GatewayProcess
from tests.integration.gateway.responder import RpcResponder
from tests.integration.gateway.test_http import DOSSIER
from tests.support.gateway_tokens import TokenSigner

from chassis.core.ids import new_id
from contracts import accounts, catalog, dossiers
from contracts.accounts import Jwks
from contracts.base import Page
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import Vhost
from devstack.servers.mongo import REPO
from devstack.waiting import wait_until


@pytest.mark.deep
def test_is_alive_but_not_ready_without_a_broker_and_ready_once_it_comes(
    broker_of_own: PrivateBroker, tmp_path: Path
) -> None:
    vhost = broker_of_own.address.new_vhost("late")
    broker_of_own.kill()
    gateway = GatewayProcess(tmp_path / "gateway.log", vhost.uri, first_connection_s=0)
    try:
        gateway.wait_live()
        ready = httpx.get(gateway.url + "/readyz")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
        refused = httpx.get(gateway.url + "/v1/agencies")
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        broker_of_own.start()
        gateway.wait_ready()
    finally:
        gateway.stop()


@pytest.mark.deep
def test_nobody_is_let_in_before_the_broker_is_there(broker_of_own: PrivateBroker, tmp_path: Path) -> None:
    """A proxy knows a new gateway from its first moment on; a port that refuses sends it to another."""
    vhost = broker_of_own.address.new_vhost("late")
    broker_of_own.kill()
    gateway = GatewayProcess(tmp_path / "gateway.log", vhost.uri, first_connection_s=60)
    seen: list[int] = []

    def answers() -> bool:
        seen.append(gateway.get("/v1/agencies")[0])
        return seen[-1] != 0

    try:
        wait_until(
            lambda: "broker not reachable" in gateway.log_text, what="the gateway looks for the broker"
        )
        assert not answers()
        broker_of_own.start()
        wait_until(answers, what="the port opens")
        assert gateway.get("/readyz")[0] == 200
    finally:
        gateway.stop()


def test_says_that_it_stops_and_serves_on_for_those_who_look(vhost: Vhost, tmp_path: Path) -> None:
    gateway = GatewayProcess(tmp_path / "gateway.log", vhost.uri, drain_notice_s=60)
    try:
        gateway.wait_ready()
        gateway.terminate()
        wait_until(gateway.is_unready, what="readiness is false")
        assert gateway.checks() == {"broker": True, "broker takes messages": True, "not_draining": False}
        assert gateway.get("/openapi.json")[0] == 200
    finally:
        gateway.kill()


@pytest.mark.deep
def test_streams_of_events_end_with_the_gateway(vhost: Vhost, tmp_path: Path) -> None:
    signer = TokenSigner()
    with RpcResponder(vhost.uri) as responder:
        responder.offer(accounts.get_jwks, signer.published)
        responder.offer(dossiers.get_history, Page[dossiers.HistoryEntry](items=()))
        responder.offer(dossiers.get_dossier, DOSSIER)
        gateway = GatewayProcess(tmp_path / "gateway.log", vhost.uri, drain_s=60)
        gateway.wait_ready()
        address = f"{gateway.url}/v1/dossiers/{new_id()}/events"
        with httpx.stream("GET", address, headers=signer.bearer(), timeout=30, trust_env=False) as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("retry:")
            wait_until(lambda: responder.count(dossiers.get_history) == 2, what="the stream follows")
            gateway.terminate()
            assert "".join(lines) == ""
        assert gateway.exit_within(10) == 0


def test_finishes_what_runs_when_told_to_stop(vhost: Vhost, tmp_path: Path) -> None:
    with RpcResponder(vhost.uri) as responder:
        release = threading.Event()

        def slowly(*_: object) -> Page[catalog.Agency]:
            release.wait(10)
            return Page[catalog.Agency](items=())

        responder.offer(catalog.list_agencies, slowly)
        gateway = GatewayProcess(tmp_path / "gateway.log", vhost.uri)
        gateway.wait_ready()
        answers: list[int] = []
        asking = threading.Thread(
            target=lambda: answers.append(httpx.get(gateway.url + "/v1/agencies", timeout=15).status_code)
        )
        asking.start()
        wait_until(lambda: responder.count(catalog.list_agencies) == 1, what="the call to arrive")
        gateway.terminate()
        time.sleep(0.3)  # the stop begins while the call is in flight
        release.set()
        asking.join(15)
        assert answers == [200]
        assert gateway.exit_within(10) == 0


def test_a_missing_setting_stops_the_start_with_one_line(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPO / "services")}
    ended = subprocess.run(
        [sys.executable, "-m", "gateway"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 2
    assert "MOTCUA_AMQP_URI" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_keys_are_published(gateway: GatewayProcess, responder: RpcResponder) -> None:
    published = Jwks(keys=({"kty": "OKP", "kid": "a"},))
    responder.offer(accounts.get_jwks, published)
    answer = httpx.get(gateway.url + "/.well-known/jwks.json")
    assert answer.json() == published.model_dump(mode="json")
    assert "max-age" in answer.headers["cache-control"]
