"""The table of actions: each has its row, its states, and what it records."""

import pytest

from contracts.dossiers import DossierAction, DossierStatus
from dossiers.domain.model.action_rules import ACTIONS, Performer
from dossiers.domain.model.state_machine import MOVES, TERMINAL

HANDS = (DossierAction.CLAIM, DossierAction.RELEASE, DossierAction.ASSIGN, DossierAction.HAND_OVER)
ACTIONS_START_IN = {
    DossierAction.ACCEPT: {1},
    DossierAction.SERVE_AT_ONCE: {1},
    DossierAction.REFUSE_RECEPTION: {1, 5},
    DossierAction.PASS_ON: {1},
    DossierAction.REQUEST_SUPPLEMENT: {1, 2, 4},
    DossierAction.SUPPLEMENT: {5},
    DossierAction.START_PROCESSING: {2},
    DossierAction.COMPLETE_STEP: {4},
    DossierAction.ACKNOWLEDGE_STEP: {4},
    DossierAction.REQUEST_CONSENT: {2, 4},
    DossierAction.RECORD_CONSENT: {2, 4},
    DossierAction.EXTEND: {2, 4},
    DossierAction.IMPOSE_OBLIGATION: {4, 9},
    DossierAction.REQUEST_CONSULTATION: {2, 4},
    DossierAction.ANSWER_CONSULTATION: {2, 4, 5, 6, 8},
    DossierAction.SCHEDULE_VERIFICATION: {2, 4},
    DossierAction.RECORD_VERIFICATION: {2, 4, 5, 6, 8},
    DossierAction.STOP: {2, 4, 5, 6},
    DossierAction.RESUME: {8},
    DossierAction.PROPOSE_RESULT: {2, 4, 6, 8},
    DossierAction.ISSUE_RESULT: {2, 4, 6, 8},
    DossierAction.RETURN_RESULT: {9},
    DossierAction.WITHDRAW: {1, 2, 4, 5, 6, 8},
    **{action: {1, 2, 4, 5, 6, 8, 9} for action in HANDS},
    DossierAction.RECORD_ERROR: {2, 4, 5, 6, 8, 9, 10},
    DossierAction.CORRECT_RESULT: {9, 10},
    DossierAction.ADOPT_LAW: {2, 4, 5, 6, 8},
    DossierAction.RATE: {10},
}
AFTER_THE_RETURN = {DossierAction.RECORD_ERROR, DossierAction.CORRECT_RESULT, DossierAction.RATE}
"""What may still be done to a returned dossier; none of it changes the state."""


def test_every_action_has_its_row() -> None:
    assert set(ACTIONS) == set(ACTIONS_START_IN) == set(DossierAction)


@pytest.mark.parametrize("action", ACTIONS_START_IN)
def test_an_action_starts_in_its_states_and_no_other(action: DossierAction) -> None:
    assert {status.number for status in ACTIONS[action].starts} == ACTIONS_START_IN[action]


@pytest.mark.parametrize("action", DossierAction)
def test_no_action_starts_at_an_end_but_those_that_correct_or_rate(action: DossierAction) -> None:
    ends = TERMINAL - {DossierStatus.RETURNED} if action in AFTER_THE_RETURN else TERMINAL
    assert not ACTIONS[action].starts & ends


@pytest.mark.parametrize("action", DossierAction)
def test_an_action_that_ends_somewhere_ends_where_moves_lead(action: DossierAction) -> None:
    for end in ACTIONS[action].ends:
        assert any(_leads(start, end) for start in ACTIONS[action].starts)


def _leads(start: DossierStatus, end: DossierStatus) -> bool:
    reached = {start}
    while more := set[DossierStatus]().union(*(MOVES[status] for status in reached)) - reached:
        reached |= more
    return end in reached


@pytest.mark.parametrize("action", DossierAction)
def test_officers_act_by_role_and_applicants_by_none(action: DossierAction) -> None:
    rule = ACTIONS[action]
    assert bool(rule.roles) is (rule.performer is not Performer.APPLICANT)


def test_every_event_of_an_action_has_its_sentence() -> None:
    assert all((rule.event is None) is (rule.history is None) for rule in ACTIONS.values())
    events = [rule.event.name for rule in ACTIONS.values() if rule.event]
    assert len(events) == len(set(events))
