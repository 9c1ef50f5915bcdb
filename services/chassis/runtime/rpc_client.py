"""RPC client of a service: typed calls with a deadline, on one long-lived channel per process."""

import functools
import itertools
import logging
import time
import uuid
from typing import Any, TypeVar, cast

from amqp.exceptions import AMQPError
from eventlet import Timeout
from eventlet.event import Event
from kombu import Exchange, Queue
from nameko import config
from nameko.extensions import DependencyProvider, SharedExtension

from chassis.amqp.declare import has_consumer
from chassis.amqp.framing import RpcDelivery, TransientMessage
from chassis.amqp.rpc_protocol import (
    REPLY_QUEUE_EXPIRES_MS,
    RPC_EXCHANGE,
    decode_reply,
    encode_request,
    reply_queue_name,
    request_queue_name,
    user_of,
)
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.runtime.consumer import ConnectionLost
from chassis.runtime.rpc_channel import RpcChannel
from contracts.base import AnyMethod, Method, Model
from contracts.errors import ErrorCode, ServiceError

log = logging.getLogger(__name__)

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)

DEFAULT_TIMEOUT_S = 5.0
_PRESENCE_S = 1.0
_PRESENCE_TTL_S = 1.0
UNROUTABLE = b""
"""Put in place of a reply when the broker returns a request that no queue takes; no reply is empty."""


class ReplyConsumer(SharedExtension):
    """The reply queue of this process and the calls that wait for their replies, by correlation id.

    A call is removed however it ends.
    """

    channel: RpcChannel

    def setup(self) -> None:
        self.service = self.container.service_name
        self.user = user_of(config["AMQP_URI"])
        self.pending: dict[str, Event] = {}
        self.away: dict[str, tuple[bool, float]] = {}
        """Of each service that did not answer in time: whether nobody served it, and how long that holds."""
        self.reply_to = str(uuid.uuid4())
        self.numbers = itertools.count()
        queue = Queue(
            reply_queue_name(self.service, self.reply_to),
            Exchange(RPC_EXCHANGE, type="topic", durable=True),
            self.reply_to,
            durable=True,
            queue_arguments={"x-expires": REPLY_QUEUE_EXPIRES_MS},
        )
        self.channel = RpcChannel(
            config["AMQP_URI"], queue, self.on_reply, 0, no_ack=True, on_return=self.on_return,
            on_connected=health.register_connection("replies"),
        )  # fmt: skip
        metrics.RPC_CLIENT_PENDING.labels(self.service).set_function(lambda: len(self.pending))

    def start(self) -> None:
        self.container.spawn_managed_thread(self.channel.run, identifier="reply consumer")
        self.channel.wait_until_consumer_ready()

    def stop(self) -> None:
        self.channel.stop()

    def on_reply(self, delivery: RpcDelivery) -> None:
        self._resolve(delivery.correlation_id, delivery.body)

    def on_return(self, correlation_id: str) -> None:
        self._resolve(correlation_id, UNROUTABLE)

    def _resolve(self, correlation_id: str, body: bytes) -> None:
        waiting = self.pending.pop(correlation_id, None)
        if waiting is not None:
            waiting.send(body)

    def request_reply(self, method: AnyMethod, request: Model, context: Context) -> bytes:
        """Send and wait. Raises ServiceError: unavailable, deadline_exceeded, unknown_service."""
        correlation_id = f"{self.reply_to}.{next(self.numbers)}"
        waiting = self.pending[correlation_id] = Event()
        try:
            self._publish(method, request, context, correlation_id)
            return self._wait(waiting, context, method.service)
        finally:
            self.pending.pop(correlation_id, None)

    def _publish(self, method: AnyMethod, request: Model, context: Context, correlation_id: str) -> None:
        known_away, _ = self.away.get(method.service, (False, 0.0))
        if self.channel.blocked or (known_away and self._is_away(method.service)):
            raise ServiceError(ErrorCode.UNAVAILABLE)
        message = TransientMessage(
            encode_request(request),
            correlation_id,
            headers=context.with_call(method.routing_key).to_headers(),
            reply_to=self.reply_to,
            expiration_ms=max(1, int(_remaining_s(context) * 1000)),
            user_id=self.user,
        )
        try:
            self.channel.publish(RPC_EXCHANGE, method.routing_key, message, mandatory=True)
        except ConnectionLost:
            raise ServiceError(ErrorCode.UNAVAILABLE) from None

    def _is_away(self, service: str) -> bool:
        """Whether nobody serves it just now: asked of the broker at most once a second for each service."""
        answer, until = self.away.get(service, (False, 0.0))
        if time.monotonic() < until:
            return answer
        try:
            with Timeout(_PRESENCE_S, exception=False):
                answer = not has_consumer(config["AMQP_URI"], request_queue_name(service), _PRESENCE_S)
        except (OSError, AMQPError):
            answer = False
        self.away[service] = answer, time.monotonic() + _PRESENCE_TTL_S
        return answer

    def _wait(self, waiting: Event, context: Context, service: str) -> bytes:
        body: bytes | None = waiting.wait(timeout=_remaining_s(context))
        if body is None:
            raise ServiceError(
                ErrorCode.UNAVAILABLE if self._is_away(service) else ErrorCode.DEADLINE_EXCEEDED
            )
        if body == UNROUTABLE:
            raise ServiceError(ErrorCode.UNKNOWN_SERVICE)
        return body


_requests = functools.cache(metrics.RPC_CLIENT_REQUESTS.labels)
_duration = functools.cache(metrics.RPC_CLIENT_DURATION.labels)


class RpcClient:
    """RPC client of a service method; the actor of a call is that of its context, proved by its token."""

    def __init__(self, link: ReplyConsumer, service: str) -> None:
        self.replies = link
        self.service = service

    def call(
        self, method: Method[Req, Res], request: Req, context: Context, timeout_s: float | None = None
    ) -> Res:
        """Call `method` and wait for its answer, at most until the earlier of `timeout_s` and the context's deadline.

        Raises the ServiceError of the called service; unknown_service at once when no service ever offered it;
        deadline_exceeded when it did not answer in time (it may still have acted: repeat with the same command id);
        unavailable when the broker is unreachable, and when nobody serves it: after the first call at once. A request
        that no replica took before its deadline is never run.
        """
        started, outcome = time.perf_counter(), "error"
        try:
            body = self.replies.request_reply(method, request, context.within(timeout_s or DEFAULT_TIMEOUT_S))
            result: Res = decode_reply(method, body)
            outcome = "ok"
        except ServiceError as error:
            outcome = error.code
            raise
        finally:
            labels = self.service, method.service, method.name
            _requests(*labels, outcome).inc()
            _duration(*labels).observe(time.perf_counter() - started)
        return result

    def call_as_self(
        self, method: Method[Req, Res], request: Req, context: Context, timeout_s: float | None = None
    ) -> Res:
        """As `call`, with the calling service as the actor instead of the one whose request it serves."""
        return self.call(method, request, context.as_service(self.service), timeout_s)

    def find_as_self(self, method: Method[Req, Res], request: Req, context: Context) -> Res | None:
        """As `call_as_self`; None where there is no such thing (NOT_FOUND)."""
        try:
            return self.call_as_self(method, request, context)
        except ServiceError as error:
            if error.code is not ErrorCode.NOT_FOUND:
                raise
            return None


class RpcClientProvider(DependencyProvider):
    """nameko provider of the one client of the process."""

    replies = ReplyConsumer()

    def setup(self) -> None:
        self.client = RpcClient(self.replies, self.container.service_name)

    def get_dependency(self, worker_ctx: Any) -> RpcClient:  # noqa: ARG002
        return self.client


def Client() -> RpcClient:  # noqa: N802  reads as the dependency that it is
    """The RPC client as a dependency: declare `services = Client()`, call with `self.services.call(...)`."""
    return cast("RpcClient", RpcClientProvider())


def _remaining_s(context: Context) -> float:
    remaining = context.remaining_s()
    if remaining is None or remaining <= 0:
        raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
    return remaining
