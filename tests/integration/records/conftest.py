"""A real door over a real database."""

import secrets
from collections.abc import Iterator

import pytest
from tests.integration.records.records_processes import (
    TICKET_KEY,
    ContentServer,
    Counts,
    Environment,
    RecordsProcess,
    content_server,
    process,
    sealing_with_pem,
)

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.servers.ports import assign


@pytest.fixture(scope="module")
def corner(mongo: MongoAddress) -> Iterator[MongoDatabase]:
    """One database for the tests of a module."""
    fresh = mongo.new_database(f"test_{secrets.token_hex(6)}")
    yield fresh
    mongo.drop_database(fresh.name)


@pytest.fixture(scope="module")
def door(corner: MongoDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ContentServer]:
    with content_server(corner, tmp_path_factory.mktemp("door")) as running:
        yield running


@pytest.fixture(scope="module")
def sealing() -> Environment:
    """What the service seals with; a module may have its own."""
    return sealing_with_pem()


@pytest.fixture(scope="module")
def records(
    door: ContentServer,
    corner: MongoDatabase,
    broker: BrokerAddress,
    sealing: Environment,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RecordsProcess]:
    """The service over the database of the door."""
    vhost, port = broker.new_vhost(corner.name), assign(["admin"], {})["admin"]
    declare.declare_topology(vhost.uri, topology.build_topology())
    running = process(
        "records",
        "records",
        tmp_path_factory.mktemp("records") / "records.log",
        f"http://127.0.0.1:{port}/readyz",
        sealing,
        service="records",
        amqp_uri=vhost.uri,
        mongo_uri=corner.uri,
        mongo_database=corner.name,
        ticket_key=TICKET_KEY,
        admin_host="127.0.0.1",
        admin_port=str(port),
    )
    running.start()
    with BlockingRpcClient(vhost.uri, "tests") as caller:
        yield RecordsProcess(running, caller, door.store, vhost.uri)
    running.stop()
    broker.drop_vhost(vhost.name)


@pytest.fixture
def before(door: ContentServer) -> Counts:
    return door.counts()
