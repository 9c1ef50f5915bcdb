"""The payments service as a process, with its broker, its database, a simulated VNPAY and the second provider."""

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
from tests.integration.payments.examples import (
    SECRET,
    TMN_CODE,
    citizen,
    fee_payload,
    new_dossier_id,
    payer_of,
    withdrawal_payload,
)
from tests.integration.payments.quickpay_server import QuickpayServer
from tests.support.events import EventPublisher
from tests.support.processes import HttpProcess, ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts import payments
from contracts.base import Actor, AnyMethod, Model
from contracts.dossiers import FEE_DUE, WITHDRAWN
from contracts.errors import ServiceError
from contracts.events import AnyEvent
from contracts.topology import SERVICES
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.servers.ports import free_port
from devstack.waiting import wait_until


@dataclass
class PaymentsHarness:
    """The running service and what is around it; each bill is that of a dossier of its own."""

    amqp_uri: str
    database: Any
    caller: BlockingRpcClient
    sender: EventPublisher
    vnpay: HttpProcess
    quickpay: QuickpayServer
    service: ServiceProcess

    def call(self, method: AnyMethod, request: Model, actor: Actor) -> Any:
        return self.caller.call(method, request, Context.new(actor, timeout_s=10))

    def fee_due(self, dossier_id: str) -> AnyEvent:
        return self.sender.publish(FEE_DUE, dossier_id, fee_payload(dossier_id))

    def withdraw(self, dossier_id: str) -> None:
        self.sender.publish(WITHDRAWN, dossier_id, withdrawal_payload(dossier_id))

    def bills(self, dossier_id: str) -> list[payments.Bill]:
        request = payments.ListBills(dossier_id=dossier_id)
        return list(self.call(payments.list_bills, request, payer_of(dossier_id)).items)

    def new_bill(self) -> payments.Bill:
        """Of a dossier of its own."""
        dossier_id = new_dossier_id()
        self.fee_due(dossier_id)
        wait_until(lambda: self.bills(dossier_id), 10, f"a bill for {dossier_id}")
        return self.bills(dossier_id)[0]

    def bill(self, bill: payments.Bill) -> payments.Bill:
        found: payments.Bill = self.call(
            payments.get_bill, payments.GetBill(bill_id=bill.bill_id), citizen(bill.payer_id)
        )
        return found

    def create_order(
        self, bill: payments.Bill, command_id: str = "", provider: str = "vnpay"
    ) -> payments.PaymentOrder:
        request = payments.CreateOrder(
            command_id=command_id or new_id(),
            bill_id=bill.bill_id,
            provider=provider,
            client_ip="203.0.113.7",
        )
        created: payments.PaymentOrder = self.call(payments.create_order, request, citizen(bill.payer_id))
        return created

    def read_order(self, bill: payments.Bill, order: payments.PaymentOrder) -> payments.PaymentOrder:
        found: payments.PaymentOrder = self.call(
            payments.get_order, payments.GetOrder(order_id=order.order_id), citizen(bill.payer_id)
        )
        return found

    def pay(
        self, order: payments.PaymentOrder, choice: str = "success", ipn: str = "none", amount: str = ""
    ) -> httpx.Response:
        """As a person does: open the page, choose; the answer leads back to the portal."""
        assert order.payment_url
        assert httpx.get(order.payment_url).status_code == 200
        form = {"txn_ref": order.txn_ref, "choice": choice, "ipn": ipn, "amount": amount}
        return httpx.post(f"{self.vnpay.url}/paymentv2/pay", data=form, timeout=20)

    def settle(self, order: payments.PaymentOrder, choice: str, ipn: str = "none") -> None:
        """VNPAY comes to another end, and calls unless `ipn` says otherwise."""
        address = f"{self.vnpay.url}/simulator/payments/{order.txn_ref}/settle"
        assert httpx.post(address, json={"choice": choice, "ipn": ipn}, timeout=20).status_code == 200

    def ipn_answers(self, order: payments.PaymentOrder) -> list[str]:
        """The answers to VNPAY's calls, in order; none while it does not know the order."""
        found = httpx.get(f"{self.vnpay.url}/simulator/payments/{order.txn_ref}").json()
        return [str(answer) for answer in found.get("answers", ())]

    def send_ipn(self, params: dict[str, str]) -> str:
        """The RspCode of the answer to a call of VNPAY that comes past the simulator."""
        call = payments.ProviderCall(provider="vnpay", params=params)
        answer = self.caller.call(payments.receive_notification, call, Context.new(timeout_s=10))
        return str(json.loads(answer.body)["RspCode"])

    def event_types(self, bill: payments.Bill) -> list[str]:
        """The events of the bill and its orders, oldest first; their chain is whole."""
        event_log.verify(self.database, bill.bill_id)
        return [entry.type for entry in event_log.entries(self.database, bill.bill_id)]


@contextmanager
def run_payments(
    broker: BrokerAddress, mongo: MongoAddress, logs: Path, vnpay_lifetime_s: float = 900
) -> Iterator[PaymentsHarness]:
    name = f"test_payments_{new_id().replace('-', '')}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(
        vhost.uri, topology.build_topology(SERVICES, tiers=retry_tiers.parse_tiers("200ms,400ms"))
    )
    ipn, sender = IpnEndpoint(vhost.uri), EventPublisher(vhost.uri)
    caller, quickpay = BlockingRpcClient(vhost.uri, name="test"), QuickpayServer()
    vnpay = HttpProcess(
        "simulators.vnpay",
        logs / "vnpay.log",
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_ipn_url=ipn.url,
        vnpay_ipn_retry_s=0.2,
        vnpay_ipn_late_s=0.5,
    )
    client: MongoClient[dict[str, Any]]
    try:
        with ipn, vnpay, quickpay, MongoClient(database.uri, tz_aware=True) as client:
            service = _service(vhost, database, vnpay.url, quickpay.url, logs, vnpay_lifetime_s)
            with service:
                wait_until(vnpay.is_ready, 20, "the simulator is ready")
                wait_until(service.is_ready, 20, "payments is ready")
                yield PaymentsHarness(
                    vhost.uri, client[database.name], caller, sender, vnpay, quickpay, service
                )
    finally:
        caller.close()
        sender.close()
        broker.drop_vhost(vhost.name)
        mongo.drop_database(database.name)


def _service(
    vhost: Vhost,
    database: MongoDatabase,
    vnpay_url: str,
    quickpay_url: str,
    logs: Path,
    vnpay_lifetime_s: float,
) -> ServiceProcess:
    return ServiceProcess(
        "tests.integration.payments.service_with_quickpay",
        logs / "payments.log",
        service="payments",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        payment_providers="vnpay,quickpay",
        vnpay_tmn_code=TMN_CODE,
        vnpay_hash_secret=SECRET,
        vnpay_pay_url=f"{vnpay_url}/paymentv2/vpcpay.html",
        vnpay_api_url=f"{vnpay_url}/merchant_webapi/api/transaction",
        vnpay_return_url="http://portal.example.vn/return",
        vnpay_order_lifetime_s=vnpay_lifetime_s,
        quickpay_url=quickpay_url,
        quickpay_timeout_s=20,
        retry_tiers="200ms,400ms",
    )


class IpnEndpoint:
    """Stands in for the gateway: takes VNPAY's call and asks payments."""

    def __init__(self, amqp_uri: str) -> None:
        self._port = free_port()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), _handler(amqp_uri))
        self._thread = Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

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
            body = _forward(amqp_uri, dict(parse_qsl(urlsplit(self.path).query)))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """pytest shows what matters."""

    return Handler


def _forward(amqp_uri: str, params: dict[str, str]) -> str:
    """The body of the answer; RspCode 99 when payments does not answer, so that VNPAY calls again."""
    call = payments.ProviderCall(provider="vnpay", params=params)
    with BlockingRpcClient(amqp_uri, name="test") as caller:
        try:
            return caller.call(payments.receive_notification, call, timeout_s=2).body
        except ServiceError:
            return '{"RspCode": "99"}'
