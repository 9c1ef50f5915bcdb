"""Submissions offered faster than the system can take them: how many are done, how the rest is refused, how it recovers."""

from __future__ import annotations

import asyncio
import time

from tests.bench.flow.load.acts import paperless_submission
from tests.bench.flow.load.loops import NextJob, Outcome, closed_loop, open_loop
from tests.bench.flow.parts.session import Session, turns
from tests.bench.http_connection import HttpConnection

CLIENTS = 32
FACTORS = (2, 5)
_USUAL_S = 0.3
"""An answer that comes as quickly is one of a system that is not overloaded."""
_IN_A_ROW = 3
_GIVE_UP_S = 60.0


async def run_overload(session: Session) -> None:
    """The most is that of a closed loop right before. `goodput` is the share of it that is done in time."""
    session.people.renew_tokens()
    jobs = turns(session.people.citizens, paperless_submission)
    most = await session.measure(
        f"submit without papers, {CLIENTS} clients",
        closed_loop(session.url, CLIENTS, session.scale.seconds, jobs),
    )
    assert most.load is not None
    for factor in FACTORS:
        session.people.renew_tokens()
        await _measure(session, factor, most.load.rate, jobs)


async def _measure(session: Session, factor: int, most: float, jobs: NextJob) -> None:
    before = session.meter.counter.dossiers()
    probe = Outcome()

    async def load() -> Outcome:
        nonlocal probe
        running = open_loop(session.url, factor * most, session.scale.seconds, jobs)
        outcome, probe = await asyncio.gather(running, _recovery(session, jobs))
        return outcome

    row = await session.meter.measure(f"offered {factor} times the most", load())
    assert row.load is not None
    made = session.meter.counter.dossiers() - before
    row.notes = {
        "goodput": round(row.load.rate / most, 2),
        "recovered s": round(probe.seconds, 1),
        "done though the caller was gone": made - row.load.done - len(probe.good),
    }
    session.add(row)


async def _recovery(session: Session, jobs: NextJob) -> Outcome:
    """One client from the end of the load on, until it is answered well and as usual a few times in a row."""
    await asyncio.sleep(session.scale.seconds)
    connection, probe, began, usual = HttpConnection(session.url), Outcome(), time.perf_counter(), 0
    while usual < _IN_A_ROW and probe.seconds < _GIVE_UP_S:
        sent = time.perf_counter()
        job = jobs(0)
        assert job is not None
        answer = await connection.send(job.request)
        probe.add(answer, time.perf_counter() - sent)
        usual = usual + 1 if answer.status < 400 and probe.good[-1] < _USUAL_S else 0
        probe.seconds = time.perf_counter() - began
        await asyncio.sleep(0.05)
    connection.close()
    return probe
