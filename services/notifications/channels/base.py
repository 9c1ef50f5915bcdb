"""The port of the message channels: what each must do to bring a text to a person.

A permanent failure is about this address or this message only: the next message to somebody else may still be taken.
All that is about the channel's server or our account there is temporary: a wrong key (401, 403), a rate limit (429), a
wrong path (404), a fault (5xx), no answer. An operator mends it, and the messages of a day go out; taken for permanent,
one wrong key would end every message.
"""

from typing import Protocol

from contracts.accounts import Contact
from notifications.domain.messages import ChannelMessage
from notifications.domain.templates import TextForm


class PermanentFailure(Exception):
    """Raised when this message, or any to this address, will never be taken. The text is the reason, and names no person."""


class TemporaryFailure(Exception):
    """Raised when the message may be taken later, or may have been taken: the outcome is unknown. Names no person."""


class ServerAway(TemporaryFailure):
    """Raised when the channel's server cannot be reached: no other message is tried with it just now."""


class Channel(Protocol):
    """A way to reach people outside the portal. One object for the whole process, used by many threads at once."""

    @property
    def kind(self) -> str:
        """The key in the registry, in stored messages and in events; never changed."""

    @property
    def form(self) -> TextForm:
        """Which of a template's texts it carries."""

    def address_of(self, contact: Contact) -> str | None:
        """Where it reaches this person; None when it cannot."""

    def send(self, message: ChannelMessage) -> None:
        """Hand over to the channel's server; blocks. Called again after a crash or a TemporaryFailure.

        So the same `message_id` must make a second copy recognisable. Raises PermanentFailure, TemporaryFailure,
        ServerAway.
        """
