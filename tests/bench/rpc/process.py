"""One process of the benchmark: `target KIND` serves until it is killed, `caller KIND` measures and prints JSON."""

from chassis import monkey_patch  # noqa: I001  first: makes the process cooperative

import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
from eventlet.greenpool import GreenPool
from nameko import config
from nameko.containers import ServiceContainer

from chassis.runtime.process import WorkerContainer

from tests.bench.rpc.services import CALLERS, TARGETS, dependency

assert monkey_patch

CONTAINERS: dict[str, Any] = {"stock": ServiceContainer, "ours": WorkerContainer}


def rate(calls: int, in_flight: int, call: Callable[[int], None]) -> float:
    """Calls a second with so many in flight."""
    numbers = iter(range(calls))
    pool = GreenPool(in_flight)
    started = time.perf_counter()
    for _ in range(in_flight):
        pool.spawn(exhaust, numbers, call)
    pool.waitall()
    return calls / (time.perf_counter() - started)


def exhaust(numbers: Iterator[int], call: Callable[[int], None]) -> None:
    for number in numbers:
        call(number)


def measure(kind: str, sequential: int, concurrent: int) -> dict[str, float]:
    service, call = CALLERS[kind]
    container = CONTAINERS[kind](service)
    container.start()
    target = dependency(container)
    for number in range(20):
        call(target, number)
    result = {
        "sequential": rate(sequential, 1, lambda number: call(target, number)),
        "at 50 in flight": rate(concurrent, 50, lambda number: call(target, number)),
    }
    container.stop()
    return result


def main(role: str, kind: str, uri: str, sequential: str = "0", concurrent: str = "0") -> None:
    config.setup(
        {"AMQP_URI": uri, "max_workers": 60, "PREFETCH_COUNT": 60, "serializer": "json", "HEARTBEAT": 60}
    )
    if role == "caller":
        print(json.dumps(measure(kind, int(sequential), int(concurrent))))
        return
    container = CONTAINERS[kind](TARGETS[kind])
    container.start()
    print("ready", flush=True)
    eventlet.sleep(3600)


if __name__ == "__main__":
    main(*sys.argv[1:])
