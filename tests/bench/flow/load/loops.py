"""Load: a number of clients who each wait for their answer, or requests at a rate whatever the answers do."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.http_connection import HttpAnswer, HttpConnection, HttpRequest

CONNECTIONS = 1000
PATIENCE_S = 10.0
"""After so long a client goes away."""


@dataclass(frozen=True, slots=True)
class Job:
    """A request, and what its sender does with a good answer."""

    request: HttpRequest
    take: Callable[[HttpAnswer], None] | None = None


NextJob = Callable[[int], Job | None]
"""The next job of a client, by the client's number; None when there is nothing left to do."""


@dataclass
class Outcome:
    """Seconds that good answers took, in the order in which they came, and what else came instead.

    In an open loop they count from the moment when the request was due.
    """

    good: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    """Answers of 503 that name a time to come back."""
    errors: Counter[str] = field(default_factory=Counter)
    """By status, or by what broke."""
    first_error: str = ""
    seconds: float = 0.0
    """In which `in_time` answers came."""
    in_time: int = 0
    """Good answers while the load lasted. In an open loop some come after."""

    @property
    def rate(self) -> float:
        return self.in_time / self.seconds if self.seconds else 0.0

    def add(self, answer: HttpAnswer, seconds: float) -> None:
        if answer.status < 400:
            self.good.append(seconds)
        elif answer.status == 503 and b"\r\nretry-after:" in answer.head:
            self.refused.append(seconds)
        else:
            self.add_error(str(answer.status), answer.body[:300].decode(errors="replace"))

    def add_error(self, kind: str, what: str = "") -> None:
        self.errors[kind] += 1
        self.first_error = self.first_error or f"{kind} {what}"


def percentile_ms(seconds: list[float], percent: float) -> float:
    """0 for none."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))] * 1000 if ordered else 0.0


async def closed_loop(url: str, clients: int, seconds: float, next_job: NextJob) -> Outcome:
    """Ends after `seconds`, or when there is nothing left to do."""
    outcome = Outcome()
    began = time.perf_counter()

    async def run(client: int) -> None:
        connection = HttpConnection(url)
        while time.perf_counter() < began + seconds and (job := next_job(client)) is not None:
            await _send(connection, job, time.perf_counter(), outcome)
        connection.close()

    await asyncio.gather(*(run(client) for client in range(clients)))
    outcome.seconds = time.perf_counter() - began
    outcome.in_time = len(outcome.good)
    return outcome


async def open_loop(url: str, rate: float, seconds: float, next_job: NextJob) -> Outcome:
    """Ends when the last request is answered or given up."""
    outcome = Outcome()
    idle = [HttpConnection(url) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    running: set[asyncio.Task[None]] = set()

    async def run(job: Job, due: float) -> None:
        connection = idle.pop() if idle else HttpConnection(url)
        await _send(connection, job, due, outcome)
        idle.append(connection)

    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if (job := next_job(number)) is None:
            break
        task = asyncio.create_task(run(job, due))
        running.add(task)
        task.add_done_callback(running.discard)
    outcome.seconds, outcome.in_time = time.perf_counter() - began, len(outcome.good)
    if running:
        await asyncio.wait(running)
    for connection in idle:
        connection.close()
    return outcome


async def _send(connection: HttpConnection, job: Job, due: float, outcome: Outcome) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            answer = await connection.send(job.request)
    except (OSError, TimeoutError) as error:
        connection.close()
        outcome.add_error(type(error).__name__)
        return
    outcome.add(answer, time.perf_counter() - due)
    if job.take is not None and answer.status < 400:
        job.take(answer)
