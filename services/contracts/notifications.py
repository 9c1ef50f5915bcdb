"""What people are told, once per event, channel and recipient."""

from enum import StrEnum

from contracts.base import Command, Identifier, Instant, Method, Model, Page, PageRequest, methods_of
from contracts.events import EventType, events_of

SERVICE = "notifications"


class MessageChannel(StrEnum):
    INBOX = "inbox"
    EMAIL = "email"


class Message(Model):
    """A message in a person's inbox, in their language."""

    message_id: Identifier
    template: str
    subject: str
    body: str
    dossier_id: str | None = None
    created_at: Instant
    read_at: Instant | None = None


class ListMessages(PageRequest):
    """The caller's own inbox, newest first."""

    unread: bool | None = None


class MarkRead(Command):
    message_id: Identifier


class MessageSent(Model):
    """Evidence of hand-over: which template, by which channel, to whose account."""

    message_id: Identifier
    account_id: Identifier
    channel: MessageChannel
    template: str


class MessageFailed(MessageSent):
    """Hand-over was refused or given up after a day."""

    reason: str


list_messages = Method("notifications", "list_messages", ListMessages, Page[Message])
mark_read = Method("notifications", "mark_read", MarkRead, Message)
METHODS = methods_of(__name__)

MESSAGE_SENT = EventType("notifications.message_sent", MessageSent)
MESSAGE_FAILED = EventType("notifications.message_failed", MessageFailed)
EVENTS = events_of(__name__)
