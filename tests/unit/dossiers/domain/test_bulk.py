"""One action on many dossiers: the command for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.dossiers import BulkAction, BulkActionItem, CompleteStep
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.bulk import item_command_id, item_commands


def request(*ids: str, **fields: object) -> BulkAction:
    items = tuple(BulkActionItem(dossier_id=dossier_id, expected_version=3) for dossier_id in ids)
    return BulkAction(command_id="c1", action="complete_step", fields=fields, items=items)


def refusal(request: BulkAction) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        item_commands(request, CompleteStep)
    assert refused.value.code is ErrorCode.INVALID_REQUEST
    return refused.value


def test_each_has_the_fields_of_the_act_and_an_id_of_its_own() -> None:
    one, two = item_commands(request("d1", "d2", step_code="a"), CompleteStep)
    assert isinstance(one, CompleteStep)
    assert (one.dossier_id, one.expected_version, one.step_code) == ("d1", 3, "a")
    assert one.command_id != two.command_id
    assert one.command_id == item_command_id("c1", "d1")


def test_a_dossier_named_twice_is_refused() -> None:
    assert refusal(request("d1", "d2", "d1", step_code="a")).errors[0].pointer == "/items/2/dossier_id"


def test_numbers_beyond_any_store_are_refused() -> None:
    with pytest.raises(ValidationError):
        BulkActionItem(dossier_id="d1", expected_version=2**70)
    assert refusal(request("d1", step_code=2**70)).errors[0].pointer == "/fields/step_code"


def test_what_the_act_needs_is_asked_for_at_its_place() -> None:
    wrong = refusal(request("d1"))
    assert [(error.pointer, error.code) for error in wrong.errors] == [("/fields/step_code", "missing")]


@pytest.mark.parametrize("name", ["command_id", "dossier_id", "expected_version"])
def test_what_belongs_to_the_items_is_no_field(name: str) -> None:
    assert refusal(request("d1", step_code="a", **{name: "x"})).errors[0].pointer == f"/fields/{name}"


words = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=20)


@given(st.tuples(words, words), st.tuples(words, words))
def test_ids_of_items_are_the_same_exactly_for_the_same(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert (item_command_id(*one) == item_command_id(*two)) is (one == two)
