"""Events become messages: one to the inbox, and one for each channel that reaches the person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from chassis.core.ids import new_id
from chassis.runtime.service import ReceivedEvent, RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.accounts import Contact
from contracts.events import AnyEvent, AnyEventType, Subscription
from contracts.notifications import INBOX, MESSAGE_FAILED, ChannelKind
from notifications.channels.base import Channel
from notifications.channels.registry import timer_kind
from notifications.clients.accounts import find_contacts, remind_of_proofs
from notifications.clients.dossiers import find_applicant
from notifications.domain.audience import audience, has_account, is_optional_for
from notifications.domain.messages import ChannelMessage, DeliveryState, sent
from notifications.domain.templates import Template, TextForm
from notifications.repository.messages import MessageRepository

SUBSCRIPTIONS = (
    topology.NOTIFICATIONS_DOSSIERS,
    topology.NOTIFICATIONS_OWNERS,
    topology.NOTIFICATIONS_PASSINGS,
    topology.NOTIFICATIONS_DUE_DATES,
    topology.NOTIFICATIONS_REFUNDS,
    topology.NOTIFICATIONS_PAYMENTS,
    topology.NOTIFICATIONS_ACCOUNTS,
    topology.NOTIFICATIONS_IDENTITY,
    topology.NOTIFICATIONS_CREDENTIALS,
    topology.NOTIFICATIONS_REPRESENTATION,
    topology.NOTIFICATIONS_PERSONAL_DATA,
    topology.NOTIFICATIONS_BREACHES,
    topology.NOTIFICATIONS_SECOND_FACTORS,
    topology.NOTIFICATIONS_MACHINE_CLIENTS,
    topology.NOTIFICATIONS_LETTERS,
    topology.NOTIFICATIONS_MESSAGES,
)
"""Those whose events become messages."""

EMAIL: ChannelKind = "email"
Recipients = tuple[Contact, ...]
"""The people whom an event is for."""


def event_types() -> tuple[AnyEventType, ...]:
    """The types of events that become messages; each has a template."""
    return tuple(kind for each in SUBSCRIPTIONS for kind in each.types)


def notify(
    store: Store,
    client: RpcClient,
    channels: Iterable[Channel],
    templates: Mapping[str, Template],
    subscription: Subscription,
    received: Sequence[ReceivedEvent],
) -> None:
    """Store the messages of these events to their audiences; an event that comes twice has one effect.

    Whom only an address that is not proved would reach has it in the inbox, and a code goes to the address. Events for
    nobody leave nothing behind. Raises NOT_FOUND for a person without account.
    """
    recipients = _find_recipients(client, received)
    addressed = [each for each in received if recipients[each.event.event_id]]

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        events = [(each.event, recipients[each.event.event_id]) for each in new]
        enqueue(uow, channels, templates, events)

    if addressed:
        if EMAIL in {channel.kind for channel in channels}:
            people = (contact for each in addressed for contact in recipients[each.event.event_id])
            remind_of_proofs(client, people, received[0].context)
        store.handle_batch_once(subscription, addressed, work)


def enqueue(
    uow: UnitOfWork,
    channels: Iterable[Channel],
    templates: Mapping[str, Template],
    addressed: Iterable[tuple[AnyEvent, Recipients]],
) -> None:
    """The message in the inbox is delivered with that; each of the others gets a timer of its channel."""
    messages = [
        message
        for event, recipients in addressed
        for contact in recipients
        for message in _compose(channels, templates[event.type], event, contact, uow.now)
    ]
    uow.repository(MessageRepository).add(messages)
    for message in messages:
        if message.state is DeliveryState.PENDING:
            uow.schedule(timer_kind(message.channel), message.message_id, uow.now, {})


def _find_recipients(client: RpcClient, received: Sequence[ReceivedEvent]) -> dict[str, Recipients]:
    """By the event's id: its audience, and an applicant without account."""
    audiences = [audience(each.event) for each in received]
    found = find_contacts(client, audiences, received[0].context)
    recipients: dict[str, Recipients] = {}
    for (event, context), contacts in zip(received, found, strict=True):
        applicant = find_applicant(client, event, context)
        recipients[event.event_id] = contacts if applicant is None else (*contacts, applicant)
    return recipients


def _compose(
    channels: Iterable[Channel], template: Template, event: AnyEvent, contact: Contact, now: datetime
) -> Iterator[ChannelMessage]:
    text = template.fill(event, contact.full_name, contact.locale)

    def message(channel: ChannelKind, form: TextForm, address: str | None) -> ChannelMessage:
        return ChannelMessage(
            message_id=new_id(),
            version=0,
            event_id=event.event_id,
            account_id=contact.account_id,
            channel=channel,
            template=template.name,
            locale=contact.locale,
            subject=text.subject,
            body=text.body_in(form),
            dossier_id=_dossier_of(event),
            created_at=now,
            address=address,
            agency_code=getattr(event.payload, "agency_code", None),
            dossier_code=getattr(event.payload, "code", None) or getattr(event.payload, "dossier_code", None),
        )

    if has_account(contact.account_id):
        yield sent(message(INBOX, TextForm.FULL, None), now)
    for channel in () if is_optional_for(event, contact) else channels:
        address = channel.address_of(contact)
        if address:
            yield message(channel.kind, channel.form, address)


def _dossier_of(event: AnyEvent) -> str | None:
    """None for what is about an account or an address."""
    about_address = event.type == MESSAGE_FAILED.name
    return None if about_address else getattr(event.payload, "dossier_id", None)
