"""Claimed, assigned, handed over: who acts on a dossier that an officer has."""

from functools import partial

from tests.support.dossiers.office import WORK, LocalOffice, received
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from chassis.storage.event_log import entries
from contracts.base import Actor
from contracts.dossiers import DossierAction
from contracts.errors import ErrorCode
from dossiers.repository import DossierRepository


def test_what_one_has_claimed_another_does_not_act_on(office: LocalOffice, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    assert (mine.officer_id, mine.unit) == (me.account_id, "HT")
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.START_PROCESSING, mine, other))
    assert DossierAction.START_PROCESSING not in office.read(mine, other).allowed_actions
    assert office.act(DossierAction.START_PROCESSING, mine, me).status == "processing"


def test_a_manager_assigns_to_officers_of_the_agency_only(
    office: LocalOffice, me: Actor, head: Actor
) -> None:
    dossier = received(office)
    outsider = office.hire(*WORK, agency="H26.31.06")
    assign = partial(office.act, DossierAction.ASSIGN, dossier, head)
    for nobody in (outsider, office.citizen):
        assert refused(ErrorCode.INVALID_REQUEST, partial(assign, officer_id=nobody.account_id)).errors
    assigned = assign(officer_id=me.account_id)
    assert (assigned.officer_id, assigned.unit) == (me.account_id, "HT")


def test_who_has_it_hands_it_over_with_a_note(office: LocalOffice, me: Actor, other: Actor) -> None:
    mine = office.act(DossierAction.CLAIM, received(office), me)
    handed = office.act(
        DossierAction.HAND_OVER, mine, me, officer_id=other.account_id, note="Đúng chuyên môn."
    )
    assert handed.officer_id == other.account_id
    assert entries(office.database, mine.dossier_id)[-1].payload["note"] == "Đúng chuyên môn."
    refused(ErrorCode.FORBIDDEN, lambda: office.act(DossierAction.HAND_OVER, handed, me, unit="HT", note="x"))


def test_a_dossier_with_hands_is_read_back_as_it_was_kept(office: LocalOffice, me: Actor) -> None:
    dossier = office.act(DossierAction.CLAIM, received(office), me)
    stored = DossierRepository(office.database).get(dossier.dossier_id)
    assert stored.assignment is not None
    assert (stored.agency_code, stored.holder_id) == (AGENCY, me.account_id)
