"""The message channels that the service knows, and those that are switched on."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from notifications.channels.base import Channel, TemporaryFailure
from notifications.channels.email import EmailChannel

FACTORIES: dict[str, Callable[[], Channel]] = {
    "email": EmailChannel.from_environment,
}
"""By kind: makes the channel from its own settings. A new channel is one line here."""

TIMER_KIND = "notifications.send"
"""The kind of the timers of e-mail: stored rows bear it since there was no other channel."""


LETTER_TIMER_KIND = "notifications.send_letter"
"""The kind of the timers of direct letters: none waits behind messages, and no earlier release sends one, which would
lack its code."""


def timer_kind(channel: str) -> str:
    """One kind for each channel, so that a slow one does not take the places of another."""
    return TIMER_KIND if channel == "email" else f"{TIMER_KIND}.{channel}"


def timer_kinds() -> tuple[str, ...]:
    """Of every channel that the service knows, switched on or not: messages of one switched off wait for their limit."""
    return tuple(timer_kind(channel) for channel in FACTORIES)


class UnknownChannel(LookupError):
    """Raised at start for a channel that the service does not know."""


class Channels:
    """The channels that are switched on, by kind."""

    def __init__(self, channels: Iterable[Channel]) -> None:
        self._channels: Mapping[str, Channel] = {channel.kind: channel for channel in channels}

    def __iter__(self) -> Iterator[Channel]:
        return iter(self._channels.values())

    def find(self, kind: str) -> Channel | None:
        """None for one that is switched off."""
        return self._channels.get(kind)

    def get(self, kind: str) -> Channel:
        """Raises TemporaryFailure for one that is switched off: it may be switched on again while the message waits."""
        try:
            return self._channels[kind]
        except KeyError:
            raise TemporaryFailure("channel switched off") from None


def load_channels(kinds: Iterable[str]) -> Channels:
    """Make the named channels. Raises UnknownChannel; ends the process when the settings of one are wrong."""
    unknown = sorted(set(kinds) - FACTORIES.keys())
    if unknown:
        raise UnknownChannel(", ".join(unknown))
    return Channels(FACTORIES[kind]() for kind in kinds)
