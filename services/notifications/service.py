"""Entrypoints of the notifications service."""

from collections.abc import Mapping, Sequence

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    ReceivedEvent,
    Service,
    Timer,
    event_batch_handler,
    rpc,
    timer_batch_handler,
)
from contracts import notifications as contract
from contracts import topology
from contracts.base import Page
from contracts.events import Subscription
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.retention import ApplyRetention, RetentionPart
from notifications.application import (
    delivery,
    direct_letters,
    enqueue,
    expired_records,
    inbox,
    personal_data,
    problems,
)
from notifications.channels.registry import LETTER_TIMER_KIND, load_channels, timer_kinds
from notifications.domain.templates import load
from notifications.repository.indexes import create_indexes
from notifications.repository.messages import ENCRYPTED
from notifications.settings import NotificationsSettings

GATHER_S = 0.1
"""Seconds between two batches of events, in which more come together; nobody waits for a message by the second."""


class NotificationsService(Service):
    name = "notifications"

    channels = ProcessScoped(NotificationsSettings, lambda settings: load_channels(settings.message_channels))
    templates = ProcessScoped(
        NotificationsSettings, lambda settings: load(enqueue.event_types(), settings.portal)
    )
    store = Mongo(indexes=create_indexes, encrypted=ENCRYPTED)
    rpc_client = Client()

    @rpc(contract.list_messages)
    def list_messages(self, request: contract.ListMessages, context: Context) -> Page[contract.Message]:
        return inbox.list_messages(self.store, request, context)

    @rpc(contract.mark_read)
    def mark_read(self, request: contract.MarkRead, context: Context) -> contract.Message:
        return inbox.mark_read(self.store, request, context)

    @rpc(contract.export_person)
    def export_person(self, request: ExportPerson, context: Context) -> ExportedPart:
        return personal_data.export_person(self.store, request, context)

    @rpc(contract.erase_person)
    def erase_person(self, request: ErasePerson, context: Context) -> Erasure:
        return personal_data.erase_person(self.store, request, context)

    @rpc(contract.apply_retention)
    def apply_retention(self, request: ApplyRetention, context: Context) -> RetentionPart:
        return expired_records.apply_retention(self.store, request, context)

    @event_batch_handler(topology.NOTIFICATIONS_DOSSIERS, pause_s=GATHER_S)
    def on_dossiers(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_DOSSIERS, received)

    @event_batch_handler(topology.NOTIFICATIONS_OWNERS, pause_s=GATHER_S)
    def on_owners(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_OWNERS, received)

    @event_batch_handler(topology.NOTIFICATIONS_PASSINGS, pause_s=GATHER_S)
    def on_passings(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_PASSINGS, received)

    @event_batch_handler(topology.NOTIFICATIONS_DUE_DATES, pause_s=GATHER_S)
    def on_due_dates(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_DUE_DATES, received)

    @event_batch_handler(topology.NOTIFICATIONS_REFUNDS, pause_s=GATHER_S)
    def on_refunds(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_REFUNDS, received)

    @event_batch_handler(topology.NOTIFICATIONS_REFUND_PROBLEMS, pause_s=GATHER_S)
    def on_refund_problems(self, received: Sequence[ReceivedEvent]) -> None:
        problems.follow(self.store, received, topology.NOTIFICATIONS_REFUND_PROBLEMS)

    @event_batch_handler(topology.NOTIFICATIONS_PAYMENTS, pause_s=GATHER_S)
    def on_payments(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_PAYMENTS, received)

    @event_batch_handler(topology.NOTIFICATIONS_ACCOUNTS, pause_s=GATHER_S)
    def on_accounts(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_ACCOUNTS, received)

    @event_batch_handler(topology.NOTIFICATIONS_IDENTITY, pause_s=GATHER_S)
    def on_identity(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_IDENTITY, received)

    @event_batch_handler(topology.NOTIFICATIONS_CREDENTIALS, pause_s=GATHER_S)
    def on_credentials(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_CREDENTIALS, received)

    @event_batch_handler(topology.NOTIFICATIONS_REPRESENTATION, pause_s=GATHER_S)
    def on_representation(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_REPRESENTATION, received)

    @event_batch_handler(topology.NOTIFICATIONS_PERSONAL_DATA, pause_s=GATHER_S)
    def on_personal_data(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_PERSONAL_DATA, received)

    @event_batch_handler(topology.NOTIFICATIONS_BREACHES, pause_s=GATHER_S)
    def on_breaches(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_BREACHES, received)

    @event_batch_handler(topology.NOTIFICATIONS_SECOND_FACTORS, pause_s=GATHER_S)
    def on_second_factors(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_SECOND_FACTORS, received)

    @event_batch_handler(topology.NOTIFICATIONS_MACHINE_CLIENTS, pause_s=GATHER_S)
    def on_machine_clients(self, received: Sequence[ReceivedEvent]) -> None:
        self._notify(topology.NOTIFICATIONS_MACHINE_CLIENTS, received)

    @event_batch_handler(topology.NOTIFICATIONS_LETTERS, pause_s=GATHER_S)
    def on_letters(self, received: Sequence[ReceivedEvent]) -> None:
        direct_letters.enqueue_letters(self.store, self.rpc_client, self.channels, self.templates, received)

    @event_batch_handler(topology.NOTIFICATIONS_MESSAGES, pause_s=GATHER_S)
    def on_messages(self, received: Sequence[ReceivedEvent]) -> None:
        """To the inbox alone: the address did not work."""
        enqueue.notify(
            self.store, self.rpc_client, (), self.templates, topology.NOTIFICATIONS_MESSAGES, received
        )

    @event_batch_handler(topology.NOTIFICATIONS_PROBLEMS, pause_s=GATHER_S)
    def on_problems(self, received: Sequence[ReceivedEvent]) -> None:
        problems.follow(self.store, received)

    @rpc(contract.list_problems)
    def list_problems(self, request: contract.ListProblems, context: Context) -> Page[contract.DeskProblem]:
        return problems.list_problems(self.store, request, context)

    @rpc(contract.close_problem)
    def close_problem(self, request: contract.CloseProblem, context: Context) -> contract.DeskProblem:
        return problems.close_problem(self.store, request, context)

    @timer_batch_handler(
        *timer_kinds(),
        most=delivery.LETTERS_AT_ONCE,
        concurrency=delivery.BATCHES_AT_ONCE,
    )
    def send(self, timers: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
        return delivery.deliver(self.store, self.channels, timers, context)

    @timer_batch_handler(LETTER_TIMER_KIND, most=delivery.LETTERS_AT_ONCE)
    def send_letter(self, timers: Sequence[Timer], context: Context) -> Mapping[str, Exception]:
        return delivery.deliver_letters(self.store, self.rpc_client, self.channels, timers, context)

    def _notify(self, subscription: Subscription, received: Sequence[ReceivedEvent]) -> None:
        enqueue.notify(self.store, self.rpc_client, self.channels, self.templates, subscription, received)
