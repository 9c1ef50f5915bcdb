"""The dossiers service as a process behind a broker, with its neighbours there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from tests.support.dossiers.neighbours import Neighbours
from tests.support.dossiers.office import METHODS, Office, laws, new_citizen, request_of
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.amqp.publisher import ConfirmingPublisher, OutgoingMessage
from chassis.core.context import Context
from contracts.base import Actor
from contracts.events import AnyEvent
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until


@dataclass
class ServedOffice(Office):
    """The running service, called by RPC."""

    amqp_uri: str = field(kw_only=True)
    mongo_uri: str = field(kw_only=True)
    process: ServiceProcess = field(kw_only=True)
    caller: BlockingRpcClient = field(kw_only=True)

    def call(self, name: str, actor: Actor, locale: str = "vi", **fields: Any) -> Any:
        request = request_of(METHODS[name], fields)
        return self.caller.call(METHODS[name], request, Context.new(actor, locale), timeout_s=15)

    def publish(self, event: AnyEvent) -> None:
        exchange = topology.events_exchange("payments")
        message = OutgoingMessage(exchange, event.type, event.event_id, event.model_dump_json().encode())
        publisher = ConfirmingPublisher(self.amqp_uri)
        assert publisher.publish([message]) == frozenset()
        publisher.close()

    def duplicates(self) -> float:
        return self.process.metric("events_handled_total", outcome="duplicate")


@contextmanager
def opened(broker: BrokerAddress, mongo: MongoAddress, log: Path) -> Iterator[ServedOffice]:
    """The service, ready, on a fresh corner of these servers."""
    vhost = broker.new_vhost(f"dossiers_{secrets.token_hex(6)}")
    database = mongo.new_database(f"dossiers_{secrets.token_hex(6)}")
    declare.declare_topology(vhost.uri, topology.build_topology())
    process = ServiceProcess(
        "dossiers",
        log,
        service="dossiers",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
    )
    client: MongoClient[dict[str, Any]] = MongoClient(database.uri, tz_aware=True)
    caller = BlockingRpcClient(vhost.uri, "tests")
    with Neighbours(vhost.uri) as neighbours, process, caller, client:
        wait_until(process.is_ready, 30, "the service is ready")
        neighbours.laws = laws()
        yield ServedOffice(
            neighbours,
            client[database.name],
            amqp_uri=vhost.uri,
            mongo_uri=database.uri,
            process=process,
            caller=caller,
        )
    broker.drop_vhost(vhost.name)
    mongo.drop_database(database.name)


@pytest.fixture(scope="session")
def service(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedOffice]:
    """One process for all tests of the running service; each test has its own citizen."""
    with opened(broker, mongo, tmp_path_factory.mktemp("dossiers") / "dossiers.log") as office:
        yield office


@pytest.fixture
def served(service: ServedOffice) -> ServedOffice:
    """The running service, with the laws as they were and a citizen that nobody else is."""
    service.neighbours.laws = laws()
    return replace(service, citizen=new_citizen())
