"""The table of contents of notifications."""

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    Service,
    SettingsDependency,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import notifications, topology
from contracts.base import Page
from contracts.events import AnyEvent, Subscription
from notifications.application import inbox
from notifications.application.delivery import Sender
from notifications.application.enqueue import SEND_TIMER, enqueue_all
from notifications.channels.email import EmailChannel
from notifications.clients.accounts import find_contacts
from notifications.domain.audience import audience
from notifications.domain.templates import load
from notifications.repository.messages import MessageRepository, create_indexes
from notifications.settings import NotificationsSettings

SUBSCRIPTIONS = (topology.NOTIFICATIONS_DOSSIERS, topology.NOTIFICATIONS_PAYMENTS)


class NotificationsService(Service):
    name = "notifications"

    settings = SettingsDependency(NotificationsSettings)
    mailer = ProcessScoped(NotificationsSettings, EmailChannel)
    templates = ProcessScoped(
        NotificationsSettings, lambda _: load(kind for heard in SUBSCRIPTIONS for kind in heard.types)
    )
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(notifications.list_messages)
    def list_messages(
        self, request: notifications.ListMessages, context: Context
    ) -> Page[notifications.Message]:
        return inbox.list_messages(self.posts, request, context.actor)

    @rpc(notifications.mark_read)
    def mark_read(self, request: notifications.MarkRead, context: Context) -> notifications.Message:
        posts = self.posts
        return self.store.run_idempotent(
            notifications.mark_read, request, context, lambda uow: inbox.mark_read(uow, posts, request)
        )

    @event_handler(topology.NOTIFICATIONS_DOSSIERS)
    def on_dossier(self, event: AnyEvent, context: Context) -> None:
        self.notify(topology.NOTIFICATIONS_DOSSIERS, event, context)

    @event_handler(topology.NOTIFICATIONS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        self.notify(topology.NOTIFICATIONS_PAYMENTS, event, context)

    @timer_handler(SEND_TIMER)
    def send(self, timer: Timer, context: Context) -> None:
        Sender(self.store, self.mailer).send(timer.key, context)

    def notify(self, heard: Subscription, event: AnyEvent, context: Context) -> None:
        people = find_contacts(self.rpc_client, audience(event), context.as_service(self.name))
        posts, template = self.posts, self.templates[event.type]
        self.store.handle_once(
            heard, event, context, lambda uow: enqueue_all(uow, posts, template, event, people)
        )

    @property
    def posts(self) -> MessageRepository:
        return MessageRepository(self.store.database)
