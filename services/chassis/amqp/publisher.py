"""Confirming publisher: persistent messages, publisher confirms, a time limit for every wait."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from amqp import Message, spec
from amqp.exceptions import AMQPError, MessageNacked

from chassis.amqp.connection import connect

#: Seconds within which the broker must have confirmed what one call publishes.
CONFIRM_TIMEOUT_S = 2.5
CONTENT_TYPE = "application/json"


class NotPublished(Exception):
    """Raised when the broker did not confirm: unreachable, blocked, or refusing. It may still have taken some messages."""


@dataclass(frozen=True)
class OutgoingMessage:
    """A persistent message to publish. `message_id` must be unique within one call of `publish`."""

    exchange: str
    routing_key: str
    message_id: str
    body: bytes
    headers: dict[str, Any] = field(default_factory=dict)
    content_type: str = CONTENT_TYPE
    content_encoding: str = "utf-8"

    def to_amqp(self) -> Message:
        return Message(
            self.body,
            message_id=self.message_id,
            content_type=self.content_type,
            content_encoding=self.content_encoding,
            delivery_mode=2,
            application_headers=self.headers,
        )


class ConfirmingPublisher:
    """Publisher on one connection, for one caller at a time; any error closes the connection, the next call reopens it."""

    def __init__(self, amqp_uri: str, confirm_s: float = CONFIRM_TIMEOUT_S) -> None:
        self._uri = amqp_uri
        self._confirm_s = confirm_s
        self._connection: Any = None
        self._channel: Any = None

    def publish(self, messages: Sequence[OutgoingMessage]) -> frozenset[str]:
        """Publish all and wait for every confirm; the ids of those that no queue takes. Raises NotPublished.

        An idle connection may be lost unnoticed, so the first failure on an open one is repeated once on a new one:
        messages may be doubled.
        """
        was_open = self._channel is not None
        try:
            return self._publish(messages)
        except NotPublished:
            if not was_open:
                raise
            return self._publish(messages)

    def close(self) -> None:
        """Close the socket without AMQP's closing handshake, which a blocked broker does not answer."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            connection.collect()

    def _publish(self, messages: Sequence[OutgoingMessage]) -> frozenset[str]:
        try:
            return self._send_and_confirm(messages)
        except (AMQPError, OSError, AttributeError) as error:
            self.close()
            raise NotPublished(_described(error, messages)) from error
        except BaseException:
            self.close()
            raise

    def _send_and_confirm(self, messages: Sequence[OutgoingMessage]) -> frozenset[str]:
        if self._channel is None:
            self._connection = connect(self._uri, self._confirm_s)
            self._channel = _ConfirmingChannel(self._connection.channel())
        channel = self._channel
        for message in messages:
            channel.send(message)
        deadline = time.monotonic() + self._confirm_s
        while channel.unconfirmed:
            self._connection.drain_events(timeout=max(0.001, deadline - time.monotonic()))
        returned: frozenset[str] = channel.take_returned()
        return returned


def _described(error: Exception, messages: Sequence[OutgoingMessage]) -> str:
    """What went wrong, and at which exchanges."""
    exchanges = ", ".join(sorted({message.exchange or "the default exchange" for message in messages}))
    return f"{type(error).__name__} at {exchanges}"


class _ConfirmingChannel:
    """A channel in confirm mode: the delivery tags that are not yet confirmed, the messages that were returned."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._last_tag = 0
        self._returned: set[str] = set()
        self.unconfirmed: set[int] = set()
        channel.confirm_select()
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        channel.events["basic_return"].add(self._on_return)

    def send(self, message: OutgoingMessage) -> None:
        # Not basic_publish: that one reads from the socket before each message.
        arguments = (0, message.exchange, message.routing_key, True, False)
        self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message.to_amqp())
        self._last_tag += 1
        self.unconfirmed.add(self._last_tag)

    def take_returned(self) -> frozenset[str]:
        returned, self._returned = self._returned, set()
        return frozenset(returned)

    def _on_ack(self, tag: int, multiple: bool) -> None:
        if multiple:
            self.unconfirmed = {waiting for waiting in self.unconfirmed if waiting > tag}
        else:
            self.unconfirmed.discard(tag)

    def _on_nack(self, _tag: int, _multiple: bool) -> None:
        raise MessageNacked

    def _on_return(self, _error: Any, _exchange: str, _routing_key: str, message: Message) -> None:
        self._returned.add(str(message.properties.get("message_id")))
