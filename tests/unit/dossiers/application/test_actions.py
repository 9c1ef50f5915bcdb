"""The table of commands: every action is offered, by the contract's method and with the files that it names."""

from typing import get_args

import pytest

from contracts import dossiers as contract
from contracts.dossiers import BulkAction, DossierAction, DossierCommand
from dossiers.application.actions import COMMANDS


def test_every_action_is_offered() -> None:
    assert set(COMMANDS) == set(DossierAction)


@pytest.mark.parametrize("action", DossierAction)
def test_a_command_answers_the_method_of_its_action(action: DossierAction) -> None:
    method = COMMANDS[action].method
    assert method in contract.METHODS
    assert method.name == action.value
    assert issubclass(method.request, DossierCommand)


def test_bulk_actions_are_actions() -> None:
    bulk = get_args(BulkAction.model_fields["action"].annotation)
    assert bulk
    assert set(bulk) <= {action.value for action in DossierAction}
