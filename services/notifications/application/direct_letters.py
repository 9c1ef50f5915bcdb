"""Direct letters: what goes to one address by itself, such as a code that proves it. No copy is in the inbox."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis.core.ids import new_id
from chassis.runtime.service import ReceivedEvent, RpcClient
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import topology
from contracts.accounts import DirectLetter
from contracts.events import AnyEvent
from notifications.channels.base import Channel
from notifications.channels.registry import LETTER_TIMER_KIND, Channels
from notifications.clients.accounts import find_letters
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import Template
from notifications.repository.messages import MessageRepository


def enqueue_letters(
    store: Store,
    client: RpcClient,
    channels: Channels,
    templates: Mapping[str, Template],
    received: Sequence[ReceivedEvent],
) -> None:
    """Store the letters of these events, without their codes; an event that comes twice has one effect.

    Nothing for those of nobody, that are void, or whose channel is switched off. Raises ServiceError.
    """
    ids = [each.event.payload.letter_id for each in received]
    letters = find_letters(client, ids, received[0].context)
    due = [each for each in received if each.event.payload.letter_id in letters]

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        messages = []
        for event, _ in new:
            letter = letters[event.payload.letter_id]
            channel = channels.find(letter.channel)
            if channel is not None:
                messages.append(_compose(channel, templates[event.type], event, letter, uow.now))
        uow.repository(MessageRepository).add(messages)
        for message in messages:
            uow.schedule(LETTER_TIMER_KIND, message.message_id, uow.now, {})

    if due:
        store.handle_batch_once(topology.NOTIFICATIONS_LETTERS, due, work)


def _compose(
    channel: Channel, template: Template, event: AnyEvent, letter: DirectLetter, now: datetime
) -> ChannelMessage:
    text = template.fill(event, letter.full_name, letter.locale)
    return ChannelMessage(
        message_id=new_id(),
        version=0,
        event_id=event.event_id,
        account_id=letter.account_id,
        channel=channel.kind,
        template=template.name,
        locale=letter.locale,
        subject=text.subject,
        body=text.body_in(channel.form),
        dossier_id=None,
        created_at=now,
        address=letter.address,
        letter_id=letter.letter_id,
    )
