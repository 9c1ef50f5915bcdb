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
from notifications.application import delivery, enqueue, inbox, problems
from notifications.channels.registry import load_channels, timer_kinds
from notifications.domain.templates import load
from notifications.repository.indexes import create_indexes
from notifications.settings import NotificationsSettings


class NotificationsService(Service):
    name = "notifications"

    channels = ProcessScoped(NotificationsSettings, lambda settings: load_channels(settings.message_channels))
    templates = ProcessScoped(
        NotificationsSettings, lambda settings: load(enqueue.event_types(), settings.portal)
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

    @event_handler(topology.NOTIFICATIONS_ACCOUNTS)
    def on_account(self, event: AnyEvent, context: Context) -> None:
        self._notify(topology.NOTIFICATIONS_ACCOUNTS, event, context)

    @event_handler(topology.NOTIFICATIONS_MESSAGES)
    def on_message(self, event: AnyEvent, context: Context) -> None:
        """To the inbox alone: the address did not work."""
        template = self.templates[event.type]
        enqueue.notify(
            self.store, self.rpc_client, (), template, topology.NOTIFICATIONS_MESSAGES, event, context
        )

    @event_handler(topology.NOTIFICATIONS_PROBLEMS)
    def on_problem(self, event: AnyEvent, context: Context) -> None:
        problems.follow(self.store, event, context)

    @rpc(contract.list_problems)
    def list_problems(self, request: contract.ListProblems, context: Context) -> Page[contract.DeskProblem]:
        return problems.list_problems(self.store, request, context)

    @rpc(contract.close_problem)
    def close_problem(self, request: contract.CloseProblem, context: Context) -> contract.DeskProblem:
        return problems.close_problem(self.store, request, context)

    @timer_handler(*timer_kinds())
    def send(self, timer: Timer, context: Context) -> None:
        delivery.deliver(self.store, self.channels, timer.key, context)

    def _notify(self, subscription: Subscription, event: AnyEvent, context: Context) -> None:
        template = self.templates[event.type]
        enqueue.notify(self.store, self.rpc_client, self.channels, template, subscription, event, context)
