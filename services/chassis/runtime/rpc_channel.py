"""Long-lived AMQP channel for RPC: consumes one queue and publishes on the same channel, one write per message."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from amqp import Message as AmqpMessage
from eventlet.semaphore import Semaphore
from kombu import Queue

from chassis.amqp.framing import FrameReader, RpcDelivery, TransientMessage, encode_ack, encode_publish
from chassis.amqp.rpc_protocol import PROBE_KEY, RPC_EXCHANGE
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.runtime.consumer import ConnectionLost, DrainingConsumer

PROBE_EVERY_S = 5.0


class RpcChannel(DrainingConsumer):
    """`DrainingConsumer` of bare deliveries that also publishes, unconfirmed and without waiting for the broker.

    Stock nameko opens a pool by address, declares and binds its reply queue and waits for a confirm at every call:
    about four round trips more than the work needs.
    """

    def __init__(
        self,
        amqp_uri: str,
        queue: Queue,
        on_delivery: Callable[[RpcDelivery], None],
        prefetch_count: int,
        *,
        no_ack: bool = False,
        on_return: Callable[[str], None] = lambda _correlation_id: None,
        on_connected: Callable[[bool, str], None] | None = None,
    ) -> None:
        super().__init__(
            amqp_uri,
            [queue],
            self._refuse_kombu_delivery,
            prefetch_count,
            no_ack=no_ack,
            on_connected=on_connected,
        )
        self.on_delivery = on_delivery
        self.on_return = on_return
        self.write_lock = Semaphore()
        self.amqp: Any = None
        self.published_at = 0.0
        self.probing = False

    def watch_publishing(self, service: str) -> None:
        """Readiness and metric of a broker that holds messages back (an alarm).

        The broker says so only to a connection that publishes, so a quiet one sends a message to nobody now and then.
        """
        self.probing = True
        metrics.BROKER_BLOCKED.labels(service).set_function(lambda: self.blocked)
        health.register(
            "broker takes messages", lambda: not self.blocked, lambda: "the broker's memory or disk alarm"
        )

    def on_iteration(self) -> None:
        super().on_iteration()
        quiet = time.monotonic() - self.published_at >= PROBE_EVERY_S
        if self.probing and quiet and not self.blocked and not self.cancelled:
            with suppress(ConnectionLost):
                self.publish(RPC_EXCHANGE, PROBE_KEY, TransientMessage(b"{}", PROBE_KEY))

    def get_consumers(self, consumer_cls: Any, channel: Any) -> list[Any]:
        self.amqp = channel.connection
        self._send = self.amqp.transport._write
        self.amqp.transport._write = self._write
        FrameReader(self.amqp, channel.channel_id, self._on_rpc_delivery)
        channel.events["basic_return"].add(self._on_basic_return)
        return super().get_consumers(consumer_cls, channel)

    def publish(
        self, exchange: str, routing_key: str, message: TransientMessage, *, mandatory: bool = False
    ) -> None:
        """Raises ConnectionLost when there is no connection or it broke meanwhile."""
        self._send_frames(lambda channel, limit: encode_publish(
            channel, limit, exchange, routing_key, message, mandatory=mandatory
        ))  # fmt: skip

    def reply(
        self, exchange: str, routing_key: str, message: TransientMessage, delivery: RpcDelivery
    ) -> None:
        """Publish the answer to a delivery and acknowledge it, in one write. Raises ConnectionLost."""
        self._settle_delivery(delivery, lambda channel, limit: encode_publish(
            channel, limit, exchange, routing_key, message, mandatory=False
        ) + encode_ack(channel, delivery.tag))  # fmt: skip

    def ack_delivery(self, delivery: RpcDelivery) -> None:
        """Raises ConnectionLost; the broker then delivers it again."""
        self._settle_delivery(delivery, lambda channel, _limit: encode_ack(channel, delivery.tag))

    def requeue_delivery(self, delivery: RpcDelivery) -> None:
        """Let the broker deliver it to another consumer."""
        if self._forget_unsettled(delivery):
            self.channel.basic_reject(delivery.tag, requeue=True)

    def _settle_delivery(self, delivery: RpcDelivery, frames: Callable[[int, int], bytes]) -> None:
        """Raises ConnectionLost. Where its frames cannot be made, it stays unsettled and may be settled otherwise."""
        if not self._is_unsettled(delivery):
            raise ConnectionLost
        data = frames(self.channel.channel_id, self.amqp.frame_max)
        self._forget_unsettled(delivery)
        self._send_frames(lambda _channel, _limit: data)

    def _is_unsettled(self, delivery: RpcDelivery) -> bool:
        return delivery.connection is self.amqp and self.channel is not None

    def _forget_unsettled(self, delivery: RpcDelivery) -> bool:
        """False when its connection is gone: the broker has requeued it, and its tag may name another delivery by now."""
        if not self._is_unsettled(delivery):
            return False
        self.unsettled.remove(delivery.tag)
        return True

    def _send_frames(self, frames: Callable[[int, int], bytes]) -> None:
        channel, amqp = self.channel, self.amqp
        if channel is None or not amqp.connected:
            raise ConnectionLost
        self.published_at = time.monotonic()
        try:
            self._write(frames(channel.channel_id, amqp.frame_max))
        except OSError as error:
            self.abort_connection()
            raise ConnectionLost from error
        amqp.bytes_sent += 1

    def _write(self, data: Any) -> None:
        # One writer at a time, py-amqp's own frames included: a large frame may need several system calls.
        with self.write_lock:
            self._send(data)

    def _on_rpc_delivery(self, delivery: RpcDelivery) -> None:
        if not self.no_ack:
            self.unsettled.add(delivery.tag)
        if self.cancelled:
            self.requeue_delivery(delivery)
        else:
            self.on_delivery(delivery)

    def _on_basic_return(self, _error: Any, _exchange: str, _routing_key: str, message: AmqpMessage) -> None:
        self.on_return(message.properties.get("correlation_id", ""))

    def _refuse_kombu_delivery(self, _message: Any) -> None:
        raise AssertionError("deliveries of this channel are read by FrameReader")
