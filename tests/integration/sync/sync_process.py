"""The sync service as a process, without neighbours: nobody answers for the catalogue."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.support.processes import ServiceProcess

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from contracts import sync
from contracts.base import Actor, ActorKind, Method, Model
from contracts.errors import ServiceError
from contracts.sync import BatchKind, BatchReceipt, ReceiveBatch
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

UNIT = "000.00.16.H05"
Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)


@dataclass(frozen=True)
class SyncProcess:
    process: ServiceProcess
    caller: BlockingRpcClient

    def call(self, method: Method[Req, Res], request: Req, actor: Actor) -> Res:
        return self.caller.call(method, request, Context.new(actor), 15.0)

    def refusal(self, method: Method[Req, Res], request: Req, actor: Actor) -> str:
        try:
            answer = self.call(method, request, actor)
        except ServiceError as error:
            return error.code
        raise AssertionError(f"{method.routing_key} was not refused: {answer!r}")

    def send_batch(self, kind: BatchKind, *items: Any, actor: Actor | None = None) -> BatchReceipt:
        batch = ReceiveBatch(kind=kind, unit_code=UNIT, updating=True, items=items)
        return self.call(sync.receive_batch, batch, actor or system())


def system(agency_code: str = "000.00.00.H05") -> Actor:
    return Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code=agency_code)


@contextmanager
def started(broker: BrokerAddress, mongo: MongoAddress, place: Path) -> Iterator[SyncProcess]:
    """Ready, in a fresh corner of these servers."""
    name = f"test_{secrets.token_hex(6)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(vhost.uri, topology.build_topology())
    process = ServiceProcess(
        "sync",
        place / "sync.log",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
    )
    process.start()
    with BlockingRpcClient(vhost.uri, "tests") as caller:
        yield SyncProcess(process, caller)
    process.stop()
    broker.drop_vhost(name)
    mongo.drop_database(name)
