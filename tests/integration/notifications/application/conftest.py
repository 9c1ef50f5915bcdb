"""The use cases of notifications in the test's own process, over a real database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from tests.integration.notifications.hook import HookChannel, HookSettings
from tests.integration.notifications.hook_server import HookServer
from tests.integration.notifications.people import PEOPLE, accepted_dossier
from tests.support.events import make_event
from tests.support.rpc_stub import StubRpcClient
from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.encryption import cipher_of
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.timers import Timer, TimerClaim
from contracts import accounts, topology
from contracts.accounts import Contacts, GetContacts
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import ACCEPTED
from contracts.events import AnyEvent
from contracts.notifications import ListMessages, MarkRead, Message
from devstack.servers.mongo_address import MongoAddress
from notifications.application import inbox
from notifications.application.delivery import deliver
from notifications.application.enqueue import enqueue, event_types, notify
from notifications.channels.base import Channel
from notifications.channels.email import EmailChannel, EmailSettings
from notifications.channels.registry import Channels
from notifications.domain.templates import load
from notifications.repository.indexes import create_indexes
from notifications.repository.messages import PERSONAL_FIELDS

TEMPLATES = load(event_types())
NOBODY_LISTENS = 9


def contacts_of(request: GetContacts) -> Contacts:
    """Those of the people of the tests."""
    found = (PEOPLE[account_id] for account_id in request.account_ids if account_id in PEOPLE)
    return Contacts(contacts=tuple(found))


def context_of(account_id: str) -> Context:
    return Context.new(Actor(kind=ActorKind.CITIZEN, account_id=account_id))


@dataclass(frozen=True)
class NotificationsApplication:
    """The use cases with two channels: e-mail, whose server is away, and one with a real server."""

    store: Store
    channels: Channels
    hook: HookServer
    client: StubRpcClient
    """Accounts, as far as the people of the tests have one."""

    def accepted(self, account_id: str, note: str | None = None) -> AnyEvent:
        """An event about a dossier of this person, with its messages stored."""
        dossier_id = new_id()
        event = make_event(ACCEPTED, dossier_id, accepted_dossier(dossier_id, account_id, note))
        self.enqueue(event, account_id)
        return event

    def enqueue(self, event: AnyEvent, account_id: str) -> bool:
        """False when this event had its messages before."""
        addressed = [(event, (PEOPLE[account_id],))]
        return self.store.handle_once(
            topology.NOTIFICATIONS_DOSSIERS,
            event,
            Context.new(),
            lambda uow: enqueue(uow, self.channels, TEMPLATES, addressed),
        )

    def notify(self, *events: AnyEvent) -> None:
        """What the handler does with events that have come together."""
        received = [ReceivedEvent(event, Context.new().as_service("notifications")) for event in events]
        subscription = topology.NOTIFICATIONS_DOSSIERS
        notify(self.store, self.client, self.channels, TEMPLATES, subscription, received)

    def deliver(self, *message_ids: str, channels: Channels | None = None) -> dict[str, Exception]:
        """What the timers of these messages do when they are run together; why one is to be tried again."""
        return deliver(self.store, channels or self.channels, self.timers_of(*message_ids), Context.new())

    def timers_of(self, *message_ids: str) -> list[Timer]:
        """Of these messages, claimed; of one that was sent, the timer that it had."""
        found = {row["key"]: row for row in self.store.database.timers.find({"key": {"$in": message_ids}})}
        rows = [found.get(key, {"kind": "notifications.send", "token": "gone"}) for key in message_ids]
        return [
            Timer(row["kind"], key, utcnow(), {}, 1, TimerClaim(row["token"]))
            for key, row in zip(message_ids, rows, strict=True)
        ]

    def send(self, timers: Sequence[Timer]) -> dict[str, Exception]:
        return deliver(self.store, self.channels, timers, Context.new())

    def rows(self, event: AnyEvent) -> dict[str, dict[str, Any]]:
        """The stored messages of an event, by channel, with their personal fields open."""
        cipher = cipher_of(self.store.database)
        stored = self.store.database.messages.find({"event_id": event.event_id})
        found = [PERSONAL_FIELDS.open(row, cipher) for row in stored]
        rows = {row["channel"]: row for row in found}
        assert len(rows) == len(found)
        return rows

    def evidence(self, event: AnyEvent) -> set[tuple[str, str]]:
        """Type and channel of the events about an event's messages."""
        ids = [row["_id"] for row in self.rows(event).values()]
        recorded = self.store.database.events.find({"aggregate_id": {"$in": ids}})
        return {(entry["type"], entry["payload"]["channel"]) for entry in recorded}

    def timers(self, event: AnyEvent) -> dict[str, str]:
        """The kinds of the timers of an event's messages, by channel."""
        found = {row["_id"]: channel for channel, row in self.rows(event).items()}
        timers = self.store.database.timers.find({"key": {"$in": list(found)}})
        return {found[timer["key"]]: timer["kind"] for timer in timers}

    def inbox(self, account_id: str, **filters: Any) -> Page[Message]:
        return inbox.list_messages(self.store, ListMessages(**filters), context_of(account_id))

    def message(self, account_id: str, event: AnyEvent) -> Message:
        """The message in the inbox about this event."""
        found = self.inbox(account_id, limit=100).items
        (message,) = [each for each in found if each.dossier_id == event.payload.dossier_id]
        return message

    def mark_read(self, account_id: str, message_id: str) -> Message:
        request = MarkRead(command_id=new_id(), message_id=message_id)
        return inbox.mark_read(self.store, request, context_of(account_id))


@pytest.fixture(scope="package")
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "notifications", create_indexes) as opened:
        yield opened


@pytest.fixture
def application(store: Store) -> Iterator[NotificationsApplication]:
    """The database is that of all tests; the second channel's server is new."""
    email = EmailSettings(
        smtp_host="127.0.0.1", smtp_port=NOBODY_LISTENS, smtp_timeout_s=1, mail_from="no-reply@motcua.example"
    )
    with HookServer() as hook:
        channels: list[Channel] = [
            EmailChannel(email),
            HookChannel(HookSettings(hook_url=hook.url, hook_timeout_s=1)),
        ]
        client = StubRpcClient("notifications")
        client.answers(accounts.get_contacts, contacts_of)
        yield NotificationsApplication(store, Channels(channels), hook, client)
