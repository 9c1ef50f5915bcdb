"""Entrypoints of the notifications service."""

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    Service,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import notifications as contract
from contracts import topology
from contracts.base import Page
from contracts.events import AnyEvent, Subscription
from notifications.application import delivery, enqueue, inbox
from notifications.channels.registry import load_channels, timer_kinds
from notifications.domain.templates import load
from notifications.repository.indexes import create_indexes
from notifications.settings import NotificationsSettings

SUBSCRIPTIONS = (topology.NOTIFICATIONS_DOSSIERS, topology.NOTIFICATIONS_PAYMENTS)


class NotificationsService(Service):
    name = "notifications"

    channels = ProcessScoped(NotificationsSettings, lambda settings: load_channels(settings.message_channels))
    templates = ProcessScoped(
        NotificationsSettings, lambda _: load(kind for each in SUBSCRIPTIONS for kind in each.types)
    )
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(contract.list_messages)
    def list_messages(self, request: contract.ListMessages, context: Context) -> Page[contract.Message]:
        return inbox.list_messages(self.store, request, context)

    @rpc(contract.mark_read)
    def mark_read(self, request: contract.MarkRead, context: Context) -> contract.Message:
        return inbox.mark_read(self.store, request, context)

    @event_handler(topology.NOTIFICATIONS_DOSSIERS)
    def on_dossier(self, event: AnyEvent, context: Context) -> None:
        self._notify(topology.NOTIFICATIONS_DOSSIERS, event, context)

    @event_handler(topology.NOTIFICATIONS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        self._notify(topology.NOTIFICATIONS_PAYMENTS, event, context)

    @timer_handler(*timer_kinds())
    def send(self, timer: Timer, context: Context) -> None:
        delivery.deliver(self.store, self.channels, timer.key, context)

    def _notify(self, subscription: Subscription, event: AnyEvent, context: Context) -> None:
        template = self.templates[event.type]
        enqueue.notify(self.store, self.rpc_client, self.channels, template, subscription, event, context)
