"""The table of contents of notifications."""

from chassis.client import Client
from chassis.config import Configured, Once
from chassis.context import Context
from chassis.events import event_handler
from chassis.mongo import Mongo
from chassis.rpc import rpc
from chassis.timer_rows import Timer
from chassis.timers import timer_handler
from contracts import notifications, topology
from contracts.base import Page
from contracts.events import AnyEvent, Subscription
from notifications import reading
from notifications.addressing import contacts
from notifications.channels.email import Mailer
from notifications.domain.audience import audience
from notifications.domain.templates import load
from notifications.posting import SEND, post_all
from notifications.repository import PostRepository, create_indexes
from notifications.sending import Sender
from notifications.settings import NotificationsSettings

HEARD = (topology.NOTIFICATIONS_DOSSIERS, topology.NOTIFICATIONS_PAYMENTS)


class NotificationsService:
    name = "notifications"

    settings = Configured(NotificationsSettings)
    mailer = Once(NotificationsSettings, Mailer)
    templates = Once(NotificationsSettings, lambda _: load(kind for heard in HEARD for kind in heard.types))
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(notifications.list_messages)
    def list_messages(
        self, request: notifications.ListMessages, context: Context
    ) -> Page[notifications.Message]:
        return reading.list_messages(self.posts, request, context.actor)

    @rpc(notifications.mark_read)
    def mark_read(self, request: notifications.MarkRead, context: Context) -> notifications.Message:
        posts = self.posts
        return self.store.command(
            notifications.mark_read, request, context, lambda unit: reading.mark_read(unit, posts, request)
        )

    @event_handler(topology.NOTIFICATIONS_DOSSIERS)
    def on_dossier(self, event: AnyEvent, context: Context) -> None:
        self.tell(topology.NOTIFICATIONS_DOSSIERS, event, context)

    @event_handler(topology.NOTIFICATIONS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        self.tell(topology.NOTIFICATIONS_PAYMENTS, event, context)

    @timer_handler(SEND)
    def send(self, timer: Timer, context: Context) -> None:
        Sender(self.store, self.mailer).send(timer.key, context)

    def tell(self, heard: Subscription, event: AnyEvent, context: Context) -> None:
        people = contacts(self.rpc_client, audience(event), context.as_service(self.name))
        posts, template = self.posts, self.templates[event.type]
        self.store.consume(heard, event, context, lambda unit: post_all(unit, posts, template, event, people))

    @property
    def posts(self) -> PostRepository:
        return PostRepository(self.store.database)
