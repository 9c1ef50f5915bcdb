"""A message to one person by one channel, and what may become of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.notifications import MessageChannel

DELIVERY_LIMIT = timedelta(days=1)
"""How long a message is offered to the mail server."""


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class ChannelMessage:
    """`version` counts the events about it: none while it waits. `address` for e-mail only."""

    message_id: str
    version: int
    event_id: str
    account_id: str
    channel: MessageChannel
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


def sent(post: ChannelMessage, at: datetime) -> ChannelMessage:
    return _settled(post, DeliveryState.SENT, at)


def failed(post: ChannelMessage, at: datetime) -> ChannelMessage:
    return _settled(post, DeliveryState.FAILED, at)


def is_past_delivery_limit(post: ChannelMessage, at: datetime) -> bool:
    return at >= post.created_at + DELIVERY_LIMIT


def _settled(post: ChannelMessage, state: DeliveryState, at: datetime) -> ChannelMessage:
    assert post.state is DeliveryState.PENDING
    return replace(post, state=state, settled_at=at, version=post.version + 1)
