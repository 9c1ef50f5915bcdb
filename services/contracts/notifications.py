"""Notifications: messages to people, one for each event, channel and recipient."""

from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Command, Identifier, Instant, Method, Model, Page, PageRequest, methods_of
from contracts.events import EventType, events_of

SERVICE = "notifications"


ChannelKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A message channel's key. Open: which ones there are, beside the inbox, is the registry of the notifications service."""

INBOX: ChannelKind = "inbox"
"""The inbox on the portal, which everybody has."""


class Message(Model):
    """A message in a person's inbox, in their language."""

    message_id: Identifier
    """Id of the message."""
    template: str
    """Name of the template."""
    subject: str
    """Subject, in the person's language."""
    body: str
    """Text, in the person's language."""
    dossier_id: str | None = None
    """Id of the dossier that it is about."""
    created_at: Instant
    """When it was made (UTC)."""
    read_at: Instant | None = None
    """When the person read it; none: unread (UTC)."""


class ListMessages(PageRequest):
    """Query for messages.

    The caller's own inbox, newest first.
    """

    unread: bool | None = None
    """Narrows to those that are unread, or read."""


class MarkRead(Command):
    """Command to mark a message as read."""

    message_id: Identifier
    """Id of the message."""


class MessageSent(Model):
    """Evidence of hand-over: which template, by which channel, to whose account."""

    message_id: Identifier
    """Id of the message."""
    account_id: Identifier
    """Id of the account."""
    channel: ChannelKind
    """Channel by which it was sent."""
    template: str
    """Name of the template."""


class MessageFailed(MessageSent):
    """The hand-over was refused, or did not succeed within a day. `reason` names no person."""

    reason: str
    """Why it could not be handed over."""


list_messages = Method("notifications", "list_messages", ListMessages, Page[Message])
mark_read = Method("notifications", "mark_read", MarkRead, Message)
METHODS = methods_of(__name__)

MESSAGE_SENT = EventType("notifications.message_sent", MessageSent)
MESSAGE_FAILED = EventType("notifications.message_failed", MessageFailed)
EVENTS = events_of(__name__)
