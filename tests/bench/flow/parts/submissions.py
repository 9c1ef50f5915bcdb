"""Submissions, each with one paper: clients in a closed loop, then arrivals at a rate."""

from __future__ import annotations

from tests.bench.flow.load.acts import submission
from tests.bench.flow.load.loops import closed_loop, open_loop
from tests.bench.flow.parts.session import Session, turns


async def run_closed(session: Session) -> None:
    for count in session.scale.clients:
        session.people.renew_tokens()
        jobs = turns(session.people.citizens, submission)
        await session.measure(
            f"submit, {count} clients", closed_loop(session.url, count, session.scale.seconds, jobs)
        )


async def run_open(session: Session) -> None:
    for rate in session.scale.rates:
        session.people.renew_tokens()
        jobs = turns(session.people.citizens, submission)
        await session.measure(
            f"submit, {rate:.0f}/s offered", open_loop(session.url, rate, session.scale.seconds, jobs)
        )
