"""Payments with its broker, its database and a VNPAY, and the hands to work them."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from pymongo import MongoClient
from tests.support.events import EventPublisher
from tests.support.processes import HttpProcess, ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts import payments
from contracts.base import Actor, ActorKind, AnyMethod, Model
from contracts.dossiers import FEE_DUE, WITHDRAWN, DossierEvent, DossierStatus, FeeDueEvent, FeeItem
from contracts.errors import ServiceError
from contracts.events import AnyEvent
from contracts.topology import SERVICES
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.servers.ports import free_port
from devstack.waiting import wait_until

SECRET = "TESTSECRETKEY0123456789ABCDEFGHIJ"
TMN_CODE = "NPSPTEST"
AGENCY = "000.00.16.H05"
AMOUNT = 8000

_names = itertools.count(1)


def citizen(account_id: str) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=account_id)


def officer(agency_code: str) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="officer", agency_code=agency_code)


@dataclass
class PaymentsHarness:
    """One dossier after the other comes to pay here."""

    amqp_uri: str
    database: Any
    caller: BlockingRpcClient
    sender: EventPublisher
    vnpay: HttpProcess
    service: ServiceProcess

    def call(self, method: AnyMethod, request: Model, actor: Actor) -> Any:
        return self.caller.call(method, request, Context.new(actor, timeout_s=10))

    def fee_event(self, dossier_id: str) -> FeeDueEvent:
        item = FeeItem(code="LP01", name="Lệ phí bản sao", legal_kind="le_phi", amount=AMOUNT)
        return FeeDueEvent(**_dossier(dossier_id), amount=AMOUNT, items=(item,))

    def fee_due(self, dossier_id: str) -> AnyEvent:
        return self.sender.publish(FEE_DUE, dossier_id, self.fee_event(dossier_id))

    def withdraw(self, dossier_id: str) -> None:
        self.sender.publish(WITHDRAWN, dossier_id, DossierEvent(**_dossier(dossier_id)))

    def payer(self, dossier_id: str) -> Actor:
        return citizen(f"payer-of-{dossier_id}")

    def bills(self, dossier_id: str) -> list[payments.Bill]:
        wanted = payments.ListBills(dossier_id=dossier_id)
        return list(self.call(payments.list_bills, wanted, self.payer(dossier_id)).items)

    def new_bill(self) -> payments.Bill:
        """Of a dossier of its own."""
        dossier_id = f"dossier-{next(_names)}"
        self.fee_due(dossier_id)
        wait_until(lambda: self.bills(dossier_id), 10, f"a bill for {dossier_id}")
        return self.bills(dossier_id)[0]

    def bill(self, bill: payments.Bill) -> payments.Bill:
        found: payments.Bill = self.call(
            payments.get_bill, payments.GetBill(bill_id=bill.bill_id), citizen(bill.payer_id)
        )
        return found

    def order(self, bill: payments.Bill, command_id: str = "") -> payments.PaymentOrder:
        request = payments.CreateOrder(
            command_id=command_id or new_id(), bill_id=bill.bill_id, client_ip="203.0.113.7"
        )
        made: payments.PaymentOrder = self.call(payments.create_order, request, citizen(bill.payer_id))
        return made

    def read_order(self, bill: payments.Bill, order: payments.PaymentOrder) -> payments.PaymentOrder:
        found: payments.PaymentOrder = self.call(
            payments.get_order, payments.GetOrder(order_id=order.order_id), citizen(bill.payer_id)
        )
        return found

    def pay(self, order: payments.PaymentOrder, choice: str = "success", ipn: str = "none") -> httpx.Response:
        """As a person does: open the page, choose; the answer leads back to the portal."""
        assert order.payment_url
        assert httpx.get(order.payment_url).status_code == 200
        form = {"txn_ref": order.txn_ref, "choice": choice, "ipn": ipn}
        return httpx.post(f"{self.vnpay.url}/paymentv2/pay", data=form, timeout=20)

    def ipn_answers(self, order: payments.PaymentOrder) -> list[str]:
        """What VNPAY heard when it called, in order; nothing while it does not know the order."""
        found = httpx.get(f"{self.vnpay.url}/simulator/payments/{order.txn_ref}").json()
        return [str(answer) for answer in found.get("answers", ())]

    def send_ipn(self, params: dict[str, str]) -> str:
        """The answer to a provider's call that comes past the simulator."""
        answer: payments.IpnAnswer = self.caller.call(
            payments.receive_vnpay_ipn, payments.ProviderCall(params=params), Context.new(timeout_s=10)
        )
        return answer.RspCode

    def event_types(self, bill: payments.Bill) -> list[str]:
        """The events of the bill and its orders, oldest first; their chain is whole."""
        event_log.verify(self.database, bill.bill_id)
        return [entry.type for entry in event_log.entries(self.database, bill.bill_id)]


@contextmanager
def run_payments(
    broker: BrokerAddress, mongo: MongoAddress, logs: Path, order_lifetime_s: float = 900
) -> Iterator[PaymentsHarness]:
    name = f"test_till_{new_id().replace('-', '')}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(
        vhost.uri, topology.build_topology(SERVICES, delays=retry_tiers.parse_tiers("200ms,400ms"))
    )
    ipn, sender, caller = (
        IpnEndpoint(vhost.uri),
        EventPublisher(vhost.uri),
        BlockingRpcClient(vhost.uri, name="test"),
    )
    vnpay = HttpProcess(
        "simulators.vnpay",
        logs / "vnpay.log",
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_ipn_url=ipn.url,
        vnpay_ipn_retry_s=0.2,
        vnpay_ipn_late_s=0.5,
    )
    service = _payments(vhost.uri, database.uri, database.name, vnpay.url, logs, order_lifetime_s)
    client: MongoClient[dict[str, Any]]
    try:
        with ipn, vnpay, service, MongoClient(database.uri, tz_aware=True) as client:
            wait_until(vnpay.is_ready, 20, "the simulator is ready")
            wait_until(service.is_ready, 20, "payments is ready")
            yield PaymentsHarness(vhost.uri, client[database.name], caller, sender, vnpay, service)
    finally:
        caller.close()
        sender.close()
        broker.drop_vhost(vhost.name)
        mongo.drop_database(database.name)


def _payments(
    amqp_uri: str, mongo_uri: str, database: str, vnpay_url: str, logs: Path, order_lifetime_s: float
) -> ServiceProcess:
    return ServiceProcess(
        "payments",
        logs / "payments.log",
        service="payments",
        amqp_uri=amqp_uri,
        mongo_uri=mongo_uri,
        mongo_database=database,
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_pay_url=f"{vnpay_url}/paymentv2/vpcpay.html",
        vnpay_api_url=f"{vnpay_url}/merchant_webapi/api/transaction",
        vnpay_return_url="http://portal.example.vn/return",
        order_lifetime_s=order_lifetime_s,
        retry_tiers="200ms,400ms",
    )


class IpnEndpoint:
    """Stands in for the gateway: takes VNPAY's call and asks payments."""

    def __init__(self, amqp_uri: str) -> None:
        self._port = free_port()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), _handler(amqp_uri))
        self._thread = Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/ipn"

    def __enter__(self) -> "IpnEndpoint":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(amqp_uri: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code = _forward(amqp_uri, dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"RspCode": code}).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler


def _forward(amqp_uri: str, params: dict[str, str]) -> str:
    """99 when payments does not answer, so that the provider calls again."""
    call = payments.ProviderCall(params=params)
    with BlockingRpcClient(amqp_uri, name="test") as caller:
        try:
            answer: payments.IpnAnswer = caller.call(payments.receive_vnpay_ipn, call, timeout_s=2)
        except ServiceError:
            return "99"
    return answer.RspCode


def _dossier(dossier_id: str) -> dict[str, Any]:
    return {
        "dossier_id": dossier_id,
        "code": f"{AGENCY}-261102-0001",
        "status": DossierStatus.PAYMENT_DUE,
        "procedure_code": "2.000635",
        "procedure_name": "Cấp bản sao trích lục hộ tịch",
        "agency_code": AGENCY,
        "applicant_id": f"payer-of-{dossier_id}",
    }
