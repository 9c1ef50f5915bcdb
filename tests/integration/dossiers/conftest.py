"""The dossiers service as a process, with neighbours, and people who call it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database as MongoDatabase
from tests.support.dossiers_neighbours import Neighbours
from tests.support.dossiers_samples import AGENCY, calendar, fee, file, law, regime
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.amqp.publisher import ConfirmingPublisher, OutgoingMessage
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import dossiers as contract
from contracts import payments
from contracts.accounts import AccountKind, Contact
from contracts.base import Actor, ActorKind, AnyMethod, OfficerRole
from contracts.catalog import WorkingCalendar
from contracts.dossiers import Dossier, DossierAction, DossierStatus, GetDossier, PaperRef, SubmitDossier
from contracts.events import AnyEvent, AnyEventType, Event
from contracts.payments import BillEvent, OrderEvent
from contracts.topology import DOSSIERS_PAYMENTS
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until
from dossiers.domain.model.law import Law

FREE = "1.000001"
CHARGED = "1.000002"
OFFICER = Actor(
    kind=ActorKind.OFFICER,
    account_id="officer-1",
    agency_code=AGENCY,
    roles=(OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER),
)
METHODS: dict[str, AnyMethod] = {method.name: method for method in contract.METHODS}


@cache
def calendar_of_today() -> WorkingCalendar:
    """Without holidays, around now: what the tests count does not depend on the day they run."""
    today = utcnow().date()
    span = timedelta(days=400)
    cover = {"covers_from": today - span, "covers_to": today + span}
    return calendar().model_copy(update={**cover, "closed_days": (), "working_days": ()})


def laws() -> dict[str, Law]:
    forms = regime(forms={"CONTROL_SHEET": "05", "REGISTER": "06"})
    charged = law(calendar_=calendar_of_today(), regime_=forms, code=CHARGED, fees=(fee(),))
    return {FREE: law(calendar_=calendar_of_today(), regime_=forms, code=FREE), CHARGED: charged}


@dataclass
class Office:
    """A running service, and what can be done at its door."""

    amqp_uri: str
    process: ServiceProcess
    caller: BlockingRpcClient
    neighbours: Neighbours
    database: MongoDatabase[dict[str, Any]]
    citizen: Actor = field(default_factory=lambda: Actor(kind=ActorKind.CITIZEN, account_id=new_id()))
    mongo_uri: str = ""

    def call(self, name: str, actor: Actor, locale: str = "vi", **fields: Any) -> Any:
        """Call a method of the contract; a command id is made up unless given."""
        method = METHODS[name]
        if "command_id" in method.request.model_fields:
            fields.setdefault("command_id", new_id())
        return self.caller.call(method, method.request(**fields), Context.new(actor, locale), timeout_s=15)

    def hire(self, *roles: OfficerRole, unit: str = "", agency: str = AGENCY) -> Actor:
        """A new officer whom accounts knows."""
        account_id = new_id()
        self.neighbours.contacts[account_id] = Contact(
            account_id=account_id,
            full_name="Trần Thị Bình",
            kind=AccountKind.OFFICER,
            agency_code=agency,
            unit=unit,
        )
        return Actor(
            kind=ActorKind.OFFICER, account_id=account_id, agency_code=agency, unit=unit, roles=roles
        )

    def store_file(self, owner: Actor | None = None) -> str:
        file_id = new_id()
        self.neighbours.files[file_id] = file(file_id, (owner or self.citizen).account_id)
        return file_id

    def submission(self, procedure_code: str = FREE) -> dict[str, Any]:
        request = SubmitDossier(
            command_id=new_id(),
            procedure_code=procedure_code,
            agency_code=AGENCY,
            form_data={"ho_ten": "Nguyễn Văn An"},
            papers=(PaperRef(component_code="cho_o", file_id=self.store_file()),),
        )
        return request.model_dump()

    def submit(self, procedure_code: str = FREE) -> Dossier:
        filed: Dossier = self.call("submit", self.citizen, **self.submission(procedure_code))
        return filed

    def act(self, action: DossierAction, dossier: Dossier, actor: Actor = OFFICER, **fields: Any) -> Dossier:
        done: Dossier = self.call(
            action.value,
            actor,
            dossier_id=dossier.dossier_id,
            expected_version=dossier.version,
            **fields,
        )
        return done

    def read(self, dossier: Dossier, actor: Actor = OFFICER) -> Dossier:
        found: Dossier = self.caller.call(
            contract.get_dossier, GetDossier(dossier_id=dossier.dossier_id), Context.new(actor)
        )
        return found

    def wait_for(self, dossier: Dossier, status: DossierStatus) -> Dossier:
        wait_until(lambda: self.read(dossier).status is status, 15, f"the dossier is {status}")
        return self.read(dossier)

    def tell_bill(self, dossier: Dossier, bill_id: str) -> AnyEvent:
        return self._tell(payments.BILL_OPENED, BillEvent(**_bill(dossier, bill_id)))

    def tell_money(self, dossier: Dossier, bill_id: str, paid_at: datetime | None = None) -> AnyEvent:
        order = OrderEvent(**_bill(dossier, bill_id), order_id="o1", provider="vnpay")
        return self._tell(payments.BILL_PAID, order, paid_at)

    def publish(self, event: AnyEvent) -> None:
        exchange = topology.events_exchange("payments")
        letter = OutgoingMessage(exchange, event.type, event.event_id, event.model_dump_json().encode())
        publisher = ConfirmingPublisher(self.amqp_uri)
        assert publisher.publish([letter]) == frozenset()
        publisher.close()

    def taken_in(self, event: AnyEvent) -> bool:
        row = f"{DOSSIERS_PAYMENTS.queue} {event.event_id}"
        return self.database.inbox.find_one({"_id": row}) is not None

    def duplicates(self) -> float:
        return self.process.metric("events_handled_total", outcome="duplicate")

    def _tell(self, type_: AnyEventType, payload: BillEvent, at: datetime | None = None) -> AnyEvent:
        event = Event[Any](
            event_id=new_id(),
            type=type_.name,
            schema_version=1,
            aggregate_id=payload.bill_id,
            aggregate_version=1,
            occurred_at=at or utcnow(),
            actor=Actor(kind=ActorKind.SERVICE, name="payments"),
            correlation_id=new_id(),
            payload=payload,
        )
        self.publish(event)
        return event


def _bill(dossier: Dossier, bill_id: str) -> dict[str, Any]:
    return {
        "bill_id": bill_id,
        "dossier_id": dossier.dossier_id,
        "dossier_code": dossier.code,
        "payer_id": dossier.applicant.account_id,
        "agency_code": dossier.agency_code,
        "amount": 20_000,
    }


@contextmanager
def opened(broker: BrokerAddress, mongo: MongoAddress, log: Path) -> Iterator[Office]:
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
    with (
        Neighbours(vhost.uri) as neighbours,
        process,
        BlockingRpcClient(vhost.uri, "tests") as caller,
        client,
    ):
        wait_until(process.is_ready, 30, "the service is ready")
        neighbours.laws = laws()
        yield Office(vhost.uri, process, caller, neighbours, client[database.name], mongo_uri=database.uri)
    broker.drop_vhost(vhost.name)
    mongo.drop_database(database.name)


@pytest.fixture(scope="session")
def service(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One process for all tests of the service; each test has its own citizen."""
    with opened(broker, mongo, tmp_path_factory.mktemp("dossiers") / "dossiers.log") as office:
        yield office


@pytest.fixture
def office(service: Office) -> Office:
    """The service, with the laws as they were and a citizen that nobody else is."""
    service.neighbours.laws = laws()
    return Office(
        service.amqp_uri,
        service.process,
        service.caller,
        service.neighbours,
        service.database,
        mongo_uri=service.mongo_uri,
    )
