"""The table of states: which moves exist, where each action starts, which states are ends."""

import pytest

from contracts.dossiers import DossierAction, DossierStatus
from dossiers.domain.model.replay import rebuild
from dossiers.domain.model.state_machine import MOVES, STARTS, TERMINAL

OFFICIAL = {
    1: {2, 3, 5, 6, 7},
    2: {4, 5, 6, 7, 8, 9},
    3: set(),
    4: {5, 6, 7, 8, 9},
    5: {1, 2, 4, 7, 8, 3},
    6: {2, 4, 7, 8, 9},
    7: set(),
    8: {4},
    9: {6, 10},
    10: set(),
}

HANDS = (DossierAction.CLAIM, DossierAction.RELEASE, DossierAction.ASSIGN, DossierAction.HAND_OVER)
ACTIONS_START_IN = {
    DossierAction.ACCEPT: {1},
    DossierAction.SERVE_AT_ONCE: {1},
    DossierAction.REFUSE_RECEPTION: {1, 5},
    DossierAction.REQUEST_SUPPLEMENT: {1, 2, 4},
    DossierAction.SUPPLEMENT: {5},
    DossierAction.START_PROCESSING: {2},
    DossierAction.COMPLETE_STEP: {4},
    DossierAction.EXTEND: {2, 4},
    DossierAction.REQUEST_CONSULTATION: {2, 4},
    DossierAction.ANSWER_CONSULTATION: {2, 4, 5, 6, 8},
    DossierAction.SCHEDULE_VERIFICATION: {2, 4},
    DossierAction.RECORD_VERIFICATION: {2, 4, 5, 6, 8},
    DossierAction.STOP: {2, 4, 5, 6},
    DossierAction.RESUME: {8},
    DossierAction.ISSUE_RESULT: {2, 4, 6},
    DossierAction.RETURN_RESULT: {9},
    DossierAction.WITHDRAW: {1, 2, 4, 5, 6},
    **{action: {1, 2, 4, 5, 6, 8, 9} for action in HANDS},
    DossierAction.RECORD_ERROR: {2, 4, 5, 6, 8, 9, 10},
    DossierAction.CORRECT_RESULT: {9, 10},
    DossierAction.ADOPT_LAW: {2, 4, 5, 6, 8},
}
AFTER_THE_RETURN = {DossierAction.RECORD_ERROR, DossierAction.CORRECT_RESULT, DossierAction.RATE}
"""What may still be said of a returned dossier; none of it changes the state."""


def test_the_moves_are_those_of_the_official_states() -> None:
    assert {one.number: {other.number for other in others} for one, others in MOVES.items()} == OFFICIAL


@pytest.mark.parametrize("action", ACTIONS_START_IN)
def test_an_action_starts_in_its_states_and_no_other(action: DossierAction) -> None:
    assert {status.number for status in STARTS[action]} == ACTIONS_START_IN[action]


def test_three_states_are_ends() -> None:
    assert {DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.RETURNED} == TERMINAL


@pytest.mark.parametrize("action", DossierAction)
def test_no_action_starts_at_an_end_but_those_that_mend_or_rate(action: DossierAction) -> None:
    ends = TERMINAL - {DossierStatus.RETURNED} if action in AFTER_THE_RETURN else TERMINAL
    assert not STARTS.get(action, frozenset()) & ends


def test_a_log_with_a_gap_rebuilds_nothing() -> None:
    with pytest.raises(ValueError, match="version 3 follows 1"):
        rebuild("d1", [(1, {}), (3, {})])
