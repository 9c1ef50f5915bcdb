"""A long-lived channel for RPC: consumes one queue and publishes beside it, one write per message."""

from collections.abc import Callable
from typing import Any

from amqp import Message as AmqpMessage
from eventlet.semaphore import Semaphore
from kombu import Queue

from chassis.consume import DrainingConsumer, LinkDown
from chassis.frames import Delivery, FrameReader, Outgoing, ack_frame, publish_frames


class Lane(DrainingConsumer):
    """As `DrainingConsumer`, with bare deliveries. Publishing is unconfirmed and never waits for the broker.

    Stock nameko opens a pool by address, declares and binds its reply queue and waits for a confirm at every call:
    about four round trips more than the work needs.
    """

    def __init__(
        self,
        amqp_uri: str,
        queue: Queue,
        on_delivery: Callable[[Delivery], None],
        prefetch_count: int,
        *,
        no_ack: bool = False,
        on_return: Callable[[str], None] = lambda _correlation_id: None,
        on_connected: Callable[[bool], None] | None = None,
    ) -> None:
        super().__init__(
            amqp_uri, [queue], self._unexpected, prefetch_count, no_ack=no_ack, on_connected=on_connected
        )
        self.on_delivery = on_delivery
        self.on_return = on_return
        self.writing = Semaphore()
        self.amqp: Any = None

    def get_consumers(self, consumer_cls: Any, channel: Any) -> list[Any]:
        self.amqp = channel.connection
        self._send = self.amqp.transport._write
        self.amqp.transport._write = self._write
        FrameReader(self.amqp, channel.channel_id, self._arrived)
        channel.events["basic_return"].add(self._returned)
        return super().get_consumers(consumer_cls, channel)

    def publish(self, exchange: str, routing_key: str, message: Outgoing, *, mandatory: bool = False) -> None:
        """Raises LinkDown when there is no connection or it broke meanwhile."""
        self._write_out(lambda channel, limit: publish_frames(
            channel, limit, exchange, routing_key, message, mandatory=mandatory
        ))  # fmt: skip

    def answer(self, exchange: str, routing_key: str, message: Outgoing, delivery: Delivery) -> None:
        """Publish the answer to a delivery and acknowledge it, in one write. Raises LinkDown."""
        self._settle_with(delivery, lambda channel, limit: publish_frames(
            channel, limit, exchange, routing_key, message, mandatory=False
        ) + ack_frame(channel, delivery.tag))  # fmt: skip

    def ack_delivery(self, delivery: Delivery) -> None:
        """Raises LinkDown; the broker then delivers it again."""
        self._settle_with(delivery, lambda channel, _limit: ack_frame(channel, delivery.tag))

    def give_back(self, delivery: Delivery) -> None:
        """Let the broker deliver it to somebody else."""
        if self._take_off(delivery):
            self.channel.basic_reject(delivery.tag, requeue=True)

    def _settle_with(self, delivery: Delivery, frames: Callable[[int, int], bytes]) -> None:
        if not self._take_off(delivery):
            raise LinkDown
        self._write_out(frames)

    def _take_off(self, delivery: Delivery) -> bool:
        """False when its connection is gone: the broker has taken it back, and its tag may mean another by now."""
        if delivery.connection is not self.amqp or self.channel is None:
            return False
        self.unsettled.discard(delivery.tag)
        return True

    def _write_out(self, frames: Callable[[int, int], bytes]) -> None:
        channel, amqp = self.channel, self.amqp
        if channel is None or not amqp.connected:
            raise LinkDown
        try:
            self._write(frames(channel.channel_id, amqp.frame_max))
        except OSError as error:
            self.drop()
            raise LinkDown from error
        amqp.bytes_sent += 1

    def _write(self, data: Any) -> None:
        # One writer at a time, py-amqp's own frames included: a large frame may need several system calls.
        with self.writing:
            self._send(data)

    def _arrived(self, delivery: Delivery) -> None:
        if not self.no_ack:
            self.unsettled.add(delivery.tag)
        if self.cancelled:
            self.give_back(delivery)
        else:
            self.on_delivery(delivery)

    def _returned(self, _error: Any, _exchange: str, _routing_key: str, message: AmqpMessage) -> None:
        self.on_return(message.properties.get("correlation_id", ""))

    def _unexpected(self, _message: Any) -> None:
        raise AssertionError("deliveries of this channel are read by FrameReader")
