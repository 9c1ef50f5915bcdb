"""How many requests, transactions and calls one act costs with all that follows, the system at rest before it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import orjson
from tests.bench.flow.load.acts import (
    AGENCY,
    accept,
    complete_step,
    issue,
    paperless_submission,
    return_result,
    start,
    submission,
)
from tests.bench.flow.measuring.measurement import Row
from tests.bench.flow.parts.session import Session
from tests.bench.http_connection import HttpConnection, HttpRequest

from devstack.walk.gateway_client import Json
from devstack.walk.pdf import pdf

ACTS = 10
_IDLE_SECONDS = 5.0
_FOLLOWING_SECONDS = 4.0
"""In which all that follows from the acts has ended."""
_OPERATIONS_SHOWN = 15


async def run_counts(session: Session) -> None:
    """Act by act on the same dossiers."""
    session.people.renew_tokens()
    citizens = session.people.citizens[:ACTS]
    desk, office = session.people.officers(AGENCY, 2)
    files = [await asyncio.to_thread(office.upload, "ket-qua.pdf", pdf("Ket qua")) for _ in citizens]
    acts = await _ActCounter.at_rest(session)
    await acts.count("counts: submit with a paper", map(submission, citizens))
    dossiers = await acts.count("counts: submit without papers", map(paperless_submission, citizens))
    dossiers = await acts.count("counts: accept", (accept(desk, d) for d in dossiers))
    dossiers = await acts.count("counts: start-processing", (start(office, d) for d in dossiers))
    for number in range(1, len(dossiers[0]["steps"]) + 1):
        dossiers = await acts.count(
            f"counts: complete-step {number}", (complete_step(office, d) for d in dossiers)
        )
    pairs = zip(dossiers, files, strict=True)
    dossiers = await acts.count("counts: issue-result", (issue(office, d, file) for d, file in pairs))
    await acts.count("counts: return-result", (return_result(desk, d) for d in dossiers))


@dataclass(frozen=True)
class _ActCounter:
    """What the system does by itself in a second is taken off."""

    session: Session
    idle: Counter[tuple[str, str]]
    """Operations of `_IDLE_SECONDS`."""

    @classmethod
    async def at_rest(cls, session: Session) -> _ActCounter:
        await session.meter.drain()
        with session.meter.counter.profiled():
            await asyncio.sleep(_IDLE_SECONDS)
        return cls(session, session.meter.counter.operations())

    async def count(self, title: str, requests: Iterable[HttpRequest]) -> list[Json]:
        """The answers. Raises AssertionError when one is not good."""
        counter = self.session.meter.counter
        await self.session.meter.drain()
        before, began = counter.now(), time.perf_counter()
        with counter.profiled():
            answers = await self._send(list(requests))
            await asyncio.sleep(_FOLLOWING_SECONDS)
        operations = self._net_operations(counter.operations(), time.perf_counter() - began)
        counts = counter.now().since(before).each(len(answers))
        notes = {name: counts[name] for name in ("committed", "aborted", "journal_syncs", "rpc_calls")}
        self.session.add(Row(title=title, notes=_each_request(operations, len(answers)) | notes))
        _show(operations, len(answers))
        return answers

    async def _send(self, requests: list[HttpRequest]) -> list[Json]:
        connection = HttpConnection(self.session.url)
        answers = []
        for request in requests:
            answer = await connection.send(request)
            assert answer.status < 300, (request.path, answer.status, answer.body[:500])
            answers.append(orjson.loads(answer.body))
        connection.close()
        return answers

    def _net_operations(
        self, found: Counter[tuple[str, str]], seconds: float
    ) -> dict[tuple[str, str], float]:
        share = seconds / _IDLE_SECONDS
        return {name: max(0.0, count - self.idle[name] * share) for name, count in found.items()}


def _each_request(operations: dict[tuple[str, str], float], acts: int) -> dict[str, float]:
    """Of all services, then by service."""
    services: dict[str, float] = {}
    for (service, _), count in operations.items():
        services[service] = services.get(service, 0.0) + count / acts
    named = {f"requests {name}": round(each, 1) for name, each in sorted(services.items()) if each >= 0.05}
    return {"requests": round(sum(services.values()), 1)} | named


def _show(operations: dict[tuple[str, str], float], acts: int) -> None:
    ordered = sorted(operations.items(), key=lambda item: -item[1])[:_OPERATIONS_SHOWN]
    print(
        "    ",
        ", ".join(f"{s} {name} {count / acts:.1f}" for (s, name), count in ordered if count > acts / 20),
    )
