"""A small service on the real runner, for tests of how a process lives and dies. Run with `python -m`."""

from chassis import monkey_patch  # noqa: I001  must come first

import time
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider

from chassis.runtime.service import Context, Settings, rpc, run
from contracts.base import Empty, Method, Query

assert monkey_patch


class BreakableProvider(DependencyProvider):
    """Fails after a worker named `die`, where an exception ends the container."""

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        if worker_ctx.entrypoint.method_name == "die":
            raise RuntimeError("broken provider")


class SampleService:
    """hang never ends, spin never yields, die breaks its container."""

    name = "sample"
    breakable = BreakableProvider()

    @rpc(Method("sample", "hang", Query, Empty))
    def hang(self, request: Query, context: Context) -> Empty:
        while True:
            eventlet.sleep(1)

    @rpc(Method("sample", "spin", Query, Empty))
    def spin(self, request: Query, context: Context) -> Empty:
        while True:
            time.monotonic()

    @rpc(Method("sample", "die", Query, Empty))
    def die(self, request: Query, context: Context) -> Empty:
        return Empty()


if __name__ == "__main__":
    run(SampleService, Settings)
