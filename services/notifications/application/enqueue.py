"""An event becomes messages: one to the inbox, and one for each channel that reaches the person."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.service import RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.accounts import Contact
from contracts.events import AnyEvent, AnyEventType, Subscription
from contracts.notifications import INBOX, MESSAGE_FAILED, MESSAGE_SENT, ChannelKind
from notifications.channels.base import Channel
from notifications.channels.registry import timer_kind
from notifications.clients.accounts import find_contacts
from notifications.clients.dossiers import find_applicant
from notifications.domain.audience import audience, has_account
from notifications.domain.messages import ChannelMessage, delivery_evidence, sent
from notifications.domain.templates import Template, TextForm
from notifications.repository.messages import MessageRepository

SUBSCRIPTIONS = (
    topology.NOTIFICATIONS_DOSSIERS,
    topology.NOTIFICATIONS_PAYMENTS,
    topology.NOTIFICATIONS_ACCOUNTS,
    topology.NOTIFICATIONS_MESSAGES,
)
"""Those whose events become messages."""


def event_types() -> tuple[AnyEventType, ...]:
    """The types of events that become messages; each has a template."""
    return tuple(kind for each in SUBSCRIPTIONS for kind in each.types)


def notify(
    store: Store,
    client: RpcClient,
    channels: Iterable[Channel],
    template: Template,
    subscription: Subscription,
    event: AnyEvent,
    context: Context,
) -> None:
    """Store the messages of an event to its audience; an event that comes twice has one effect."""
    (contacts,) = find_contacts(client, [audience(event)], context)
    applicant = find_applicant(client, event, context)
    if applicant is not None:
        contacts = (*contacts, applicant)
    store.handle_once(
        subscription, event, context, lambda uow: enqueue(uow, channels, template, event, contacts)
    )


def enqueue(
    uow: UnitOfWork,
    channels: Iterable[Channel],
    template: Template,
    event: AnyEvent,
    contacts: Iterable[Contact],
) -> None:
    """The message in the inbox is delivered with that; each of the others gets a timer of its channel."""
    messages = uow.repository(MessageRepository)
    for contact in contacts:
        for message in _compose(channels, template, event, contact, uow.now):
            if message.channel != INBOX:
                messages.add(message)
                uow.schedule(timer_kind(message.channel), message.message_id, uow.now, {})
                continue
            delivered = sent(message, uow.now)
            messages.add(delivered)
            uow.record_event(
                MESSAGE_SENT, delivered.message_id, delivered.version, delivery_evidence(delivered)
            )


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
        yield message(INBOX, TextForm.FULL, None)
    for channel in channels:
        address = channel.address_of(contact)
        if address:
            yield message(channel.kind, channel.form, address)


def _dossier_of(event: AnyEvent) -> str | None:
    """None for what is about an account or an address."""
    about_address = event.type == MESSAGE_FAILED.name
    return None if about_address else getattr(event.payload, "dossier_id", None)
