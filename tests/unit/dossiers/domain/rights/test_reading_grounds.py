"""On what ground a dossier is read, and who must state one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import AGENCY, CITIZEN, CITIZEN_ID, accepted, at, officer, submitted

from contracts.base import Acting, Actor, ActorKind, OfficerRole, RepresentationGround
from contracts.data_readings import (
    STATED_GROUNDS,
    ReadingGround,
    is_by_somebody_else,
    reader_of,
    sees_representations,
)
from contracts.dossiers import Assignment, Consultation, ConsultationState, DossierStatus
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.state_machine import TERMINAL
from dossiers.domain.rights.reading_grounds import (
    ground_of,
    ground_of_list,
    may_list_readings,
    sees_readers,
)
from dossiers.domain.rights.visibility import visible

NOW = at("2026-04-20 10:00")
RECEPTIONIST = officer(OfficerRole.RECEPTION)
LEADER = officer(OfficerRole.LEADER)
SOMEONE = "somebody-of-the-office"


def ended(**changes: object) -> DossierState:
    return accepted().model_copy(update={"status": DossierStatus.RETURNED, "ended_at": NOW, **changes})


def other(role: OfficerRole) -> Actor:
    """An officer of the agency who has not had the dossier."""
    return officer(role).model_copy(update={"account_id": SOMEONE})


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_who_has_no_part_in_an_ended_dossier_states_why_he_reads_it(status: DossierStatus) -> None:
    assert ground_of(other(OfficerRole.RECEPTION), ended(status=status)) is None


def test_the_agency_that_works_on_it_has_a_ground() -> None:
    assert ground_of(other(OfficerRole.RECEPTION), submitted()) is ReadingGround.AGENCY_TASK


def test_who_received_it_has_a_ground_for_good() -> None:
    received = ended(received_by=SOMEONE)
    assert ground_of(other(OfficerRole.RECEPTION), received) is ReadingGround.OWN_TASK


def test_who_has_it_and_who_stands_in_for_him_have_a_ground() -> None:
    held = ended(assignment=Assignment(officer_id=SOMEONE, since=NOW, by="b"))
    assert ground_of(other(OfficerRole.PROCESSING), held) is ReadingGround.OWN_TASK
    deputy = other(OfficerRole.PROCESSING).model_copy(update={"account_id": "deputy"})
    assert ground_of(deputy, held) is None
    assert ground_of(deputy, held, frozenset({SOMEONE})) is ReadingGround.OWN_TASK


def test_the_leaders_of_its_agency_answer_for_it() -> None:
    assert ground_of(other(OfficerRole.LEADER), ended()) is ReadingGround.SUPERVISION
    elsewhere = other(OfficerRole.LEADER).model_copy(update={"agency_code": "G01"})
    assert not sees_readers(elsewhere, ended())


def test_an_agency_whose_opinion_is_awaited_has_a_ground() -> None:
    consultation = Consultation(
        consultation_id="c",
        agency_code="G18.26",
        content="?",
        asked_at=NOW,
        due_at=NOW,
        state=ConsultationState.OPEN,
    )
    expert = officer(OfficerRole.PROCESSING, agency="G18.26")
    dossier = accepted().model_copy(update={"consultations": (consultation,)})
    assert ground_of(expert, dossier) is ReadingGround.CONSULTATION


def test_an_administrator_always_states_one() -> None:
    administrator = Actor(kind=ActorKind.ADMINISTRATOR, account_id="a")
    assert ground_of(administrator, submitted()) is None
    assert ground_of_list(administrator) is ReadingGround.NOT_STATED


def test_who_acts_for_the_person_reads_by_that_act() -> None:
    acting = Acting(
        person_id="p", representation_id="r-1", version=2, ground=RepresentationGround.GUARDIAN, scopes=()
    )
    guardian = CITIZEN.model_copy(update={"acting": acting})
    assert is_by_somebody_else(guardian)
    assert ground_of(guardian, submitted()) is ReadingGround.REPRESENTATION
    assert ground_of_list(guardian) is ReadingGround.REPRESENTATION
    by = reader_of(guardian)
    assert (by["officer_id"], by["representation_id"]) == (None, "r-1"), "the account is that of the other"
    assert sees_representations(CITIZEN) and not sees_representations(guardian)


def test_own_readings_and_those_of_our_services_are_none_of_others() -> None:
    assert not is_by_somebody_else(CITIZEN)
    assert not is_by_somebody_else(Actor(kind=ActorKind.SERVICE, name="sync"))


actors = st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from([CITIZEN_ID, SOMEONE]),
    agency_code=st.sampled_from(["", AGENCY, "H26", "G01"]),
    roles=st.lists(st.sampled_from(OfficerRole), unique=True).map(tuple),
)
dossiers = st.builds(
    lambda status, received_by: accepted().model_copy(update={"status": status, "received_by": received_by}),
    st.sampled_from(DossierStatus),
    st.sampled_from([None, SOMEONE]),
)


@given(actors, dossiers)
def test_everybody_who_sees_it_and_whose_it_is_not_is_by_somebody_else(
    actor: Actor, dossier: DossierState
) -> None:
    if visible(actor, dossier) and actor.kind is not ActorKind.CITIZEN:
        assert is_by_somebody_else(actor)


@given(actors, dossiers)
def test_no_ground_that_is_stated_follows_from_a_dossier(actor: Actor, dossier: DossierState) -> None:
    assert ground_of(actor, dossier) not in STATED_GROUNDS
    assert ground_of_list(actor) not in STATED_GROUNDS


@given(actors, dossiers)
def test_who_sees_the_readings_sees_the_dossier(actor: Actor, dossier: DossierState) -> None:
    assert visible(actor, dossier) or not may_list_readings(actor, dossier)
