"""An event becomes messages: one to the inbox, one by e-mail where there is an address."""

from collections.abc import Sequence
from dataclasses import replace

from chassis.core.ids import new_id
from chassis.storage.unit_of_work import UnitOfWork
from contracts.accounts import Contact
from contracts.events import AnyEvent
from contracts.notifications import MESSAGE_SENT, MessageChannel, MessageSent
from notifications.domain.messages import ChannelMessage, sent
from notifications.domain.templates import Template
from notifications.repository.messages import MessageRepository

SEND_TIMER = "notifications.send"
"""The kind of the timer; its key is the message's id."""


def enqueue_all(
    uow: UnitOfWork,
    repository: MessageRepository,
    template: Template,
    event: AnyEvent,
    people: Sequence[Contact],
) -> None:
    for contact in people:
        enqueue(uow, repository, template, event, contact)


def enqueue(
    uow: UnitOfWork, repository: MessageRepository, template: Template, event: AnyEvent, contact: Contact
) -> None:
    letter = _compose(uow, template, event, contact)
    _to_inbox(uow, repository, letter)
    if contact.email:
        email = replace(letter, message_id=new_id(), channel=MessageChannel.EMAIL, address=contact.email)
        repository.add(email, uow.session)
        uow.schedule(SEND_TIMER, email.message_id, uow.now, {})


def delivery_evidence(letter: ChannelMessage) -> MessageSent:
    return MessageSent(
        message_id=letter.message_id,
        account_id=letter.account_id,
        channel=letter.channel,
        template=letter.template,
    )


def _to_inbox(uow: UnitOfWork, repository: MessageRepository, letter: ChannelMessage) -> None:
    delivered = sent(letter, uow.now)
    repository.add(delivered, uow.session)
    uow.record_event(MESSAGE_SENT, delivered.message_id, delivered.version, delivery_evidence(delivered))


def _compose(uow: UnitOfWork, template: Template, event: AnyEvent, contact: Contact) -> ChannelMessage:
    words = template.fill(event, contact.full_name, contact.locale)
    return ChannelMessage(
        message_id=new_id(),
        version=0,
        event_id=event.event_id,
        account_id=contact.account_id,
        channel=MessageChannel.INBOX,
        template=template.name,
        locale=contact.locale,
        subject=words.subject,
        body=words.body,
        dossier_id=event.payload.dossier_id,
        created_at=uow.now,
    )
