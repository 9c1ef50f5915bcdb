"""What officers do, 8 clients: accept at one agency, start, complete each step, issue, return."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from tests.bench.flow.load.acts import (
    AGENCY,
    accept,
    complete_step,
    issue,
    paperless_submission,
    return_result,
    start,
)
from tests.bench.flow.load.loops import closed_loop
from tests.bench.flow.load.people import Citizen
from tests.bench.flow.parts.session import Session, once_each
from tests.bench.http_connection import HttpRequest

from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

CLIENTS = 8
OFFICERS = 4
"""At the desk, who receive and return, and as many who process: who received a dossier does not sign its result."""
_UNTIL_DONE_S = 600.0


async def run_accept(session: Session) -> None:
    """At one agency, and what follows: a receipt as a signed document, e-mails."""
    dossiers = await filed(session, [AGENCY], session.scale.acts)
    await accepted(session, "accept, one agency, 8 clients", dossiers)


async def run_course(session: Session) -> None:
    """The rest of the course of dossiers that were accepted before, act by act."""
    dossiers = await accepted(session, "accept", await filed(session, [AGENCY], session.scale.acts))
    officers = session.people.officers(AGENCY, 2 * OFFICERS)
    desk, office = officers[:OFFICERS], officers[OFFICERS:]
    dossiers = await _act(session, office, "start-processing", dossiers, start)
    for number in range(1, len(dossiers[0]["steps"]) + 1):
        dossiers = await _act(session, office, f"complete-step {number}", dossiers, complete_step)
    dossiers = await _issue(session, office, dossiers)
    await _act(session, desk, "return-result", dossiers, return_result)


async def filed(session: Session, agencies: Sequence[str], count: int) -> list[Json]:
    """Dossiers without papers, in turn at the agencies, when all that follows has ended."""
    session.people.log_in_again()
    made: list[Json] = []
    citizens = session.people.citizens
    jobs = once_each(
        (partial(_filing, citizens[n % len(citizens)], agencies[n % len(agencies)]) for n in range(count)),
        made,
    )
    await closed_loop(session.url, CLIENTS, _UNTIL_DONE_S, jobs)
    await session.meter.drain()
    return made


def _filing(citizen: Citizen, agency: str, _client: int) -> HttpRequest:
    return paperless_submission(citizen, agency)


async def accepted(session: Session, title: str, dossiers: list[Json]) -> list[Json]:
    """The documents that follow are counted: how many are made a second, from the first act to rest."""
    counter = session.meter.counter
    before = counter.issued_documents()
    desk = session.people.officers(AGENCY, OFFICERS)
    result = await _act(session, desk, title, dossiers, accept)
    row = session.rows[-1]
    assert row.load is not None
    documents = counter.issued_documents() - before
    seconds = row.load.seconds + row.load.drained_s
    row.notes.update({"documents": documents, "documents/s": round(documents / seconds, 1)})
    return result


async def _act(
    session: Session,
    officers: list[User],
    title: str,
    dossiers: list[Json],
    request: Callable[[User, Json], HttpRequest],
) -> list[Json]:
    """The dossiers as they are after it."""
    session.people.log_in_again()
    result: list[Json] = []
    jobs = once_each(
        (partial(_by_client, officers, request, dossier) for dossier in dossiers),
        result,
    )
    await session.measure(title, closed_loop(session.url, CLIENTS, _UNTIL_DONE_S, jobs))
    return result


def _by_client(
    officers: list[User], request: Callable[[User, Json], HttpRequest], dossier: Json, client: int
) -> HttpRequest:
    return request(officers[client % len(officers)], dossier)


async def _issue(session: Session, office: list[User], dossiers: list[Json]) -> list[Json]:
    """Each with a file of its own, which its officer uploaded; seals follow."""
    officer = office[0]
    session.people.log_in_again()
    files = {
        dossier["dossier_id"]: await asyncio.to_thread(officer.upload, "ket-qua.pdf", pdf("Ket qua"))
        for dossier in dossiers
    }
    await session.meter.drain()
    return await _act(
        session,
        [officer],
        "issue-result",
        dossiers,
        lambda officer, dossier: issue(officer, dossier, files[dossier["dossier_id"]]),
    )
