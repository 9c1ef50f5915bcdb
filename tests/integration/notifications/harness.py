"""The notifications service as a process, with its broker, its database, a mail server and people's contacts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from pymongo import MongoClient
from tests.integration.notifications.hook_server import HookServer
from tests.integration.notifications.people import accepted_dossier
from tests.support import broker_view
from tests.support.events import EventPublisher
from tests.support.processes import HttpProcess, ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import notifications
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import ACCEPTED
from contracts.events import AnyEvent
from contracts.topology import SERVICES
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.servers.ports import free_port
from devstack.waiting import wait_until

TIERS = "200ms,400ms"


@dataclass
class NotificationsHarness:
    """The running service and what is around it; events do not disturb each other."""

    amqp_uri: str
    database: Any
    caller: BlockingRpcClient
    sender: EventPublisher
    mail: HttpProcess
    hook: HookServer
    service: ServiceProcess

    def accepted(self, account_id: str, note: str | None = None) -> AnyEvent:
        """Publish that a dossier of this person was accepted."""
        dossier_id = new_id()
        return self.sender.publish(ACCEPTED, dossier_id, accepted_dossier(dossier_id, account_id, note))

    def inbox(self, account_id: str, **filters: Any) -> Page[notifications.Message]:
        request = notifications.ListMessages(**filters)
        return self.caller.call(notifications.list_messages, request, _context(account_id))

    def inbox_message(self, account_id: str, event: AnyEvent) -> notifications.Message:
        """The message that this event became, in the person's inbox."""

        def about_it() -> list[notifications.Message]:
            found = self.inbox(account_id, limit=100).items
            return [message for message in found if message.dossier_id == event.payload.dossier_id]

        wait_until(about_it, 10, f"a message for {account_id}")
        assert len(about_it()) == 1
        return about_it()[0]

    def mark_read(self, account_id: str, message_id: str) -> notifications.Message:
        request = notifications.MarkRead(command_id=new_id(), message_id=message_id)
        return self.caller.call(notifications.mark_read, request, _context(account_id))

    def rows(self, event: AnyEvent) -> dict[str, dict[str, Any]]:
        """What is stored for an event, by channel."""
        found = list(self.database.messages.find({"event_id": event.event_id}))
        rows = {row["channel"]: row for row in found}
        assert len(rows) == len(found)
        return rows

    def evidence(self, event: AnyEvent) -> set[tuple[str, str]]:
        """Type and channel of the events about an event's messages."""
        ids = [row["_id"] for row in self.rows(event).values()]
        recorded = self.database.events.find({"aggregate_id": {"$in": ids}})
        return {(entry["type"], entry["payload"]["channel"]) for entry in recorded}

    def mails_of(self, event: AnyEvent) -> list[dict[str, Any]]:
        """What the mail server has of an event's e-mail."""
        row = self.rows(event).get("email")
        found = httpx.get(f"{self.mail.url}/api/v1/messages?limit=1000").json()["messages"]
        return [mail for mail in found if row and mail["MessageID"].startswith(row["_id"])]

    def mail_of(self, event: AnyEvent) -> dict[str, Any]:
        """The one e-mail of an event, with its text."""
        wait_until(lambda: self.mails_of(event), 15, "an e-mail")
        (mail,) = self.mails_of(event)
        details: dict[str, Any] = httpx.get(f"{self.mail.url}/api/v1/message/{mail['ID']}").json()
        return details

    def dead_letters(self) -> int:
        return broker_view.depth(self.amqp_uri, "dead.notifications")


@contextmanager
def run_notifications(
    broker: BrokerAddress, mongo: MongoAddress, logs: Path
) -> Iterator[NotificationsHarness]:
    name = f"test_notifications_{new_id().replace('-', '')}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(
        vhost.uri, topology.build_topology(SERVICES, tiers=retry_tiers.parse_tiers(TIERS))
    )
    sender, caller, smtp_port = (
        EventPublisher(vhost.uri),
        BlockingRpcClient(vhost.uri, name="test"),
        free_port(),
    )
    mail = HttpProcess("simulators.mail", logs / "mail.log", smtp_port=smtp_port)
    common = {"amqp_uri": vhost.uri, "mongo_uri": database.uri, "mongo_database": name, "retry_tiers": TIERS}
    contacts = ServiceProcess(
        "tests.integration.notifications.contacts_service",
        logs / "contacts.log",
        service="accounts",
        **common,
    )
    client: MongoClient[dict[str, Any]]
    try:
        with contacts, mail, HookServer() as hook, MongoClient(database.uri, tz_aware=True) as client:
            service = ServiceProcess(
                "tests.integration.notifications.service_with_hook",
                logs / "notifications.log",
                service="notifications",
                message_channels="email,hook",
                smtp_host="127.0.0.1",
                smtp_port=smtp_port,
                mail_from="no-reply@motcua.example",
                hook_url=hook.url,
                **common,
            )
            with service:
                for process in (contacts, mail, service):
                    wait_until(process.is_ready, 20, "all are ready")
                yield NotificationsHarness(
                    vhost.uri, client[database.name], caller, sender, mail, hook, service
                )
    finally:
        caller.close()
        sender.close()
        broker.drop_vhost(vhost.name)
        mongo.drop_database(database.name)


def _context(account_id: str) -> Context:
    return Context.new(Actor(kind=ActorKind.CITIZEN, account_id=account_id), timeout_s=10)
