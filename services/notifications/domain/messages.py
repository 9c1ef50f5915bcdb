"""A message to one person by one channel, and the states of its delivery."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.notifications import ChannelKind, MessageSent

DELIVERY_LIMIT = timedelta(days=1)
"""How long a message is offered to its channel."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class ChannelMessage:
    """A message as stored. `version` counts its changes: 0 while it waits. Times are UTC.

    The message itself is the evidence of its delivery: by which channel, to whom, `settled_at` when.

    `address` is where its channel reaches the person; the inbox needs none. `agency_code` and `dossier_code` say whose
    dossier it is about. `letter_id` is that of a direct letter, whose body has CODE where the code is filled in when it is
    handed over.
    """

    message_id: str
    version: int
    event_id: str
    account_id: str
    channel: ChannelKind
    template: str
    locale: str
    subject: str
    body: str
    dossier_id: str | None
    created_at: datetime
    state: DeliveryState = DeliveryState.PENDING
    address: str | None = None
    settled_at: datetime | None = None
    read_at: datetime | None = None
    agency_code: str | None = None
    dossier_code: str | None = None
    letter_id: str | None = None


CODE = "{one_time_code}"
"""Stands in a stored body for the code, which is stored nowhere."""


def with_code(message: ChannelMessage, code: str) -> ChannelMessage:
    """As it is handed over; never stored."""
    return replace(message, body=message.body.replace(CODE, code))


def sent(message: ChannelMessage, at: datetime) -> ChannelMessage:
    return _settled(message, DeliveryState.SENT, at)


def failed(message: ChannelMessage, at: datetime) -> ChannelMessage:
    return _settled(message, DeliveryState.FAILED, at)


def is_past_delivery_limit(message: ChannelMessage, at: datetime) -> bool:
    return at >= message.created_at + DELIVERY_LIMIT


def delivery_evidence(message: ChannelMessage) -> MessageSent:
    """What an event says of its delivery: no text and no address."""
    return MessageSent(
        message_id=message.message_id,
        account_id=message.account_id,
        channel=message.channel,
        template=message.template,
    )


def _settled(message: ChannelMessage, state: DeliveryState, at: datetime) -> ChannelMessage:
    assert message.state is DeliveryState.PENDING
    return replace(message, state=state, settled_at=at, version=message.version + 1)
