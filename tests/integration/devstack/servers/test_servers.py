"""The private servers keep data and addresses through kills, and leave other servers alone."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.errors import OperationFailure

from devstack.servers.broker import PrivateBroker
from devstack.servers.mongo import PrivateMongo

pytestmark = pytest.mark.deep

Client = MongoClient[dict[str, Any]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="module")
def persistent_broker(root: Path) -> Iterator[PrivateBroker]:
    broker = PrivateBroker(root / "one")
    yield broker
    broker.kill()


@pytest.fixture
def own_broker(persistent_broker: PrivateBroker) -> PrivateBroker:
    """Running, whatever the test before did to it."""
    persistent_broker.start()
    return persistent_broker


@pytest.fixture(scope="module")
def persistent_mongo(root: Path) -> Iterator[PrivateMongo]:
    mongo = PrivateMongo(root / "two")
    yield mongo
    mongo.kill()


@pytest.fixture
def own_mongo(persistent_mongo: PrivateMongo) -> PrivateMongo:
    """Running, whatever the test before did to it."""
    persistent_mongo.start()
    return persistent_mongo


class Stranger(socketserver.ThreadingTCPServer):
    """Takes a port and hangs up on everybody."""

    allow_reuse_address = True
    daemon_threads = True


def listening_addresses(port: int) -> set[str]:
    lines = [line.split() for table in ("tcp", "tcp6") for line in _lines(table)]
    places = [line[1].split(":") for line in lines if line[3] == "0A"]
    return {_readable(address) for address, number in places if int(number, 16) == port}


def _lines(table: str) -> list[str]:
    return Path(f"/proc/net/{table}").read_text().splitlines()


def _readable(address: str) -> str:
    """The kernel shows addresses as the hex of little-endian words."""
    words = [bytes.fromhex(address[i : i + 8])[::-1] for i in range(0, len(address), 8)]
    return str(ip_address(b"".join(words)))


def processes_of(root: Path) -> list[str]:
    """The command lines of all processes whose environment or arguments name the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            output = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
            if str(root).encode() in output:
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def test_broker_keeps_data_and_address_over_a_kill(own_broker: PrivateBroker) -> None:
    before = own_broker.address
    own_broker.management.put_vhost("kept")
    own_broker.kill()
    own_broker.start()
    assert own_broker.address == before
    assert "kept" in [vhost["name"] for vhost in own_broker.management.call("GET", "/api/vhosts")]


def test_broker_listens_on_loopback_only(own_broker: PrivateBroker) -> None:
    found = {name: listening_addresses(port) for name, port in own_broker.ports.items()}
    assert all(found.values()), f"the check sees every listener: {found}"
    assert set[str]().union(*found.values()) <= {"127.0.0.1", "::1"}, found


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_broker_leaves_no_process(own_broker: PrivateBroker, root: Path, ending: str) -> None:
    assert processes_of(root / "one"), "the check sees the processes of a running broker"
    getattr(own_broker, ending)()
    # Erlang's own helpers notice a moment later that their server is gone.
    deadline = time.monotonic() + 10
    while (left := processes_of(root / "one")) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []


def test_a_kill_leaves_other_brokers_alone(own_broker: PrivateBroker, root: Path) -> None:
    neighbour = PrivateBroker(root / "neighbour")
    try:
        neighbour.start()
        own_broker.kill()
        assert neighbour.is_ready()
    finally:
        neighbour.kill()


def test_mongo_keeps_data_and_address_over_a_kill(own_mongo: PrivateMongo) -> None:
    before = own_mongo.admin_uri
    client: Client
    with MongoClient(before) as client:
        papers: Collection[dict[str, Any]] = client["kept"]["papers"]
        papers.insert_one({"paper": 1})
    own_mongo.kill()
    own_mongo.start()
    assert own_mongo.admin_uri == before
    with MongoClient(own_mongo.admin_uri) as client:
        assert client["kept"]["papers"].count_documents({}) == 1


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_mongo_leaves_no_process(own_mongo: PrivateMongo, root: Path, ending: str) -> None:
    assert processes_of(root / "two"), "the check sees the process of a running mongod"
    getattr(own_mongo, ending)()
    assert processes_of(root / "two") == []


def test_mongo_asks_for_a_login(own_mongo: PrivateMongo) -> None:
    host = own_mongo.address.hosts
    client: Client
    with MongoClient(host, directConnection=True) as client, pytest.raises(OperationFailure, match="auth"):
        client["kept"]["papers"].find_one({})


def test_mongo_moves_when_its_port_was_taken(own_mongo: PrivateMongo) -> None:
    before = own_mongo.address
    own_mongo.stop()
    with Stranger(
        ("127.0.0.1", int(before.hosts.split(":")[1])), socketserver.BaseRequestHandler
    ) as stranger:
        threading.Thread(target=stranger.serve_forever, daemon=True).start()
        own_mongo.start()
        stranger.shutdown()
    assert own_mongo.address.hosts != before.hosts
    client: Client
    with MongoClient(own_mongo.admin_uri) as client:
        assert client.admin.command("hello")["isWritablePrimary"]
