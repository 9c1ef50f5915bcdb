"""In whose hands a dossier is, who may act on it there, and how it passes on."""

from contextlib import suppress
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.dossiers.samples import (
    ACT,
    AGENCY,
    START,
    acceptance,
    accepted,
    action_context,
    at,
    law,
    officer,
    steps_done,
    submitted,
)

from contracts import dossiers as contract
from contracts.base import Actor, OfficerRole
from contracts.catalog import WorkflowStep
from contracts.dossiers import (
    Assignment,
    ClaimDossier,
    CompleteStep,
    DossierAction,
    HandOverDossier,
    IssueResult,
    Lateness,
    ReleaseDossier,
    ResultOutcome,
    ReturnMethod,
    ReturnResult,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.assignment import assign, claim, hand_over, release, requeue_if_moved
from dossiers.domain.actions.processing import complete_step, start_processing
from dossiers.domain.actions.reception import accept
from dossiers.domain.actions.result import issue_result, return_result
from dossiers.domain.model.action_rules import ACTIONS
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.responsibility import Assignee, Responsibility, current_responsibility
from dossiers.domain.rights.officers import is_supervisor
from dossiers.domain.rights.rights import NOBODY, Rights

WHEN = "2026-04-20 10:00"
NOW: datetime = at(WHEN)
ME = officer(OfficerRole.PROCESSING).model_copy(update={"unit": "HT"})
OTHER = ME.model_copy(update={"account_id": "officer-2"})
HEAD = officer(OfficerRole.MANAGER).model_copy(update={"account_id": "head"})
CLAIM = ClaimDossier(**ACT)


def by(actor: Actor, when: str = WHEN, law_: Law | None = None) -> ActionContext:
    return action_context(when, law_, actor)


def in_hands(officer_id: str | None, unit: str = "", dossier: DossierState | None = None) -> DossierState:
    held = Assignment(officer_id=officer_id, unit=unit, since=NOW, by="head")
    return (dossier or accepted()).model_copy(update={"assignment": held})


def two_units() -> Law:
    """Thẩm tra twice in one unit, then the leader signs."""
    steps = tuple(
        WorkflowStep(code=code, name=code, role=role, hours=8, unit=unit, order=order)
        for order, (code, role, unit) in enumerate(
            [
                ("a", OfficerRole.PROCESSING, "HT"),
                ("b", OfficerRole.PROCESSING, "HT"),
                ("c", OfficerRole.LEADER, "LD"),
            ]
        )
    )
    return law(steps=steps)


def completed(dossier: DossierState, code: str, actor: Actor, law_: Law) -> DossierState:
    here = by(actor, "2026-04-20 11:00", law_)
    change = complete_step(dossier, CompleteStep(**ACT, step_code=code), here, files={})
    return requeue_if_moved(dossier, change, DossierAction.COMPLETE_STEP, here).dossier


def working(law_: Law) -> DossierState:
    return start_processing(accepted(law_=law_), START, by(ME, law_=law_)).dossier


def test_claimed_it_is_in_ones_hands_and_others_keep_off() -> None:
    dossier = claim(accepted(), CLAIM, by(ME)).dossier
    assert dossier.holder_id == ME.account_id
    assert Rights(ME, dossier).permits(DossierAction.START_PROCESSING)
    assert not Rights(OTHER, dossier).permits(DossierAction.START_PROCESSING)


def test_who_stands_in_may_do_what_the_holder_may() -> None:
    dossier = in_hands(ME.account_id)
    assert Rights(OTHER, dossier, frozenset({ME.account_id})).permits(DossierAction.START_PROCESSING)
    assert not Rights(OTHER, dossier, frozenset({"somebody"})).permits(DossierAction.START_PROCESSING)


def test_a_stand_in_needs_the_role_himself() -> None:
    desk = officer(OfficerRole.RECEPTION).model_copy(update={"account_id": "officer-3"})
    dossier = in_hands(ME.account_id)
    assert not Rights(desk, dossier, frozenset({ME.account_id})).permits(DossierAction.START_PROCESSING)


def test_what_is_claimed_is_not_claimed_again() -> None:
    with pytest.raises(ServiceError) as refused:
        claim(in_hands(ME.account_id), CLAIM, by(OTHER))
    assert (refused.value.code, refused.value.params["reason"]) == (
        ErrorCode.GUARD_FAILED,
        "already_assigned",
    )


@pytest.mark.parametrize(
    ("actor", "queue", "may"),
    [
        (ME, "HT", True),
        (ME, "", True),
        (ME, "DD", False),
        (ME.model_copy(update={"unit": ""}), "DD", True),
        (officer(OfficerRole.RECEPTION), "", False),
        (officer(OfficerRole.LEADER), "HT", True),
        (officer(OfficerRole.PROCESSING, agency="G01"), "", False),
    ],
)
def test_one_claims_from_the_queue_of_ones_role_and_unit(actor: Actor, queue: str, may: bool) -> None:
    assert Rights(actor, in_hands(None, queue)).permits(DossierAction.CLAIM) is may


def test_released_it_is_back_in_the_queue_of_its_unit() -> None:
    claimed = claim(in_hands(None, "HT"), CLAIM, by(ME)).dossier
    back = release(claimed, ReleaseDossier(**ACT), by(ME)).dossier
    assert back.assignment == Assignment(officer_id=None, unit="HT", since=by(ME).now, by=ME.account_id)


def test_nobody_but_the_holder_or_a_manager_hands_over() -> None:
    dossier = in_hands(ME.account_id)
    may = {
        actor.account_id: Rights(actor, dossier).permits(DossierAction.HAND_OVER)
        for actor in (ME, OTHER, HEAD)
    }
    assert may == {ME.account_id: True, OTHER.account_id: False, HEAD.account_id: True}


def test_what_nobody_has_nobody_but_a_manager_hands_over() -> None:
    assert not Rights(ME, accepted()).permits(DossierAction.HAND_OVER)
    assert Rights(HEAD, accepted()).permits(DossierAction.HAND_OVER)


def test_only_managers_and_leaders_assign() -> None:
    may = {role: Rights(officer(role), accepted()).permits(DossierAction.ASSIGN) for role in OfficerRole}
    assert {role for role, allowed in may.items() if allowed} == {OfficerRole.MANAGER, OfficerRole.LEADER}


def test_handed_to_where_it_is_it_does_not_move() -> None:
    dossier, note = in_hands(ME.account_id, "HT"), HandOverDossier(**ACT, note="x")
    with pytest.raises(ServiceError) as refused:
        hand_over(dossier, note, by(ME), to=Assignee(ME.account_id, "HT"))
    assert refused.value.params["reason"] == "same_hands"


def test_every_move_is_told_with_who_has_it_now() -> None:
    change = assign(accepted(), contract.AssignDossier(**ACT), by(HEAD), to=Assignee("officer-9", "DD"))
    (event,) = change.events
    payload = event.payload.model_dump()
    assert event.type is contract.ASSIGNED
    assert (payload["officer_id"], payload["unit"], payload["handler_ids"]) == (
        "officer-9",
        "DD",
        ("officer-9",),
    )


def test_reception_puts_it_into_the_queue_of_the_first_step() -> None:
    law_, desk = two_units(), officer(OfficerRole.RECEPTION)
    before = submitted(law_=law_)
    here = by(desk, law_=law_)
    dossier = requeue_if_moved(
        before, accept(before, acceptance(), here, code="C"), DossierAction.ACCEPT, here
    ).dossier
    (row,) = dossier.hand_overs
    assert (row.from_officer_id, row.to_officer_id, row.to_unit, row.what) == (
        desk.account_id,
        None,
        "HT",
        "accept",
    )
    assert dossier.assignment is not None
    assert (dossier.assignment.officer_id, dossier.assignment.unit) == (None, "HT")


def test_a_step_of_the_same_unit_and_role_stays_in_the_same_hands() -> None:
    law_ = two_units()
    held = in_hands(ME.account_id, "HT", working(law_))
    dossier = completed(held, "a", ME, law_)
    assert dossier.holder_id == ME.account_id
    assert [(row.step_code, row.to_officer_id) for row in dossier.hand_overs] == [("a", ME.account_id)]


def test_a_step_of_another_unit_goes_into_its_queue() -> None:
    law_ = two_units()
    dossier = completed(in_hands(ME.account_id, "HT", working(law_)), "a", ME, law_)
    dossier = completed(dossier, "b", ME, law_)
    assert dossier.holder_id is None
    assert current_responsibility(dossier) == Responsibility("LD", OfficerRole.LEADER)
    assert dossier.hand_overs[-1].to_unit == "LD"


def test_the_result_goes_to_the_reception_desk_with_how_it_stood() -> None:
    leader = officer(OfficerRole.LEADER)
    before, here = steps_done(in_hands(leader.account_id, "LD")), by(leader, "2026-04-20 11:00")
    refusal = IssueResult(**ACT, outcome=ResultOutcome.REFUSED, reason="Không đủ điều kiện")
    dossier = requeue_if_moved(
        before, issue_result(before, refusal, here, files={}), DossierAction.ISSUE_RESULT, here
    ).dossier
    assert current_responsibility(dossier) == Responsibility("", OfficerRole.RECEPTION)
    assert dossier.holder_id is None
    assert dossier.hand_overs[-1].lateness is Lateness.EARLY


def test_at_its_end_it_is_in_nobodys_hands() -> None:
    before = in_hands(
        "officer-1", dossier=accepted().model_copy(update={"status": contract.DossierStatus.PROCESSED})
    )
    here = by(officer(OfficerRole.RECEPTION))
    handed = return_result(before, ReturnResult(**ACT, recipient="A", method=ReturnMethod.COUNTER), here)
    assert requeue_if_moved(before, handed, DossierAction.RETURN_RESULT, here).dossier.assignment is None


def test_the_log_of_a_passing_on_rebuilds_hands_and_rows() -> None:
    desk, before = officer(OfficerRole.RECEPTION), submitted()
    here = by(desk)
    change = requeue_if_moved(
        before, accept(before, acceptance(), here, code="C"), DossierAction.ACCEPT, here
    )
    assert change.events[-1].changes["hand_overs"][0]["what"] == "accept"
    assert change.events[-1].changes["assignment"]["officer_id"] is None


people = st.builds(
    Actor,
    kind=st.just(ME.kind),
    account_id=st.sampled_from(["officer-1", "officer-2", "officer-3"]),
    agency_code=st.just(AGENCY),
    unit=st.sampled_from(["", "HT", "DD"]),
    roles=st.lists(st.sampled_from(OfficerRole), min_size=1, unique=True).map(tuple),
)
holders = st.sampled_from([None, "officer-1", "officer-2"])
standings = st.frozensets(st.sampled_from(["officer-1", "officer-2"]))
dossiers = st.sampled_from([submitted(), accepted(), working(law())])


@given(
    people,
    holders,
    standings,
    dossiers,
    st.sampled_from([action for action in DossierAction if ACTIONS[action].assignee_only]),
)
@settings(max_examples=200)
def test_a_held_dossier_is_acted_on_by_its_holder_his_stand_in_and_who_oversees(
    actor: Actor,
    holder: str | None,
    standing_for: frozenset[str],
    dossier: DossierState,
    action: DossierAction,
) -> None:
    held = in_hands(holder, dossier=dossier)
    if Rights(actor, held, standing_for).permits(action) and holder is not None:
        assert is_supervisor(actor) or holder == actor.account_id or holder in standing_for


@given(people, standings, dossiers)
def test_standing_in_gives_nothing_that_ones_own_role_does_not(
    actor: Actor, standing_for: frozenset[str], dossier: DossierState
) -> None:
    """Everything that a stand-in may do, he may do to the same dossier in his own hands."""
    theirs, mine = in_hands("officer-2", dossier=dossier), in_hands(actor.account_id, dossier=dossier)
    allowed = set(Rights(actor, theirs, standing_for).allowed_actions(NOW))
    assert allowed <= set(Rights(actor, mine).allowed_actions(NOW))


@given(people, holders, standings)
def test_the_log_names_the_one_stood_in_for_and_only_then(
    actor: Actor, holder: str | None, standing_for: frozenset[str]
) -> None:
    named = Rights(actor, in_hands(holder), standing_for).deputised_officer
    by_standing = not Rights(actor, in_hands(holder), NOBODY).permits(DossierAction.RELEASE) and Rights(
        actor, in_hands(holder), standing_for
    ).permits(DossierAction.RELEASE)
    assert not by_standing or named == holder
    assert named is None or (named in standing_for and named == holder != actor.account_id)


def moved(dossier: DossierState, name: str, to: Assignee) -> DossierState:
    match name:
        case "claim":
            return claim(dossier, CLAIM, by(ME)).dossier
        case "release":
            return release(dossier, ReleaseDossier(**ACT), by(ME)).dossier
        case "assign":
            return assign(dossier, contract.AssignDossier(**ACT), by(HEAD), to=to).dossier
        case _:
            return hand_over(dossier, HandOverDossier(**ACT, note="x"), by(ME), to=to).dossier


@given(st.lists(st.sampled_from(["claim", "release", "assign", "hand_over"]), max_size=8))
def test_each_row_begins_where_the_one_before_ended(names: list[str]) -> None:
    dossier = accepted()
    for number, name in enumerate(names):
        with suppress(ServiceError):
            dossier = moved(dossier, name, Assignee(f"officer-{number}", "HT"))
    for before, after in pairwise(dossier.hand_overs):
        assert (before.to_officer_id, before.to_unit) == (after.from_officer_id, after.from_unit)
