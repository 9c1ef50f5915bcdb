"""People's acts while documents wait to be made, against the same acts on a system at rest."""

from __future__ import annotations

from functools import partial

from tests.bench.flow.load.acts import AGENCY, accept, start
from tests.bench.flow.load.loops import Outcome, closed_loop, open_loop
from tests.bench.flow.parts.office import CLIENTS, OFFICERS, filed
from tests.bench.flow.parts.session import Session, once_each
from tests.bench.http_connection import HttpRequest

from devstack.walk.gateway_client import Json, User

RATE = 10.0
"""Acts offered a second."""
_ACTS = 60
_UNTIL_DONE_S = 600.0


async def run_backlog(session: Session) -> None:
    """`p95 ratio` is that beside the backlog to that at rest."""
    officers = session.people.officers(AGENCY, 2 * OFFICERS)
    desk, office = officers[:OFFICERS], officers[OFFICERS:]
    ready = await _accepted(session, desk, await filed(session, [AGENCY], 2 * _ACTS))
    await session.meter.drain()
    waiting = await filed(session, [AGENCY], session.scale.acts)
    session.people.renew_tokens()
    alone = await session.measure("start, 10/s offered, at rest", _start(session, office, ready[:_ACTS]))
    counter = session.meter.counter
    made, left = counter.issued_documents(), 0

    async def load() -> Outcome:
        nonlocal left
        await _accepted(session, desk, waiting)
        outcome = await _start(session, office, ready[_ACTS:])
        left = made + len(waiting) - counter.issued_documents()
        return outcome

    beside = await session.meter.measure("start, 10/s offered, backlog", load())
    assert beside.load and alone.load
    beside.notes = {
        "p95 ratio": round(beside.load.p95 / alone.load.p95, 2),
        "documents left at the end": left,
    }
    session.add(beside)


async def _accepted(session: Session, desk: list[User], dossiers: list[Json]) -> list[Json]:
    result: list[Json] = []
    jobs = once_each((partial(_accept, desk, dossier) for dossier in dossiers), result)
    await closed_loop(session.url, CLIENTS, _UNTIL_DONE_S, jobs)
    return result


def _accept(desk: list[User], dossier: Json, client: int) -> HttpRequest:
    return accept(desk[client % len(desk)], dossier)


async def _start(session: Session, office: list[User], dossiers: list[Json]) -> Outcome:
    jobs = once_each((partial(_start_one, office, dossier) for dossier in dossiers), [])
    return await open_loop(session.url, RATE, len(dossiers) / RATE, jobs)


def _start_one(office: list[User], dossier: Json, client: int) -> HttpRequest:
    return start(office[client % len(office)], dossier)
