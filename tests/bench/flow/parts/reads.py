"""Reads by 32 clients, each against the same bytes from a bare route's memory; reads beside log-ins."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from tests.bench.flow.load.acts import AGENCY, log_in, read
from tests.bench.flow.load.loops import NextJob, Outcome, closed_loop, open_loop
from tests.bench.flow.measuring.yardsticks import bare_answers, bare_route
from tests.bench.flow.parts.office import filed
from tests.bench.flow.parts.session import Session, turns
from tests.bench.http_connection import HttpConnection, HttpRequest

CLIENTS = 32
LOG_IN_CLIENTS = 8
READS_BESIDE = 50.0
"""Offered a second beside the log-ins."""
_DOSSIERS = 120
_SECONDS = 8.0
_BARE_SECONDS = 3.0
_PROCEDURES = ("1.000656", "1.000894", "1.001193", "1.004194", "1.004222", "2.000635")
_WORDS = ("dang%20ky", "khai%20sinh", "thuong%20tru", "ho%20chieu", "ket%20hon", "cap")


async def run_reads(session: Session) -> None:
    """`of the bare route` is the ratio of the rates."""
    for title, requests in (await _cases(session)).items():
        row = await session.meter.measure(
            f"GET {title}", closed_loop(session.url, CLIENTS, _SECONDS, _jobs(requests))
        )
        body = await _body(session, requests[0])
        with bare_route(body) as url:
            bare = await bare_answers(url, CLIENTS, _BARE_SECONDS)
        assert row.load is not None
        row.notes = {"bytes": len(body), "bare route/s": round(bare.rate)}
        row.notes["of the bare route"] = round(row.load.rate / bare.rate, 3)
        session.add(row)


async def run_log_ins(session: Session) -> None:
    """`p95 ratio` is that of the reads beside log-ins to that of the reads alone."""
    requests = (await _cases(session))["dossier, owner"]
    users = [citizen.user for citizen in session.people.citizens]
    await session.measure(
        "log-in, 32 clients", closed_loop(session.url, CLIENTS, _SECONDS, turns(users, log_in))
    )
    reads = f"read a dossier, {READS_BESIDE:.0f}/s offered"
    alone = await session.measure(reads, open_loop(session.url, READS_BESIDE, _SECONDS, _jobs(requests)))
    log_ins = Outcome()

    async def load() -> Outcome:
        nonlocal log_ins
        outcome, log_ins = await asyncio.gather(
            open_loop(session.url, READS_BESIDE, _SECONDS, _jobs(requests)),
            closed_loop(session.url, LOG_IN_CLIENTS, _SECONDS, turns(users, log_in)),
        )
        return outcome

    row = await session.meter.measure(f"the same beside log-ins of {LOG_IN_CLIENTS}", load())
    assert row.load and alone.load
    row.notes = {"log-ins/s": round(log_ins.rate, 1), "p95 ratio": round(row.load.p95 / alone.load.p95, 2)}
    session.add(row)


async def _cases(session: Session) -> Mapping[str, Sequence[HttpRequest]]:
    """Dossiers are filed where there are too few."""
    officer = session.people.officers(AGENCY, 1)[0]
    page = officer.get("/v1/dossiers", limit=100)["items"]
    if len(page) < 100:
        await filed(session, [AGENCY], _DOSSIERS)
        page = officer.get("/v1/dossiers", limit=100)["items"]
    session.people.renew_tokens()
    citizens = [citizen.user for citizen in session.people.citizens]
    owned = [(user, item) for user in citizens for item in user.get("/v1/dossiers", limit=20)["items"]]
    return {
        "dossier, owner": [read(f"/v1/dossiers/{item['dossier_id']}", user) for user, item in owned],
        "dossier, officer": [read(f"/v1/dossiers/{item['dossier_id']}", officer) for item in page],
        "list of 100, officer": [read("/v1/dossiers?limit=100", officer)],
        "list of 20, citizen": [read("/v1/dossiers?limit=20", user) for user in citizens],
        "procedure": [read(f"/v1/procedures/{code}") for code in _PROCEDURES],
        "search": [read(f"/v1/procedures?q={words}&limit=20") for words in _WORDS],
        "agencies": [read("/v1/agencies?limit=20")],
        "units": [read("/v1/units?limit=20")],
        "me": [read("/v1/me", user) for user in citizens],
        "openapi.json": [read("/openapi.json")],
    }


def _jobs(requests: Sequence[HttpRequest]) -> NextJob:
    return turns(requests, lambda request: request)


async def _body(session: Session, request: HttpRequest) -> bytes:
    connection = HttpConnection(session.url)
    answer = await connection.send(request)
    connection.close()
    assert answer.status == 200, (request.path, answer.body[:300])
    return answer.body
