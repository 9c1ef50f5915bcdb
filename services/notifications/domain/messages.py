"""A message to one person by one channel, and what may become of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from contracts.notifications import MessageChannel

PATIENCE = timedelta(days=1)
"""How long a message is offered to the mail server."""


class Delivery(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Post:
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
    state: Delivery = Delivery.PENDING
    address: str | None = None
    settled_at: datetime | None = None
    read_at: datetime | None = None


def sent(post: Post, at: datetime) -> Post:
    return _settled(post, Delivery.SENT, at)


def failed(post: Post, at: datetime) -> Post:
    return _settled(post, Delivery.FAILED, at)


def is_given_up(post: Post, at: datetime) -> bool:
    return at >= post.created_at + PATIENCE


def _settled(post: Post, state: Delivery, at: datetime) -> Post:
    assert post.state is Delivery.PENDING
    return replace(post, state=state, settled_at=at, version=post.version + 1)
