"""Agencies that have ended: their open dossiers go to the successors, in whatever they took part."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.support.dossiers.office import DESK, OFFICER, LocalOffice, through_processing
from tests.support.dossiers.refusals import refused

from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import AdministrativeLevel, Agency
from contracts.dossiers import Dossier, DossierAction, DossierStatus, PassingCause, Succession
from contracts.errors import ErrorCode
from contracts.time import local_day

A = DossierAction
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
ENDED, NEW, NEWER = "H26.31.81", "H26.31.82", "H26.31.83"
YESTERDAY = local_day(utcnow()) - timedelta(days=1)
ROLES = (OfficerRole.RECEPTION, OfficerRole.PROCESSING, OfficerRole.LEADER)


def officer_of(agency: str) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id=f"of-{agency}", agency_code=agency, roles=ROLES)


OLD, SUCCESSOR = officer_of(ENDED), officer_of(NEWER)


@pytest.fixture(autouse=True)
def catalogue(office: LocalOffice) -> Iterator[None]:
    """The first has ended, and so has the one that took its place."""
    chain = {ENDED: NEW, NEW: NEWER, NEWER: None}
    office.neighbours.agencies = {
        code: Agency(
            code=code,
            name=f"Cơ quan {code[-2:]}",
            level=AdministrativeLevel.COMMUNE,
            valid_to=YESTERDAY if after else None,
            successor_code=after,
        )
        for code, after in chain.items()
    }
    yield
    office.database.dossiers.update_many({}, {"$pull": {"agency_codes": ENDED}})


def filed(office: LocalOffice) -> Dossier:
    """At the agency while it was there."""
    request = {**office.submission(), "agency_code": ENDED}
    made: Dossier = office.call("submit", office.citizen, **request)
    return made


def succeeded(office: LocalOffice, **fields: Any) -> Succession:
    done: Succession = office.call("succeed_agency", OPERATOR, **{"agency_code": ENDED, **fields})
    return done


def test_open_dossiers_go_to_the_successor_of_today_with_code_clock_and_history(office: LocalOffice) -> None:
    received = office.act(A.ACCEPT, filed(office), OLD)
    held = office.act(A.CLAIM, received, OLD)
    done = succeeded(office)
    assert (done.successor_code, done.moved, done.more) == (NEWER, 1, False)
    refused(ErrorCode.NOT_FOUND, lambda: office.read(held, OLD))
    after = office.read(held, SUCCESSOR)
    (passing,) = after.passings
    assert (passing.cause, passing.from_agency_code, passing.to_agency_code) == (
        PassingCause.SUCCESSION,
        ENDED,
        NEWER,
    )
    assert (after.code, after.due_at, after.received_at) == (
        received.code,
        received.due_at,
        received.received_at,
    )
    assert (after.agency_code, after.agency_name) == (NEWER, "Cơ quan 83")
    assert after.assignment is None
    history = office.call("get_history", SUCCESSOR, dossier_id=held.dossier_id).items
    assert history[-1].event == "dossiers.passed_on"
    assert "Cơ quan 81" in history[-1].text and "Cơ quan 83" in history[-1].text
    assert office.call("get_clock", SUCCESSOR, dossier_id=held.dossier_id).agrees
    taken = office.act(A.CLAIM, after, SUCCESSOR)
    assert office.act(A.START_PROCESSING, taken, SUCCESSOR).status is DossierStatus.PROCESSING


def test_it_may_be_broken_off_and_goes_on_where_it_stopped(office: LocalOffice) -> None:
    dossiers = [filed(office) for _ in range(3)]
    first = succeeded(office, limit=2)
    assert (first.moved, first.more) == (2, True)
    second = succeeded(office, limit=2)
    assert (second.moved, second.more) == (1, False)
    assert succeeded(office).moved == 0
    assert all(len(office.read(each, SUCCESSOR).passings) == 1 for each in dossiers)


def test_what_has_come_to_its_end_stays(office: LocalOffice) -> None:
    ended = office.act(A.REFUSE_RECEPTION, filed(office), OLD, reason="Không đủ điều kiện")
    assert succeeded(office).moved == 0
    assert office.read(ended, office.citizen).agency_code == ENDED


def test_an_opinion_that_it_was_asked_for_is_the_successors_to_give(office: LocalOffice) -> None:
    office.neighbours.agencies[ENDED] = office.neighbours.agencies[ENDED].model_copy(
        update={"valid_to": None}
    )
    dossier = office.act(A.ACCEPT, office.submit(), DESK)
    consulting = office.act(
        A.REQUEST_CONSULTATION, dossier, agency_code=ENDED, content="?", due_at=utcnow() + timedelta(days=1)
    )
    office.neighbours.agencies[ENDED] = office.neighbours.agencies[ENDED].model_copy(
        update={"valid_to": YESTERDAY}
    )
    office.deps.clients.catalog.memory.expire()
    assert succeeded(office).moved == 1
    after = office.read(consulting, OFFICER)
    assert (after.consultations[0].agency_code, after.agency_code) == (NEWER, dossier.agency_code)
    consultation_id = after.consultations[0].consultation_id
    office.act(A.ANSWER_CONSULTATION, after, SUCCESSOR, consultation_id=consultation_id, answer="Đồng ý")


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"valid_to": None}, "agency_not_ended"), ({"successor_code": None}, "no_successor")],
)
def test_only_an_agency_that_has_ended_and_has_a_successor(
    office: LocalOffice, changes: dict[str, object], code: str
) -> None:
    known = office.neighbours.agencies[ENDED]
    office.neighbours.agencies[ENDED] = known.model_copy(update=changes)
    error = refused(ErrorCode.INVALID_REQUEST, lambda: succeeded(office))
    assert [(wrong.pointer, wrong.code) for wrong in error.errors] == [("/agency_code", code)]


def test_no_officer_hands_dossiers_over(office: LocalOffice) -> None:
    refused(ErrorCode.FORBIDDEN, lambda: office.call("succeed_agency", OLD, agency_code=ENDED))


def test_a_desk_that_has_ended_leaves_its_part_to_the_successor(office: LocalOffice) -> None:
    dossier = through_processing(office, office.submit())
    state = {"forwarded_from": ENDED, "agency_codes": [dossier.agency_code, ENDED]}
    passing = {
        "cause": "desk", "from_agency_code": ENDED, "to_agency_code": dossier.agency_code, "reason": "x",
        "passed_at": utcnow(),
    }  # fmt: skip
    office.database.dossiers.update_one(
        {"_id": dossier.dossier_id}, {"$set": {**state, "passings": [passing]}}
    )
    assert succeeded(office).moved == 1
    assert office.read(dossier, SUCCESSOR).forwarded_from == NEWER
    refused(ErrorCode.NOT_FOUND, lambda: office.read(dossier, OLD))
