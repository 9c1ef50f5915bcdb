"""RPC entrypoints: nameko's protocol with typed requests, deadlines, draining, and replies on a long-lived channel."""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from kombu import Exchange, Queue
from nameko import config
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, ProviderCollector, SharedExtension

from chassis.amqp.framing import RpcDelivery, TransientMessage
from chassis.amqp.rpc_protocol import (
    CONTENT_TYPE,
    MAX_BODY,
    RPC_EXCHANGE,
    decode_request,
    encode_error,
    encode_result,
    request_queue_name,
)
from chassis.core.access_tokens import UnknownKey
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.observability.health import health
from chassis.observability.json_logging import set_trace_id
from chassis.runtime.callers import Callers
from chassis.runtime.consumer import UNSETTLED_LIMIT_S, ConnectionLost
from chassis.runtime.rpc_channel import RpcChannel
from chassis.storage.errors import translate_error
from contracts.base import AnyMethod, Method, Model
from contracts.errors import ErrorCode, ServiceError

log = logging.getLogger(__name__)

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)
RpcFunction = Callable[[Any, Req, Context], Res]


class RpcServer(SharedExtension, ProviderCollector):
    """Consumer of the queue `rpc-<service>` that routes each request to its entrypoint and sends the reply.

    No message, however malformed, ends the service, and every delivery is settled, whatever happens while its answer
    is made: one that is not would hold a place of the prefetch for ever.
    """

    callers = Callers()
    channel: RpcChannel

    def setup(self) -> None:
        service = self.container.service_name
        queue = Queue(
            request_queue_name(service),
            Exchange(RPC_EXCHANGE, type="topic", durable=True),
            f"{service}.*",
            durable=True,
        )
        self.channel = RpcChannel(
            config["AMQP_URI"],
            queue,
            self.on_delivery, config.get("PREFETCH_COUNT", 50),
            on_connected=health.register_connection("rpc"),
        )  # fmt: skip
        self.channel.watch_settling("rpc", service, config.get("UNSETTLED_LIMIT_S", UNSETTLED_LIMIT_S))
        self.channel.watch_publishing(service)

    def start(self) -> None:
        self.routes = {provider.method.routing_key: provider for provider in self._providers}
        self.container.spawn_managed_thread(self.channel.run, identifier="rpc consumer")
        self.channel.wait_until_consumer_ready()

    def stop(self) -> None:
        self.channel.stop()

    def unregister_provider(self, provider: Any) -> None:
        self.stop()
        super().unregister_provider(provider)

    def on_delivery(self, delivery: RpcDelivery) -> None:
        """Route one request. A malformed one is answered where possible, counted and acknowledged. Never raises."""
        entrypoint = self.routes.get(delivery.routing_key)
        try:
            self._route(delivery, entrypoint)
        except Exception:
            log.exception("reading a request of %s failed", delivery.routing_key)
            method = entrypoint.method.name if entrypoint else "unknown"
            self.fail(delivery, method, ServiceError(ErrorCode.INTERNAL_ERROR))

    def _route(self, delivery: RpcDelivery, entrypoint: Any) -> None:
        context = Context.from_headers(delivery.headers)
        if entrypoint is None:
            self.fail(delivery, "unknown", ServiceError(ErrorCode.NOT_FOUND, what="method"))
        elif (remaining := context.remaining_s()) is not None and remaining <= 0:
            self.settle(delivery, entrypoint.method.name, "expired", None)
        else:
            entrypoint.handle(delivery, context)

    def fail(self, delivery: RpcDelivery, method: str, error: ServiceError) -> None:
        self.settle(delivery, method, error.code, encode_error(error))

    def settle(self, delivery: RpcDelivery, method: str, outcome: str, body: bytes | None) -> None:
        """Reply (`body` None: no reply), count, acknowledge. Never raises: an exception here would end the container."""
        _requests(self.container.service_name, method, outcome).inc()
        try:
            if body is None or not delivery.reply_to:
                self.channel.ack_delivery(delivery)
            else:
                self.channel.reply(
                    RPC_EXCHANGE, delivery.reply_to, TransientMessage(body, delivery.correlation_id), delivery
                )
        except ConnectionLost:
            log.warning("a reply was lost with the broker connection; the request comes again")
        except Exception:
            log.exception("a reply of %s could not be sent", method)
            self._take_away(delivery)

    def _take_away(self, delivery: RpcDelivery) -> None:
        """Acknowledge without a reply: its caller waits until its deadline."""
        try:
            self.channel.ack_delivery(delivery)
        except Exception:
            log.exception(
                "a request could not be acknowledged; its connection is closed, the broker delivers it again"
            )
            self.channel.abort_connection()


class RpcEntrypoint(Entrypoint):
    """nameko entrypoint of one method of the contract."""

    server = RpcServer()

    def __init__(self, method: AnyMethod) -> None:
        self.method = method
        super().__init__()

    def setup(self) -> None:
        self.server.register_provider(self)

    def stop(self) -> None:
        self.server.unregister_provider(self)

    def handle(self, delivery: RpcDelivery, context: Context) -> None:
        """Prove the caller and validate the request on this greenlet, run it in a worker."""
        try:
            proved = self.server.callers.prove(context, delivery.user_id, self.method)
        except UnknownKey:
            later = functools.partial(self._handle_with_new_keys, delivery, context)
            self.container.spawn_managed_thread(later, identifier=f"keys for {self.method.routing_key}")
        except ServiceError as error:
            self.server.fail(delivery, self.method.name, error)
        else:
            self._handle_proved(delivery, proved)

    def _handle_with_new_keys(self, delivery: RpcDelivery, context: Context) -> None:
        try:
            proved = self.server.callers.prove_anew(context, delivery.user_id, self.method)
        except ServiceError as error:
            self.server.fail(delivery, self.method.name, error)
        except Exception:
            log.exception("proving a caller of %s failed", self.method.routing_key)
            self.server.fail(delivery, self.method.name, ServiceError(ErrorCode.INTERNAL_ERROR))
        else:
            self._handle_proved(delivery, proved)

    def _handle_proved(self, delivery: RpcDelivery, context: Context) -> None:
        try:
            if delivery.content_type != CONTENT_TYPE:
                raise ServiceError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, expected=CONTENT_TYPE)
            request = decode_request(self.method, delivery.body)
        except ServiceError as error:
            self.server.fail(delivery, self.method.name, error)
            return
        start = functools.partial(self._spawn, delivery, request, context)
        if self.container._worker_pool.free() > 0:
            start()
        else:
            # A full pool must not stop the consumer's greenlet: it also keeps the heartbeat.
            self.container.spawn_managed_thread(start, identifier=f"waiting {self.method.routing_key}")

    def _spawn(self, delivery: RpcDelivery, request: Model, context: Context) -> None:
        _queue_age(self.container.service_name).observe(context.age_s())
        handle_result = functools.partial(self._handle_result, delivery, time.perf_counter())
        data = {"call_id_stack": list(context.call_id_stack)}
        try:
            self.container.spawn_worker(self, (request, context), {}, data, handle_result)
        except ContainerBeingKilled:
            self.server.channel.requeue_delivery(delivery)

    def _handle_result(
        self, delivery: RpcDelivery, started: float, _worker: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        service, name = self.container.service_name, self.method.name
        body, outcome = self._answer_of(result, exc_info)
        self.server.settle(delivery, name, outcome, body)
        _duration(service, name).observe(time.perf_counter() - started)
        return result, exc_info

    def _answer_of(self, result: Any, exc_info: Any) -> tuple[bytes, str]:
        """The body of the answer and its outcome; internal_error for whatever cannot be written. Never raises."""
        try:
            body, outcome = self._answer(result, exc_info)
            if len(body) <= MAX_BODY:
                return body, outcome
            log.error("the answer of %s is too long", self.method.routing_key, extra={"bytes": len(body)})
        except Exception:
            log.exception("the answer of %s cannot be written", self.method.routing_key)
        return encode_error(ServiceError(ErrorCode.INTERNAL_ERROR)), ErrorCode.INTERNAL_ERROR

    def _answer(self, result: Any, exc_info: Any) -> tuple[bytes, str]:
        if exc_info is None and isinstance(result, self.method.response):
            return encode_result(result), "ok"
        error = (
            translate_error(exc_info[1])
            if exc_info
            else TypeError(f"{self.method.routing_key} returned {type(result).__name__}")
        )
        if not isinstance(error, ServiceError):
            log.error("%s failed", self.method.routing_key, exc_info=error)
            error = ServiceError(ErrorCode.INTERNAL_ERROR)
        return encode_error(error), error.code


def requests_running(container: Any) -> int:
    """Requests that the workers of this process serve now."""
    return sum(isinstance(worker.entrypoint, RpcEntrypoint) for worker in container._worker_threads)


_requests = functools.cache(metrics.RPC_SERVER_REQUESTS.labels)
_duration = functools.cache(metrics.RPC_SERVER_DURATION.labels)
_queue_age = functools.cache(metrics.RPC_QUEUE_AGE.labels)


def rpc(method: Method[Req, Res]) -> Callable[[RpcFunction[Req, Res]], RpcFunction[Req, Res]]:
    """Decorator: the service method, of the same name, answers `method` of the contract.

    It may raise ServiceError; any other exception is logged and answered as internal_error. It runs at least once for a
    request that a worker took before its deadline; a later one is answered without being begun. `Store.run_idempotent`
    makes a command take effect once.
    """

    def decorate(function: RpcFunction[Req, Res]) -> RpcFunction[Req, Res]:
        if function.__name__ != method.name:
            raise TypeError(f"{function.__name__} cannot serve {method.routing_key}")

        @functools.wraps(function)
        def traced(self: Any, request: Req, context: Context) -> Res:
            set_trace_id(context.trace_id)
            remaining = context.remaining_s()
            if remaining is not None and remaining <= 0:
                raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
            return function(self, request, context)

        entry: RpcFunction[Req, Res] = RpcEntrypoint.decorator(method)(traced)
        return entry

    return decorate
