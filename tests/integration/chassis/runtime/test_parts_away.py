"""A part that is away freezes no other: health is told at once, with the reason, also while a name server is mute."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.integration.chassis.services import hanging_resolver
from tests.support.processes import ServiceProcess

from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import Vhost
from devstack.servers.mongo import PrivateMongo
from devstack.servers.mongo_address import MongoDatabase
from devstack.waiting import wait_until

SERVICE = "tests.integration.chassis.services.hanging_resolver"
PAGES = ("/healthz", "/readyz", "/metrics")
AT_ONCE_S = 1.0


@pytest.fixture
def mute(tmp_path: Path) -> Path:
    """While this file is there, the look-up of `hanging_resolver.NAME` does not return."""
    return tmp_path / "mute"


def service(folder: Path, amqp_uri: str, mongo_uri: str, mute: Path, **settings: object) -> ServiceProcess:
    return ServiceProcess(
        SERVICE, folder / "service.log", service="sample", amqp_uri=amqp_uri, mongo_uri=mongo_uri,
        mongo_database="sample", drain_s=1, test_mute=mute, **settings,
    )  # fmt: skip


def by_name(uri: str) -> str:
    """The same server by the name whose look-up may hang."""
    parts = urlsplit(uri)
    login = parts.netloc.rpartition("@")[0]
    return parts._replace(netloc=f"{login}@{hanging_resolver.NAME}:{parts.port}").geturl()


def alone(uri: str) -> str:
    """The one member of a replica set, without asking it for the addresses of the others."""
    return uri.replace("replicaSet=rs0&directConnection=false", "directConnection=true")


def with_password(uri: str, password: str) -> str:
    parts = urlsplit(uri)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{parts.username}:{password}@{host}").geturl()


def assert_answers_at_once(process: ServiceProcess, seconds: float = 6.0) -> None:
    """Every page, for so long; the machine of the tests may be busy, so each may be late once in three."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        for page in PAGES:
            assert min(_seconds(process, page) for _ in range(3)) < AT_ONCE_S, page


def _seconds(process: ServiceProcess, page: str) -> float:
    started = time.monotonic()
    status, _ = process.get(page)
    assert status in (200, 503), page
    return time.monotonic() - started


@pytest.mark.deep
def test_a_look_up_that_hangs_holds_nobody_up_at_the_start(
    tmp_path: Path, vhost: Vhost, database: MongoDatabase, mute: Path
) -> None:
    mute.touch()
    with service(tmp_path, by_name(vhost.uri), database.uri, mute) as process:
        wait_until(process.is_live, 20, "alive")
        assert_answers_at_once(process)
        wait_until(lambda: process.reasons() == {"broker": "no answer in time"}, 15, "says why it waits")
        assert '"waiting_for":"broker","reason":"no answer in time"' in process.log_text


@pytest.mark.deep
def test_a_database_that_goes_away_behind_a_mute_name_server_freezes_nothing(
    tmp_path: Path, vhost: Vhost, mute: Path
) -> None:
    mongo = PrivateMongo(tmp_path / "mongo")
    mongo.start()
    try:
        with service(tmp_path, vhost.uri, alone(by_name(mongo.admin_uri)), mute) as process:
            wait_until(process.is_ready, 30, "ready")
            mute.touch()
            mongo.kill()
            assert_answers_at_once(process)
            wait_until(process.is_unready, 15, "not ready")
            assert process.reasons()["mongo"]
    finally:
        mongo.kill()


@pytest.mark.deep
def test_a_broker_that_goes_away_behind_a_mute_name_server_freezes_nothing(
    tmp_path: Path, database: MongoDatabase, mute: Path
) -> None:
    broker = PrivateBroker(tmp_path / "broker")
    broker.start()
    try:
        with service(tmp_path, by_name(broker.admin_uri), database.uri, mute) as process:
            wait_until(process.is_ready, 30, "ready")
            mute.touch()
            broker.kill()
            assert_answers_at_once(process)
            assert process.is_unready()
    finally:
        broker.kill()


@pytest.mark.parametrize("part", ["broker", "mongo"])
def test_a_wrong_password_is_named_and_not_waited_for_in_silence(
    tmp_path: Path, vhost: Vhost, database: MongoDatabase, mute: Path, part: str
) -> None:
    uris = {"broker": vhost.uri, "mongo": database.uri}
    uris[part] = with_password(uris[part], "not-the-right-password")
    with service(tmp_path, uris["broker"], uris["mongo"], mute) as process:
        refused = "the login is refused: wrong user or password"
        wait_until(lambda: process.reasons_if_any().get(part) == refused, 20, "says why it waits")
        assert f'"waiting_for":"{part}","reason":"{refused}"' in process.log_text
        assert "not-the-right-password" not in process.log_text


def test_an_unknown_virtual_host_is_named(
    tmp_path: Path, vhost: Vhost, database: MongoDatabase, mute: Path
) -> None:
    nowhere = urlsplit(vhost.uri)._replace(path="/no-such-host").geturl()
    with service(tmp_path, nowhere, database.uri, mute) as process:
        informed = "the virtual host is not there or not allowed"
        wait_until(lambda: process.reasons_if_any().get("broker") == informed, 20, "says why it waits")


@pytest.mark.deep
def test_readiness_of_a_quiet_service_tells_of_a_broker_that_holds_messages_back(
    tmp_path: Path, broker_of_own: PrivateBroker, database: MongoDatabase, mute: Path
) -> None:
    with service(tmp_path, broker_of_own.admin_uri, database.uri, mute) as process:
        wait_until(process.is_ready, 30, "ready")
        set_memory_limit(broker_of_own, "1000000")
        wait_until(process.is_unready, 20, "not ready")
        assert process.reasons() == {"broker takes messages": "the broker's memory or disk alarm"}
        assert process.metric("broker_blocked", service="sample") == 1
        set_memory_limit(broker_of_own, "4GB")
        wait_until(process.is_ready, 20, "ready again")
        assert process.metric("broker_blocked", service="sample") == 0


def set_memory_limit(broker: PrivateBroker, limit: str) -> None:
    """Below what the broker uses already, the alarm goes off."""
    command = ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", "set_vm_memory_high_watermark", "absolute", limit]
    subprocess.run(command, env=broker._environment(), check=True, timeout=60, stdout=subprocess.DEVNULL)
