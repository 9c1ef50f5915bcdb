import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Exchange
from tests.support.processes import ServiceProcess

from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import Vhost
from devstack.servers.mongo import PrivateMongo
from devstack.servers.mongo_address import MongoDatabase
from devstack.waiting import wait_until

DRAIN_S = 1.0
SAMPLE = "tests.integration.chassis.services.sample"


def sample(tmp_path: Path, amqp_uri: str, mongo_uri: str) -> ServiceProcess:
    return ServiceProcess(
        SAMPLE,
        tmp_path / "sample.log",
        service="sample",
        amqp_uri=amqp_uri,
        mongo_uri=mongo_uri,
        mongo_database="sample",
        drain_s=DRAIN_S,
        max_workers=1,
    )


def call(amqp_uri: str, method: str) -> None:
    """Ask for the method and wait for no answer."""
    with Connection(amqp_uri) as connection:
        connection.Producer().publish(
            {"args": [], "kwargs": {}},
            exchange=Exchange("nameko-rpc", "topic", durable=True),
            routing_key=f"sample.{method}",
            reply_to="nobody",
            serializer="json",
        )


@pytest.fixture
def service(tmp_path: Path, vhost: Vhost, database: MongoDatabase) -> Iterator[ServiceProcess]:
    """The sample, ready."""
    with sample(tmp_path, vhost.uri, database.uri) as process:
        wait_until(process.is_ready, 20, "ready")
        yield process


def occupy(service: ServiceProcess, vhost: Vhost) -> None:
    call(vhost.uri, "hang")
    wait_until(lambda: service.metric("workers_busy", service="sample") == 1, 5, "the worker is busy")


def test_stops_at_once_when_idle(service: ServiceProcess) -> None:
    service.terminate()
    assert service.exit_within(DRAIN_S + 2) == 0


def test_interrupt_stops_it_too(service: ServiceProcess) -> None:
    service.interrupt()
    assert service.exit_within(DRAIN_S + 2) == 0


@pytest.mark.deep
def test_a_stuck_worker_does_not_outlive_the_drain(service: ServiceProcess, vhost: Vhost) -> None:
    occupy(service, vhost)
    service.terminate()
    assert service.exit_within(DRAIN_S + 2) == 1


@pytest.mark.deep
def test_a_stuck_loop_does_not_outlive_the_drain(service: ServiceProcess, vhost: Vhost) -> None:
    call(vhost.uri, "spin")
    wait_until(lambda: not service.get("/healthz")[0], 15, "the loop is stuck")
    service.terminate()
    assert service.exit_within(DRAIN_S + 2) == 1


def test_it_says_that_it_is_draining(service: ServiceProcess, vhost: Vhost) -> None:
    occupy(service, vhost)
    service.terminate()
    wait_until(service.is_unready, DRAIN_S, "not ready while draining")


def test_a_container_that_dies_ends_the_process(service: ServiceProcess, vhost: Vhost) -> None:
    call(vhost.uri, "die")
    assert service.exit_within(10) == 1
    assert "broken provider" in service.log_text


def test_a_full_pool_hides_nothing(service: ServiceProcess, vhost: Vhost) -> None:
    occupy(service, vhost)
    assert service.is_live()
    assert service.is_ready()
    assert service.metric("workers_limit", service="sample") == 1


def test_slow_clients_keep_nobody_out(service: ServiceProcess) -> None:
    slow = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(20)]
    for client in slow:
        client.sendall(b"GET /hea")
    assert service.is_live()
    for client in slow:
        client.close()


def test_the_admin_port_has_three_pages(service: ServiceProcess) -> None:
    assert service.get("/")[0] == 404
    assert service.get("/metrics/../x")[0] == 404


def test_every_line_of_the_log_is_json(service: ServiceProcess) -> None:
    service.terminate()
    service.exit_within(DRAIN_S + 2)
    lines = [json.loads(line) for line in service.log_text.splitlines()]
    assert {line["service"] for line in lines} == {"sample"}


@pytest.mark.deep
def test_it_can_be_stopped_while_it_waits_for_the_broker(tmp_path: Path, database: MongoDatabase) -> None:
    with sample(tmp_path, "amqp://nobody:nobodys-password@127.0.0.1:1/none", database.uri) as process:
        wait_until(process.is_live, 10, "alive")
        wait_until(lambda: '"waiting_for":"broker"' in process.log_text, 10, "says what it waits for")
        process.terminate()
        assert process.exit_within(DRAIN_S + 2) == 0


@pytest.mark.deep
def test_readiness_follows_the_broker(tmp_path: Path, database: MongoDatabase) -> None:
    broker = PrivateBroker(tmp_path)
    broker.launch()
    try:
        with sample(tmp_path, broker.admin_uri, database.uri) as process:
            wait_until(process.is_unready, 10, "starts before the broker, not ready")
            broker.wait_ready()
            wait_until(process.is_ready, 20, "ready after the broker came")
            broker.kill()
            wait_until(process.is_unready, 10, "not ready without the broker")
            assert process.checks()["rpc"] is False
            assert process.is_live()
            broker.start()
            wait_until(process.is_ready, 40, "ready again")
    finally:
        broker.kill()


@pytest.mark.deep
def test_readiness_follows_the_database(tmp_path: Path, vhost: Vhost) -> None:
    mongo = PrivateMongo(tmp_path)
    mongo.start()
    try:
        with sample(tmp_path, vhost.uri, mongo.admin_uri) as process:
            wait_until(process.is_ready, 20, "ready")
            mongo.kill()
            wait_until(process.is_unready, 15, "not ready without the database")
            assert process.checks()["mongo"] is False
            assert process.is_live()
            mongo.start()
            wait_until(process.is_ready, 30, "ready again")
    finally:
        mongo.kill()
