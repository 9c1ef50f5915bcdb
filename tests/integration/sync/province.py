"""The sync service of a province in a process of its own, before a simulated national portal, with a dossiers service
whose answers the test gives."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.integration.sync.simulated_portal import START_S, SimulatedPortal, portal_running
from tests.support.dossiers.neighbours import Neighbours
from tests.support.events import EventPublisher, make_event
from tests.support.processes import ServiceProcess
from tests.support.sync.pushes import AGENCY, dossier, history, record

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from contracts import dossiers, sync
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierEvent, DossierStatus
from contracts.sync import ListPushes, PortalPush, PushState
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")
PUSH_S = 60.0


@dataclass
class Province:
    """One province: what happens to its dossiers, and its portal."""

    process: ServiceProcess
    portal: SimulatedPortal
    neighbours: Neighbours
    caller: BlockingRpcClient
    publisher: EventPublisher

    def new_code(self) -> str:
        return f"{AGENCY}-20260420-{secrets.randbelow(10**7):07d}"

    def change(self, dossier_id: str, code: str, version: int) -> None:
        """The dossier comes to this version, and its event is published."""
        changed = dossier(dossier_id=dossier_id, code=code, version=version)
        self.neighbours.records[dossier_id] = record(changed, history=history(version))
        self.publish_change(dossier_id, code, version)

    def publish_change(self, dossier_id: str, code: str, version: int) -> None:
        payload = DossierEvent(
            dossier_id=dossier_id,
            code=code,
            status=DossierStatus.ACCEPTED,
            procedure_code="1.001193",
            procedure_name="Thủ tục đăng ký khai sinh",
            agency_code=AGENCY,
        )
        event = make_event(dossiers.ACCEPTED, dossier_id, payload)
        self.publisher.publish_again(event.model_copy(update={"aggregate_version": version}))

    def attempts(self, dossier_id: str) -> int:
        push = self.find_push(dossier_id)
        return push.attempts if push else 0

    def find_push(self, dossier_id: str) -> PortalPush | None:
        page = self.caller.call(sync.list_pushes, ListPushes(limit=100), Context.new(ADMINISTRATOR), 30)
        return next((push for push in page.items if push.dossier_id == dossier_id), None)

    def wait_for(self, dossier_id: str, state: PushState, version: int = 0) -> PortalPush:
        def arrived() -> bool:
            push = self.find_push(dossier_id)
            return push is not None and push.state is state and push.pushed_version >= version

        wait_until(arrived, PUSH_S, f"{state}, but {self.find_push(dossier_id)}")
        push = self.find_push(dossier_id)
        assert push is not None
        return push


@contextmanager
def province_running(broker: BrokerAddress, mongo: MongoAddress, place: Path) -> Iterator[Province]:
    vhost = broker.new_vhost(f"sync_{secrets.token_hex(6)}")
    database = mongo.new_database(f"sync_{secrets.token_hex(6)}")
    declare.declare_topology(vhost.uri, topology.build_topology())
    with ExitStack() as stack:
        portal = stack.enter_context(portal_running(place))
        process = ServiceProcess(
            "sync",
            place / "sync.log",
            service="sync",
            amqp_uri=vhost.uri,
            mongo_uri=database.uri,
            mongo_database=database.name,
            national_portal_timeout_s=2,
            national_portal_retry_s=0.2,
            **portal.settings,
        )
        neighbours = stack.enter_context(Neighbours(vhost.uri, services=("dossiers", "records", "accounts")))
        stack.enter_context(process)
        process.wait_ready(START_S)
        caller = stack.enter_context(BlockingRpcClient(vhost.uri, "tests"))
        publisher = EventPublisher(vhost.uri)
        stack.callback(publisher.close)
        yield Province(process, portal, neighbours, caller, publisher)
    broker.drop_vhost(vhost.name)
    mongo.drop_database(database.name)
