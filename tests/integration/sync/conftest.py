"""A receiver over a database of its own, for each test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.dossiers_neighbours import Neighbours
from tests.support.events import EventPublisher, make_event
from tests.support.processes import HttpProcess, ServiceProcess
from tests.support.sync_pushes import AGENCY, dossier, history, record

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts import dossiers, sync
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierEvent, DossierStatus, ResultSealedEvent
from contracts.sync import ListPushes, PortalPush, PushState
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.waiting import wait_until
from sync.application.receiver import BatchReceiver
from sync.repository import create_indexes
from sync.settings import SyncSettings

PROCEDURES = frozenset({"1.001193"})


@pytest.fixture
def store(database: MongoDatabase) -> Iterator[Store]:
    store = Store(database.uri, database.name, "sync")
    store.create_indexes()
    create_indexes(store.database)
    yield store
    store.close()


@pytest.fixture
def receiver(store: Store) -> BatchReceiver:
    settings = SyncSettings(service="sync", amqp_uri="", mongo_uri="", mongo_database="")
    return BatchReceiver(store, settings, PROCEDURES)


ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")
PASSWORD = secrets.token_urlsafe(12)
SECONDS = 60.0


@dataclass
class Province:
    """One province: what happens to its dossiers, and what the portal has heard of them."""

    process: ServiceProcess
    portal: HttpProcess
    neighbours: Neighbours
    caller: BlockingRpcClient
    sender: EventPublisher

    def new_code(self) -> str:
        return f"{AGENCY}-20260420-{secrets.randbelow(10**7):07d}"

    def change(self, dossier_id: str, code: str, version: int, **changes: Any) -> None:
        """The dossier comes to this version, and its event is told."""
        told = dossier(dossier_id=dossier_id, code=code, version=version, **changes)
        self.neighbours.records[dossier_id] = record(told, history=history(version))
        self.publish_change(dossier_id, code, version)

    def seal(self, dossier_id: str, code: str) -> None:
        """The event of a seal counts the seals, not the versions of the dossier."""
        seal = ResultSealedEvent(
            **self._told(dossier_id, code).model_dump(),
            paper_id="p1",
            verification_code="ABCD-EFGH-IJKL-MNOP",
        )
        self.sender.publish_again(make_event(dossiers.RESULT_SEALED, f"issued-{dossier_id}", seal))

    def publish_change(self, dossier_id: str, code: str | None, version: int) -> None:
        event = make_event(dossiers.ACCEPTED, dossier_id, self._told(dossier_id, code))
        self.sender.publish_again(event.model_copy(update={"aggregate_version": version}))

    def _told(self, dossier_id: str, code: str | None) -> DossierEvent:
        return DossierEvent(
            dossier_id=dossier_id,
            code=code,
            status=DossierStatus.ACCEPTED,
            procedure_code="1.001193",
            procedure_name="Thủ tục đăng ký khai sinh",
            agency_code=AGENCY,
        )

    def queue_faults(self, *misbehaviours: str, clear: bool = False) -> int:
        """How many orders the portal has now."""
        body = {"next": misbehaviours, "clear": clear}
        answer = httpx.post(f"{self.portal.url}/simulator/order", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["ordered"])

    def attempts(self, dossier_id: str) -> int:
        push = self.pushed(dossier_id)
        return push.attempts if push else 0

    def received(self, code: str) -> dict[str, Any]:
        """What the portal keeps of a dossier; nothing when it never heard of it."""
        answer = httpx.get(f"{self.portal.url}/simulator/dossiers/{code}", timeout=30)
        return answer.json() if answer.status_code == 200 else {}

    def book(self) -> dict[str, Any]:
        book: dict[str, Any] = httpx.get(f"{self.portal.url}/simulator/book", timeout=30).json()
        return book

    def calls(self, code: str) -> list[tuple[str, bool]]:
        """What the portal was asked about this dossier, in order."""
        calls = [call for call in self.book()["calls"] if call["data"][0]["MaHoSo"] == code]
        return [(call["service"], call["updating"]) for call in calls]

    def pushed(self, dossier_id: str) -> PortalPush | None:
        page = self.caller.call(sync.list_pushes, ListPushes(limit=100), Context.new(ADMINISTRATOR), 30)
        return next((push for push in page.items if push.dossier_id == dossier_id), None)

    def wait_for(self, dossier_id: str, state: PushState, version: int = 0) -> PortalPush:
        def arrived() -> bool:
            push = self.pushed(dossier_id)
            return push is not None and push.state is state and push.pushed_version >= version

        wait_until(arrived, SECONDS, f"{state}, but {self.pushed(dossier_id)}")
        push = self.pushed(dossier_id)
        assert push is not None
        return push


@contextmanager
def province_running(
    broker: BrokerAddress, mongo: MongoAddress, place: Path, **settings: object
) -> Iterator[Province]:
    vhost = broker.new_vhost(f"sync_{secrets.token_hex(6)}")
    database = mongo.new_database(f"sync_{secrets.token_hex(6)}")
    declare.declare_topology(vhost.uri, topology.build_topology())
    portal = HttpProcess(
        "simulators.portal",
        place / "portal.log",
        portal_username="province",
        portal_password=PASSWORD,
        portal_slow_s=0.3,
        portal_silent_s=10,
    )
    process = ServiceProcess(
        "sync",
        place / "sync.log",
        service="sync",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        **{
            "portal_url": portal.url,
            "portal_dstcode": "VN:GOV:000.00.00.G22:dvcqg",
            "portal_username": "province",
            "portal_password": PASSWORD,
            "portal_timeout_s": 2,
            "portal_retry_s": 0.2,
            **settings,
        },
    )
    with ExitStack() as stack:
        neighbours = stack.enter_context(Neighbours(vhost.uri, services=("dossiers",)))
        for part in (portal, process):
            stack.enter_context(part)
        wait_until(portal.is_live, SECONDS, "the portal answers")
        wait_until(process.is_ready, SECONDS, "the service is ready")
        caller = stack.enter_context(BlockingRpcClient(vhost.uri, "tests"))
        sender = EventPublisher(vhost.uri)
        stack.callback(sender.close)
        yield Province(process, portal, neighbours, caller, sender)
    broker.drop_vhost(vhost.name)
    mongo.drop_database(database.name)


@pytest.fixture(scope="module")
def province(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    with province_running(broker, mongo, tmp_path_factory.mktemp("sync_out")) as running:
        yield running


@pytest.fixture
def dossier_id() -> str:
    return new_id()


@pytest.fixture
def code(province: Province) -> str:
    return province.new_code()
