"""The table of states: which moves exist, which states are ends."""

import pytest

from contracts.dossiers import DossierStatus
from dossiers.domain.model.replay import rebuild
from dossiers.domain.model.state_machine import MOVES, TERMINAL

OFFICIAL = {
    1: {2, 3, 5, 6, 7},
    2: {4, 5, 6, 7, 8, 9},
    3: set(),
    4: {5, 6, 7, 8, 9},
    5: {1, 2, 4, 7, 8, 3},
    6: {2, 4, 7, 8, 9},
    7: set(),
    8: {4, 6, 7, 9},
    9: {6, 10},
    10: set(),
}


def test_the_moves_are_those_of_the_official_states() -> None:
    assert {one.number: {other.number for other in others} for one, others in MOVES.items()} == OFFICIAL


def test_three_states_are_ends() -> None:
    assert {DossierStatus.NOT_ACCEPTED, DossierStatus.WITHDRAWN, DossierStatus.RETURNED} == TERMINAL


def test_a_log_with_a_gap_rebuilds_nothing() -> None:
    with pytest.raises(ValueError, match="version 3 follows 1"):
        rebuild("d1", [(1, {}), (3, {})])
