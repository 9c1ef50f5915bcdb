"""What officers do, 8 clients: accept at one agency, start, complete each step, issue, return."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from tests.bench.flow.load.acts import (
    AGENCY,
    PAPERLESS_FIELD,
    accept,
    complete_step,
    issue,
    paperless_submission,
    return_result,
    start,
)
from tests.bench.flow.load.loops import Outcome, closed_loop
from tests.bench.flow.load.people import Citizen
from tests.bench.flow.parts.session import Session, each_client, once_each
from tests.bench.http_connection import HttpRequest

from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf

CLIENTS = 8
PROVINCE = "H26"
OFFICERS = 4
"""At the desk, who receive and return, and as many who process: who received a dossier does not sign its result."""
_UNTIL_DONE_S = 600.0


async def run_accept(session: Session) -> None:
    """At one agency, and what follows: a receipt as a signed document, e-mails."""
    dossiers = await filed(session, [AGENCY], session.scale.acts)
    await accepted(session, "accept, one agency, 8 clients", dossiers)


async def run_agencies(session: Session) -> None:
    """Each client at an agency of its own, with its own numbers."""
    agencies = [f"{PROVINCE}.{number}" for number in range(81, 81 + CLIENTS)]
    add_agencies(session.people.administrator, agencies)
    desks = {agency: session.people.officers(agency, 1)[0] for agency in agencies}
    waiting: dict[str, list[Json]] = {agency: [] for agency in agencies}
    for dossier in await filed(session, agencies, session.scale.acts):
        waiting[dossier["agency_code"]].append(dossier)
    session.people.renew_tokens()
    jobs = each_client([[partial(accept, desks[a], d) for d in waiting[a]] for a in agencies])
    await session.measure(
        "accept, 8 agencies, 8 clients", closed_loop(session.url, CLIENTS, _UNTIL_DONE_S, jobs)
    )


def add_agencies(administrator: User, codes: Sequence[str]) -> None:
    """Communes, each competent for civil status in a ward of its own."""
    wards = {code: f"99{number}" for number, code in enumerate(codes, 901)}
    agencies = [
        {
            "code": code,
            "name": f"Ủy ban nhân dân phường {code}",
            "level": "commune",
            "parent_code": PROVINCE,
            "unit_code": ward,
        }
        for code, ward in wards.items()
    ]
    rules = [
        {
            "competence_id": f"bench:{ward}",
            "agency_code": code,
            "field_code": PAPERLESS_FIELD,
            "unit_code": ward,
        }
        for code, ward in wards.items()
    ]
    administrator.post("/v1/agencies", {"agencies": agencies})
    administrator.post("/v1/competences", {"competences": rules})


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
    session.people.renew_tokens()
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
    """The dossiers as they are after it.

    The documents that follow are counted: how many are made a second from the first act to rest, and after the last act.
    """
    counter = session.meter.counter
    before, at_end = counter.issued_documents(), 0

    def count() -> None:
        nonlocal at_end
        at_end = counter.issued_documents()

    desk = session.people.officers(AGENCY, OFFICERS)
    result = await _act(session, desk, title, dossiers, accept, at_end=count)
    row = session.rows[-1]
    assert row.load is not None
    documents, seconds = counter.issued_documents() - before, row.load.seconds + row.load.drained_s
    row.notes.update({"documents": documents, "documents/s": round(documents / seconds, 1)})
    if row.load.drained_s >= 1:
        later = (counter.issued_documents() - at_end) / row.load.drained_s
        row.notes["documents/s after the acts"] = round(later, 1)
    return result


async def _act(
    session: Session,
    officers: Sequence[User],
    title: str,
    dossiers: list[Json],
    request: Callable[[User, Json], HttpRequest],
    at_end: Callable[[], None] = lambda: None,
) -> list[Json]:
    """The dossiers as they are after it."""
    session.people.renew_tokens()
    result: list[Json] = []
    jobs = once_each((partial(_by_client, officers, request, dossier) for dossier in dossiers), result)

    async def load() -> Outcome:
        outcome = await closed_loop(session.url, CLIENTS, _UNTIL_DONE_S, jobs)
        at_end()
        return outcome

    await session.measure(title, load())
    return result


def _by_client(
    officers: Sequence[User], request: Callable[[User, Json], HttpRequest], dossier: Json, client: int
) -> HttpRequest:
    return request(officers[client % len(officers)], dossier)


async def _issue(session: Session, office: list[User], dossiers: list[Json]) -> list[Json]:
    """Each with a file of its own, which its officer uploaded; seals follow."""
    officer = office[0]
    session.people.renew_tokens()
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
