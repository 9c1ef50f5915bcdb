"""Which units of a batch are stored, and one step of a trace."""

from datetime import date
from typing import Any

from catalog import starter
from catalog.domain.units import follow, referenced_ids, rejection_reasons
from contracts.catalog import AdminUnit, UnitKind

LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


def unit(unit_id: str, code: str = "00001", **fields: Any) -> AdminUnit:
    return AdminUnit(unit_id=unit_id, code=code, name="Phường mẫu", kind=UnitKind.COMMUNE, **fields)


def rejected(*batch: AdminUnit, stored: tuple[AdminUnit, ...] = ()) -> dict[str, list[str]]:
    found = rejection_reasons(batch, stored, frozenset(each.unit_id for each in stored))
    return {unit_id: [reason.split(":")[0] for reason in reasons] for unit_id, reasons in found.items()}


def test_the_starter_is_sound_and_has_the_34_provinces() -> None:
    assert rejection_reasons(starter.units(), (), frozenset()) == {}
    assert sum(each.kind is UnitKind.PROVINCE for each in starter.units()) == 34


def test_a_code_may_live_twice_one_after_the_other() -> None:
    assert rejected(unit("old", valid_to=LAST), unit("new", valid_from=FIRST)) == {}
    assert rejected(unit("new", valid_from=FIRST), stored=(unit("old", valid_to=LAST),)) == {}


def test_a_code_may_not_be_two_units_on_one_day() -> None:
    assert rejected(unit("one"), unit("other", valid_from=FIRST)) == {
        "one": ["duplicate_code"],
        "other": ["duplicate_code"],
    }
    assert rejected(unit("other"), stored=(unit("one"),)) == {"other": ["duplicate_code"]}


def test_a_unit_may_be_written_again() -> None:
    assert rejected(unit("one", valid_to=LAST), stored=(unit("one"),)) == {}


def test_an_id_twice_in_one_batch_is_nobody() -> None:
    assert rejected(unit("one", "00001"), unit("one", "00002")) == {"one": ["duplicate_id"]}


def test_an_end_before_the_beginning_is_set_aside() -> None:
    assert rejected(unit("one", valid_from=FIRST, valid_to=LAST)) == {"one": ["backwards"]}


def test_parents_and_successors_must_be_there_or_come_along() -> None:
    leaning = unit("one", parent_id="above", successor_ids=("next",))
    assert rejected(leaning) == {"one": ["unknown_parent", "unknown_successor"]}
    assert rejected(leaning, unit("above", "01"), stored=(unit("next", "00002"),)) == {}
    assert referenced_ids([leaning]) == {"above", "next"}


def test_who_leans_on_what_is_set_aside_is_set_aside_to_the_end_of_the_line() -> None:
    broken = unit("top", "01", valid_from=FIRST, valid_to=LAST)
    middle, low = unit("middle", "001", parent_id="top"), unit("low", "00001", parent_id="middle")
    assert rejected(low, middle, broken) == {
        "top": ["backwards"],
        "middle": ["unknown_parent"],
        "low": ["unknown_parent"],
    }


def test_a_trace_stops_at_units_that_stand_and_goes_on_from_those_that_ended() -> None:
    ended = unit("old", valid_to=LAST, successor_ids=("a", "b"))
    standing = unit("new", "00002", valid_from=FIRST, successor_ids=("later",))
    assert follow([ended, standing], FIRST) == ([standing], {"a", "b"})
    assert follow([ended, standing], LAST) == ([ended], set())
