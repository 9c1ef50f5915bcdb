"""What this machine does in this minute with nothing of ours around it: the measure of a noisy or slow moment."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from tests.bench.flow.load.loops import Job, Outcome, closed_loop
from tests.bench.http_connection import HttpRequest

from devstack.processes.http_probe import responds_ok
from devstack.servers import ports
from devstack.waiting import wait_until

_SECONDS = 3.0
_BODY: dict[str, Any] = {"text": "x" * 2500, "fields": {str(n): n for n in range(40)}}


async def yardsticks(mongo_uri: str) -> dict[str, float]:
    """A second: SHA-256 of 4 KiB on one core, single inserts by 1 and by 8 threads, answers of a bare FastAPI route."""
    found = {
        "sha256 4 KiB/s": hashes_per_second(),
        "inserts/s, 1 thread": inserts_per_second(mongo_uri, 1),
        "inserts/s, 8 threads": inserts_per_second(mongo_uri, 8),
    }
    with bare_route(b"{" + b" " * 2000 + b"}") as url:
        outcome = await bare_answers(url, 32, _SECONDS)
    return {name: round(value) for name, value in (found | {"bare FastAPI/s": outcome.rate}).items()}


def hashes_per_second() -> float:
    block, done, began = b"x" * 4096, 0, time.perf_counter()
    while time.perf_counter() - began < 1.0:
        hashlib.sha256(block).digest()
        done += 1
    return done / (time.perf_counter() - began)


def inserts_per_second(mongo_uri: str, threads: int) -> float:
    """Documents of 3 KB, acknowledged by the majority."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_uri, w="majority")
    documents = client["yardstick"]["documents"]
    done, end = [0] * threads, time.perf_counter() + _SECONDS

    def insert(thread: int) -> None:
        while time.perf_counter() < end:
            documents.insert_one({"_id": uuid.uuid4().hex, **_BODY})
            done[thread] += 1

    running = [threading.Thread(target=insert, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    client.drop_database("yardstick")
    client.close()
    return sum(done) / _SECONDS


@contextmanager
def bare_route(content: bytes) -> Iterator[str]:
    """The address of a FastAPI route that answers these bytes from memory."""
    port = ports.assign(("bare",), {})["bare"]
    command = [sys.executable, "-m", "tests.bench.flow.measuring.bare_route", str(port)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE)
    try:
        assert process.stdin is not None
        process.stdin.write(content)
        process.stdin.close()
        wait_until(lambda: responds_ok(f"http://127.0.0.1:{port}/"), what="the bare route answers")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


async def bare_answers(url: str, clients: int, seconds: float) -> Outcome:
    job = Job(HttpRequest("GET", "/"))
    return await closed_loop(url, clients, seconds, lambda _: job)
