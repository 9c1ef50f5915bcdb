"""The table of states: which moves exist, where each action starts, which states are ends."""

import pytest

from contracts.dossiers import Action, Status
from dossiers.domain.lifecycle import MOVES, STARTS, TERMINAL
from dossiers.domain.replay import rebuilt

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

HANDS = (Action.CLAIM, Action.RELEASE, Action.ASSIGN, Action.HAND_OVER)
ACTIONS_START_IN = {
    Action.ACCEPT: {1},
    Action.SERVE_AT_ONCE: {1},
    Action.REFUSE_RECEPTION: {1, 5},
    Action.REQUEST_SUPPLEMENT: {1, 2, 4},
    Action.SUPPLEMENT: {5},
    Action.START_PROCESSING: {2},
    Action.COMPLETE_STEP: {4},
    Action.EXTEND: {2, 4},
    Action.REQUEST_CONSULTATION: {2, 4},
    Action.ANSWER_CONSULTATION: {2, 4, 5, 6, 8},
    Action.SCHEDULE_VERIFICATION: {2, 4},
    Action.RECORD_VERIFICATION: {2, 4, 5, 6, 8},
    Action.STOP: {2, 4, 5, 6},
    Action.RESUME: {8},
    Action.ISSUE_RESULT: {2, 4, 6},
    Action.RETURN_RESULT: {9},
    Action.WITHDRAW: {1, 2, 4, 5, 6},
    **{action: {1, 2, 4, 5, 6, 8, 9} for action in HANDS},
    Action.RECORD_ERROR: {2, 4, 5, 6, 8, 9, 10},
    Action.CORRECT_RESULT: {9, 10},
    Action.ADOPT_LAW: {2, 4, 5, 6, 8},
}
AFTER_THE_RETURN = {Action.RECORD_ERROR, Action.CORRECT_RESULT, Action.RATE}
"""What may still be said of a returned dossier; none of it changes the state."""


def test_the_moves_are_those_of_the_official_states() -> None:
    assert {one.number: {other.number for other in others} for one, others in MOVES.items()} == OFFICIAL


@pytest.mark.parametrize("action", ACTIONS_START_IN)
def test_an_action_starts_in_its_states_and_no_other(action: Action) -> None:
    assert {status.number for status in STARTS[action]} == ACTIONS_START_IN[action]


def test_three_states_are_ends() -> None:
    assert {Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.RETURNED} == TERMINAL


@pytest.mark.parametrize("action", Action)
def test_no_action_starts_at_an_end_but_those_that_mend_or_rate(action: Action) -> None:
    ends = TERMINAL - {Status.RETURNED} if action in AFTER_THE_RETURN else TERMINAL
    assert not STARTS.get(action, frozenset()) & ends


def test_a_log_with_a_gap_rebuilds_nothing() -> None:
    with pytest.raises(ValueError, match="version 3 follows 1"):
        rebuilt("d1", [(1, {}), (3, {})])
