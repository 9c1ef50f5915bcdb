"""Who sees a dossier and who may act on it."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.dossiers.samples import (
    AGENCY,
    CITIZEN,
    CITIZEN_ID,
    START,
    accepted,
    action_context,
    at,
    officer,
    submitted,
)

from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.dossiers import Assignment, DossierAction
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.processing import start_processing
from dossiers.domain.model.refusals import localised
from dossiers.domain.rights.rights import Rights
from dossiers.domain.rights.visibility import visible, visible_filter

SOMEONE_ELSE = Actor(kind=ActorKind.CITIZEN, account_id="someone")
NOW = at("2026-04-20 10:00")

actors = st.builds(
    Actor,
    kind=st.sampled_from(ActorKind),
    account_id=st.sampled_from(["", CITIZEN_ID, "someone"]),
    agency_code=st.sampled_from(["", AGENCY, "G01"]),
    roles=st.lists(st.sampled_from(OfficerRole), unique=True).map(tuple),
)


def matches(document: dict[str, Any], filter_: dict[str, Any]) -> bool:
    """What the database would answer for the few shapes of filter that `query` makes."""
    return all(_fits(document[key], condition) for key, condition in filter_.items())


def _fits(value: Any, condition: Any) -> bool:
    if not isinstance(condition, dict):
        return bool(value == condition)
    return (
        value in condition["$in"] if "$in" in condition else re.search(condition["$regex"], value) is not None
    )


@given(actors, st.sampled_from([CITIZEN_ID, "someone"]), st.sampled_from([AGENCY, "G01", "H01"]))
def test_the_filter_shows_exactly_what_the_predicate_shows(actor: Actor, applicant: str, agency: str) -> None:
    owner = submitted().applicant.model_copy(update={"account_id": applicant})
    dossier = submitted().model_copy(update={"applicant": owner, "agency_code": agency})
    document = {"_id": "d1", "agency_codes": agency, "follower_ids": applicant}
    assert matches(document, visible_filter(actor)) is visible(actor, dossier)


@given(actors)
def test_what_may_be_done_may_be_seen(actor: Actor) -> None:
    dossier = submitted()
    assert visible(actor, dossier) or not any(
        Rights(actor, dossier).permits(action) for action in DossierAction
    )


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (CITIZEN, True),
        (officer(OfficerRole.RECEPTION), True),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), True),
        (SOMEONE_ELSE, False),
        (officer(OfficerRole.RECEPTION, agency="G01"), False),
        (officer(OfficerRole.CATALOGUE), False),
        (Actor(kind=ActorKind.OPERATOR, name="cli"), False),
        (ANONYMOUS, False),
    ],
)
def test_who_sees_a_dossier(actor: Actor, seen: bool) -> None:
    assert visible(actor, submitted()) is seen


@pytest.mark.parametrize(
    ("actor", "actions"),
    [
        (CITIZEN, {DossierAction.WITHDRAW}),
        (SOMEONE_ELSE, set()),
        (
            officer(OfficerRole.RECEPTION),
            {
                DossierAction.ACCEPT,
                DossierAction.REFUSE_RECEPTION,
                DossierAction.PASS_ON,
                DossierAction.REQUEST_SUPPLEMENT,
                DossierAction.CLAIM,
            },
        ),
        (officer(OfficerRole.MANAGER), {DossierAction.CLAIM, DossierAction.ASSIGN, DossierAction.HAND_OVER}),
        (officer(OfficerRole.PROCESSING), {DossierAction.REQUEST_SUPPLEMENT}),
        (officer(OfficerRole.RECEPTION, agency="G01"), set()),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), set()),
    ],
)
def test_what_may_be_done_to_a_new_dossier(actor: Actor, actions: set[DossierAction]) -> None:
    assert set(Rights(actor, submitted()).allowed_actions(NOW)) == actions


def test_a_step_is_completed_by_its_role_or_by_the_leader() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    may = {role: Rights(officer(role), working).permits(DossierAction.COMPLETE_STEP) for role in OfficerRole}
    assert may == {
        OfficerRole.RECEPTION: False,
        OfficerRole.PROCESSING: True,
        OfficerRole.LEADER: True,
        OfficerRole.MANAGER: False,
        OfficerRole.CATALOGUE: False,
    }


def test_a_leaders_step_is_not_for_others() -> None:
    working = start_processing(accepted(), START, action_context("2026-04-20 10:00")).dossier
    begun = working.steps[0].started_at
    signing = working.model_copy(
        update={"steps": (working.steps[1].model_copy(update={"started_at": begun}),)}
    )
    assert not Rights(officer(OfficerRole.PROCESSING), signing).permits(DossierAction.COMPLETE_STEP)
    assert Rights(officer(OfficerRole.LEADER), signing).permits(DossierAction.COMPLETE_STEP)


HELD = Assignment(officer_id="somebody", since=NOW, by="x")


@pytest.mark.parametrize(
    ("actor", "changes", "action", "why"),
    [
        (officer(OfficerRole.PROCESSING), {"assignment": HELD}, DossierAction.EXTEND, "in_other_hands"),
        (officer(OfficerRole.PROCESSING), {}, DossierAction.ISSUE_RESULT, "other_role"),
        (officer(OfficerRole.RECEPTION), {}, DossierAction.START_PROCESSING, "other_role"),
        (
            officer(OfficerRole.RECEPTION, OfficerRole.LEADER),
            {"received_by": "officer-1"},
            DossierAction.ISSUE_RESULT,
            "separated_acts",
        ),
        (CITIZEN, {}, DossierAction.ACCEPT, None),
        (Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"), {}, DossierAction.ACCEPT, None),
    ],
)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_an_officer_of_the_agency_is_told_why_not(
    actor: Actor, changes: dict[str, Any], action: DossierAction, why: str | None, locale: str
) -> None:
    dossier = accepted().model_copy(update=changes)
    with pytest.raises(ServiceError) as refusal:
        Rights(actor, dossier).check(action, dossier.version)
    error = localised(refusal.value, locale)
    assert error.code is ErrorCode.FORBIDDEN
    assert [wrong.code for wrong in error.errors] == ([why] if why else [])
    assert all(wrong.detail for wrong in error.errors)
