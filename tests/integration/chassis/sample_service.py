"""A small service on the real runner, for tests of how a process lives and dies. Run with `python -m`."""

from chassis import green  # noqa: I001  must come first

import time
from typing import Any

import eventlet
from nameko.amqp.consume import Consumer
from nameko.extensions import DependencyProvider
from nameko.rpc import Rpc, RpcConsumer

from chassis.health import health
from chassis.runner import run
from chassis.settings import Settings

assert green


class TellingConsumer(Consumer):
    """Tells health when its connection comes and goes, as the consumers of the chassis do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told = health.connection("rpc")

    def on_consume_ready(self, connection: Any, channel: Any, consumers: Any, **kwargs: Any) -> None:
        super().on_consume_ready(connection, channel, consumers, **kwargs)
        self.told(True)

    def on_connection_error(self, exc: BaseException, interval: float) -> None:
        super().on_connection_error(exc, interval)
        self.told(False)


class TellingRpcConsumer(RpcConsumer):
    consumer_cls = TellingConsumer


class TellingRpc(Rpc):
    rpc_consumer = TellingRpcConsumer()


class BreakableProvider(DependencyProvider):
    """Fails after a worker named `die`, where an exception ends the container."""

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        if worker_ctx.entrypoint.method_name == "die":
            raise RuntimeError("broken provider")


class SampleService:
    """hang never ends, spin never yields, die breaks its container."""

    name = "sample"
    breakable = BreakableProvider()

    @TellingRpc.decorator
    def hang(self) -> None:
        while True:
            eventlet.sleep(1)

    @TellingRpc.decorator
    def spin(self) -> None:
        while True:
            time.monotonic()

    @TellingRpc.decorator
    def die(self) -> None:
        pass


if __name__ == "__main__":
    run(SampleService, Settings)
