"""Delegations: granted, ended, listed, and what a deputy does by them."""

from datetime import timedelta
from typing import Any

from tests.support.dossiers.office import WORK, LocalOffice, received
from tests.support.dossiers.refusals import refused

from chassis.core.clock import utcnow
from chassis.storage.event_log import entries, verify
from contracts.base import Actor, OfficerRole
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode


def away(office: LocalOffice, actor: Actor, **fields: Any) -> Any:
    span = {"from_at": utcnow() - timedelta(minutes=1), "to_at": utcnow() + timedelta(hours=1)}
    return office.call("delegate", actor, **(span | fields))


def test_a_stand_in_acts_under_his_own_name_and_the_log_says_for_whom(
    office: LocalOffice, me: Actor, other: Actor
) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    delegation = away(office, me, to_officer_id=other.account_id)
    started = office.act(DossierAction.START_PROCESSING, mine, other)
    entry = entries(office.database, mine.dossier_id)[-1]
    assert (entry.actor.account_id, entry.payload["stands_in_for"]) == (other.account_id, me.account_id)
    verify(office.database, mine.dossier_id, started.version)
    office.call("end_delegation", me, delegation_id=delegation.delegation_id)
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.STOP, started, other, reason="x"))


def test_a_delegation_of_another_time_gives_nothing(office: LocalOffice, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    away(office, me, to_officer_id=other.account_id, from_at=utcnow() + timedelta(minutes=30))
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.START_PROCESSING, mine, other))


def test_a_delegation_is_for_officers_of_the_agency(office: LocalOffice, me: Actor) -> None:
    outsider = office.hire(*WORK, agency="H26.31.06")
    wrong = refused(ErrorCode.INVALID_REQUEST, lambda: away(office, me, to_officer_id=outsider.account_id))
    assert wrong.errors[0].pointer == "/to_officer_id"


def test_delegations_are_listed_newest_first_to_the_agency_alone(office: LocalOffice) -> None:
    agency = "H26.31.77"
    people = [office.hire(*WORK, agency=agency) for _ in range(4)]
    made = [away(office, people[0], to_officer_id=to.account_id).delegation_id for to in people[1:]]
    first = office.call("list_delegations", people[1], limit=2)
    second = office.call("list_delegations", people[1], limit=2, cursor=first.next_cursor)
    assert [one.delegation_id for one in (*first.items, *second.items)] == made[::-1]
    assert office.call("list_delegations", office.hire(OfficerRole.CATALOGUE, agency=agency)).items == ()
    delegation = made[0]
    refused(
        ErrorCode.NOT_FOUND,
        lambda: office.call("end_delegation", office.hire(*WORK), delegation_id=delegation),
    )


def test_a_delegation_leaves_its_trace_in_the_log(office: LocalOffice, me: Actor, other: Actor) -> None:
    made = away(office, me, to_officer_id=other.account_id)
    office.call("end_delegation", me, delegation_id=made.delegation_id)
    types = [entry.type for entry in entries(office.database, made.delegation_id)]
    assert types == ["dossiers.delegated", "dossiers.delegation_ended"]
    verify(office.database, made.delegation_id, 2)
