"""An event becomes messages: one to the inbox, one by e-mail where there is an address."""

from collections.abc import Sequence
from dataclasses import replace

from chassis.ids import new_id
from chassis.unit import Unit
from contracts.accounts import Contact
from contracts.events import AnyEvent
from contracts.notifications import MESSAGE_SENT, MessageChannel, MessageSent
from notifications.domain.messages import Post, sent
from notifications.domain.templates import Template
from notifications.repository import PostRepository

SEND = "notifications.send"
"""The kind of the timer; its key is the message's id."""


def post_all(
    unit: Unit,
    repository: PostRepository,
    template: Template,
    event: AnyEvent,
    people: Sequence[Contact],
) -> None:
    for contact in people:
        post(unit, repository, template, event, contact)


def post(
    unit: Unit, repository: PostRepository, template: Template, event: AnyEvent, contact: Contact
) -> None:
    letter = _letter(unit, template, event, contact)
    _to_inbox(unit, repository, letter)
    if contact.email:
        email = replace(letter, message_id=new_id(), channel=MessageChannel.EMAIL, address=contact.email)
        repository.add(email, unit.session)
        unit.schedule(SEND, email.message_id, unit.now, {})


def evidence(letter: Post) -> MessageSent:
    return MessageSent(
        message_id=letter.message_id,
        account_id=letter.account_id,
        channel=letter.channel,
        template=letter.template,
    )


def _to_inbox(unit: Unit, repository: PostRepository, letter: Post) -> None:
    delivered = sent(letter, unit.now)
    repository.add(delivered, unit.session)
    unit.append(MESSAGE_SENT, delivered.message_id, delivered.version, evidence(delivered))


def _letter(unit: Unit, template: Template, event: AnyEvent, contact: Contact) -> Post:
    words = template.fill(event, contact.full_name, contact.locale)
    return Post(
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
        created_at=unit.now,
    )
