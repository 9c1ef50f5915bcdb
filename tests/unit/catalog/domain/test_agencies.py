"""What may be written of agencies, how they are asked for, and who took over."""

from datetime import date
from typing import Any

import pytest

from catalog import starter
from catalog.domain.agencies import (
    StoredAgencies,
    agency_faults,
    agency_or_successor,
    canonical_codes,
    parse_agency_query,
)
from contracts.catalog import AdministrativeLevel, Agency

NOBODY = StoredAgencies(parents={}, owners={}, calendar_ids=frozenset())


def agency(code: str, **fields: Any) -> Agency:
    return Agency(code=code, name="Cơ quan mẫu", level=AdministrativeLevel.PROVINCE, **fields)


def found_faults(*batch: Agency, stored: StoredAgencies = NOBODY) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in agency_faults(batch, stored)]


def test_the_starter_could_be_written() -> None:
    calendars = frozenset(week.calendar_id for week in starter.weeks())
    assert list(agency_faults(starter.agencies(), StoredAgencies({}, {}, calendars))) == []


def test_all_63_provinces_and_the_known_ministries_are_of_the_first_level() -> None:
    tops = [agency.code for agency in starter.agencies() if "." not in agency.code]
    assert [f"H{number:02d}" for number in range(1, 64)] == [code for code in tops if code.startswith("H")]
    assert {"G01", "G12", "G15", "G22"} <= set(tops)


def test_a_parent_may_come_later_in_the_batch_or_be_there() -> None:
    assert found_faults(agency("H26.12", parent_code="H26"), agency("H26")) == []
    assert (
        found_faults(
            agency("H26.12", parent_code="H26"), stored=StoredAgencies({"H26": None}, {}, frozenset())
        )
        == []
    )


@pytest.mark.parametrize(
    ("batch", "fault"),
    [
        ([agency("H26.12", parent_code="H26")], ("/agencies/0/parent_code", "unknown_code")),
        ([agency("H26", parent_code="H26")], ("/agencies/0/parent_code", "cycle")),
        ([agency("H26", successor_code="H27")], ("/agencies/0/successor_code", "unknown_code")),
        ([agency("H26", successor_code="H26")], ("/agencies/0/successor_code", "cycle")),
        ([agency("H26", calendar_id="none")], ("/agencies/0/calendar_id", "unknown_code")),
        (
            [agency("H26", valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))],
            ("/agencies/0/valid_to", "backwards"),
        ),
    ],
    ids=["parent", "own parent", "successor", "own successor", "calendar", "dates"],
)
def test_what_is_refused(batch: list[Agency], fault: tuple[str, str]) -> None:
    assert found_faults(*batch) == [fault]


def test_two_agencies_above_each_other_are_refused() -> None:
    assert found_faults(agency("H26", parent_code="H27"), agency("H27", parent_code="H26")) == [
        ("/agencies/0/parent_code", "cycle"),
        ("/agencies/1/parent_code", "cycle"),
    ]


def test_a_code_twice_in_the_batch_is_refused_in_any_spelling() -> None:
    assert found_faults(agency("H26"), agency("H27", other_codes=("000.00.00.H26",))) == [
        ("/agencies/0/code", "repeated"),
        ("/agencies/1/code", "repeated"),
    ]


def test_a_code_of_another_agency_is_refused() -> None:
    stored = StoredAgencies({"H26.05": None}, {"000.00.05.H26": "H26.05"}, frozenset())
    taken = agency("H26.99", other_codes=("000.00.05.H26",))
    assert found_faults(taken, stored=stored) == [("/agencies/0/other_codes", "taken")]
    assert found_faults(agency("H26.05", other_codes=("000.00.05.H26",)), stored=stored) == []


def test_keys_are_in_one_spelling() -> None:
    assert canonical_codes(agency("H26", other_codes=("000.00.00.H26", "16.H05"))) == ["000.00.16.H05", "H26"]


@pytest.mark.parametrize(
    ("q", "words", "code"),
    [
        ("sở Tư pháp", ("so", "tu", "phap"), None),
        ("h26.3", ("h26", "3"), "H26.3"),
        ("000.00.1", ("000", "00", "1"), "000.00.1"),
        ("?!", (), None),
    ],
)
def test_what_a_person_typed(q: str, words: tuple[str, ...], code: str | None) -> None:
    assert (parse_agency_query(q).words, parse_agency_query(q).code) == (words, code)


def test_signs_find_nothing() -> None:
    assert not parse_agency_query("?!").searchable


def test_the_successor_works_after_the_end_step_by_step() -> None:
    first = agency("G05", valid_to=date(2025, 2, 28), successor_code="G12")
    second = agency("G12", valid_from=date(2025, 3, 1), valid_to=date(2025, 12, 31), successor_code="G13")
    third = agency("G13", valid_from=date(2026, 1, 1))
    stored = {each.code: each for each in (first, second, third)}
    assert agency_or_successor(first, date(2025, 2, 28), stored) == first
    assert agency_or_successor(first, date(2025, 3, 1), stored) == second
    assert agency_or_successor(first, date(2026, 1, 1), stored) == third


def test_nobody_works_before_the_beginning_or_after_an_end_without_successor() -> None:
    ended = agency("G05", valid_from=date(2020, 1, 1), valid_to=date(2025, 2, 28))
    assert agency_or_successor(ended, date(2019, 12, 31), {}) is None
    assert agency_or_successor(ended, date(2025, 3, 1), {}) is None


def test_successors_in_a_ring_are_nobody() -> None:
    one = agency("G05", valid_to=date(2025, 1, 1), successor_code="G12")
    other = agency("G12", valid_to=date(2025, 1, 1), successor_code="G05")
    assert agency_or_successor(one, date(2025, 2, 1), {"G05": one, "G12": other}) is None
