"""What differs between two versions, place by place."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.versions import content

from catalog.domain.versions.comparison import compare
from contracts.catalog import Fee, FeeKind, ProcedureComponent, VersionDifference


def fee(code: str, amount: int) -> Fee:
    return Fee(code=code, name="Phí mẫu", legal_kind="phi", kind=FeeKind.FIXED, amount=amount)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    found = compare(content(**before), content(**after))
    return [(place.pointer, place.before, place.after) for place in found]


def test_the_same_content_differs_nowhere() -> None:
    assert compare(content(), content()) == ()


def test_a_changed_word_is_told_with_its_place() -> None:
    assert differences({"name": "Cũ"}, {"name": "Mới"}) == [("/name", "Cũ", "Mới")]


def test_rows_with_codes_are_compared_by_code() -> None:
    before = {"fees": (fee("LP01", 1_000), fee("LP02", 2_000))}
    after = {"fees": (fee("LP02", 3_000),)}
    assert [(pointer, after_) for pointer, _, after_ in differences(before, after)] == [
        ("/fees/LP01", None),
        ("/fees/LP02/amount", 3_000),
    ]


def test_another_order_of_the_same_rows_is_a_difference() -> None:
    rows = (fee("A", 1_000), fee("B", 1_000))
    assert differences({"fees": rows}, {"fees": rows[::-1]}) == [("/fees", ["A", "B"], ["B", "A"])]


def test_rows_that_share_a_code_are_compared_by_their_place() -> None:
    twice = tuple(ProcedureComponent(code="TP01", name="Giấy", group=group, required=True) for group in "ab")
    changed = (twice[0], twice[1].model_copy(update={"required": False}))
    assert differences({"components": twice}, {"components": changed}) == [
        ("/components/1/required", True, False)
    ]


def test_a_key_with_a_slash_is_escaped() -> None:
    schema = {"properties": {"a/b~c": {"type": "string"}}}
    assert differences({"form_schema": {"properties": {}}}, {"form_schema": schema}) == [
        ("/form_schema/properties/a~1b~0c", None, {"type": "string"})
    ]


@pytest.mark.parametrize(("before", "after"), [(1, True), (0, False)])
def test_a_number_is_not_a_truth(before: int, after: bool) -> None:
    schemas = {"form_schema": {"const": before}}, {"form_schema": {"const": after}}
    assert differences(*schemas) == [("/form_schema/const", before, after)]


values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "a", "/"]), inner, max_size=3)
    ),
    max_leaves=8,
)
schemas = st.dictionaries(st.sampled_from(["x", "y"]), values, max_size=2)


@given(before=schemas, after=schemas)
def test_nothing_differs_exactly_where_both_are_equal(before: dict[str, Any], after: dict[str, Any]) -> None:
    found: tuple[VersionDifference, ...] = compare(content(form_schema=before), content(form_schema=after))
    same = content(form_schema=before).model_dump_json() == content(form_schema=after).model_dump_json()
    sorted_same = _sorted(before) == _sorted(after)
    assert (found == ()) is (same or sorted_same)


def _sorted(value: Any) -> str:
    """JSON equality: the order of names does not count, a number is not a truth."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_sorted(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_sorted, value)) + "]"
    return repr(value)
