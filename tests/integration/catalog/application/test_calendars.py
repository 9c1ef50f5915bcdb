"""Calendars of agencies in the test's process: whose is whose, weeks, decisions, refusals."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue

from catalog.application import agencies_and_units, calendars, filing_rules
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    DayShifts,
    GetCalendar,
    GetFilingRules,
    ImportCalendarDecision,
    SaveAgencies,
    SetCalendar,
    Shift,
    WeekdayShifts,
    WorkingCalendar,
)
from contracts.errors import ErrorCode, ServiceError

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")
EARLY = (Shift(start=time(6), end=time(12)), Shift(start=time(13), end=time(15)))
SATURDAY = (WeekdayShifts(weekday=5, shifts=EARLY[:1]),)
NOON = (Shift(start=time(7), end=time(11)),)


def of(catalogue: Catalogue, agency_code: str) -> WorkingCalendar:
    return catalogue.run(calendars.get_calendar, GetCalendar(agency_code=agency_code))


def set_week(catalogue: Catalogue, agency: str, version: int, **changes: Any) -> WorkingCalendar:
    fields: dict[str, Any] = {"calendar_id": agency, "shifts": EARLY, "weekdays": SATURDAY} | changes
    request = SetCalendar(command_id=new_id(), agency_code=agency, expected_version=version, **fields)
    return catalogue.run(calendars.set_calendar, request, ADMINISTRATOR)


def decide(catalogue: Catalogue, number: str, actor: Actor = ADMINISTRATOR, **fields: Any) -> WorkingCalendar:
    request = ImportCalendarDecision(
        command_id=new_id(), decision_number=number, decided_on=date(2026, 1, 5), **fields
    )
    return catalogue.run(calendars.import_calendar_decision, request, actor)


def new_agency(catalogue: Catalogue, code: str, parent: str = "H26") -> str:
    agency = Agency(code=code, name="Cơ quan có lịch", level=AdministrativeLevel.COMMUNE, parent_code=parent)
    request = SaveAgencies(command_id=new_id(), agencies=(agency,))
    catalogue.run(agencies_and_units.save_agencies, request, ADMINISTRATOR)
    return code


def refusal(act: Callable[[], object]) -> tuple[ErrorCode, list[str]]:
    with pytest.raises(ServiceError) as refused:
        act()
    return refused.value.code, [f"{fault.pointer} {fault.code}" for fault in refused.value.errors]


def test_an_agency_works_by_its_own_calendar_or_the_nearest_above_or_the_national_one(
    catalogue: Catalogue,
) -> None:
    assert of(catalogue, "G01.26").calendar_id == "G01.26"
    assert of(catalogue, "G01.26.31.05").calendar_id == "G01.26"
    assert of(catalogue, "H26.31.05").calendar_id == "vn"
    assert of(catalogue, "G01").calendar_id == "vn"
    assert refusal(lambda: of(catalogue, "H26.88"))[0] is ErrorCode.NOT_FOUND


def test_the_police_receive_on_saturday_mornings_which_count_for_no_time_limit(catalogue: Catalogue) -> None:
    request = GetFilingRules(
        procedure_code="1.004222", agency_code="G01.26.31.05", at=datetime(2026, 11, 21, 3, tzinfo=UTC)
    )
    rules = catalogue.run(filing_rules.get_filing_rules, request)
    assert rules.calendar == of(catalogue, "G01.26")
    assert [usual.weekday for usual in rules.calendar.reception_weekdays] == [5]
    assert rules.calendar.weekdays == ()


def test_a_week_set_makes_a_calendar_that_stands_on_the_national_days(catalogue: Catalogue) -> None:
    agency = new_agency(catalogue, "H26.60")
    own = set_week(catalogue, agency, 0)
    national = of(catalogue, "H26")
    assert (own.version, own.shifts, own.weekdays) == (1, EARLY, SATURDAY)
    assert (own.closed_days, own.covers_to) == (national.closed_days, national.covers_to)
    assert of(catalogue, agency) == own
    received = set_week(catalogue, agency, 1, weekdays=(), reception_weekdays=SATURDAY)
    assert (received.version, received.weekdays, received.reception_weekdays) == (2, (), SATURDAY)


def test_a_version_counts_only_when_the_calendar_changed(catalogue: Catalogue) -> None:
    agency = new_agency(catalogue, "H26.61")
    first = set_week(catalogue, agency, 0)
    assert set_week(catalogue, agency, 1) == first
    assert set_week(catalogue, agency, 1, weekdays=()).version == 2
    assert refusal(lambda: set_week(catalogue, agency, 1))[0] is ErrorCode.VERSION_STALE
    catalogue.seed()
    assert of(catalogue, agency).version == 2


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"shifts": (Shift(start=time(17), end=time(8)),)}, "/shifts backwards"),
        ({"shifts": (*EARLY, *NOON)}, "/shifts overlap"),
        ({"weekdays": (*SATURDAY, *SATURDAY)}, "/weekdays/0/weekday repeated"),
        (
            {"weekdays": tuple(WeekdayShifts(weekday=day, shifts=()) for day in range(7))},
            "/shifts no_working_day",
        ),
        ({"calendar_id": "vn"}, "/calendar_id taken"),
        ({"calendar_id": "G01.26"}, "/calendar_id taken"),
    ],
    ids=["backwards", "overlap", "weekday twice", "never open", "national", "another's"],
)
def test_a_week_that_cannot_be_is_refused(catalogue: Catalogue, fields: dict[str, Any], fault: str) -> None:
    code, faults = refusal(lambda: set_week(catalogue, "H26.12", 0, **fields))
    assert (code, faults[0]) == (ErrorCode.INVALID_REQUEST, fault)
    assert of(catalogue, "H26.12").calendar_id == "vn"


def test_a_national_decision_reaches_every_calendar_that_stands_on_it(catalogue: Catalogue) -> None:
    agency = new_agency(catalogue, "H26.62")
    own = set_week(catalogue, agency, 0)
    before = of(catalogue, "H26")
    friday, half = date(2026, 6, 5), DayShifts(day=date(2026, 6, 4), shifts=NOON)
    decided = decide(catalogue, "1/TB-2026", closed_days=(friday,), half_days=(half,))
    assert decided.version == before.version + 1
    for code, version in (("H26", before.version + 1), (agency, own.version + 1)):
        calendar = of(catalogue, code)
        assert calendar.version == version
        assert friday in calendar.closed_days
        assert half in calendar.days


def test_a_decision_imported_again_changes_no_version_and_corrected_it_takes_its_own_place(
    catalogue: Catalogue,
) -> None:
    wrong, right = date(2026, 6, 8), date(2026, 6, 9)
    first = decide(catalogue, "2/TB-2026", closed_days=(wrong,))
    assert decide(catalogue, "2/TB-2026", closed_days=(wrong,)) == first
    corrected = decide(catalogue, "2/TB-2026", closed_days=(right,))
    assert corrected.version == first.version + 1
    assert right in corrected.closed_days
    assert wrong not in corrected.closed_days


def test_a_decision_for_one_calendar_touches_no_other(catalogue: Catalogue) -> None:
    agency = new_agency(catalogue, "H26.63")
    set_week(catalogue, agency, 0)
    national = of(catalogue, "H26")
    day = date(2026, 6, 10)
    assert day in decide(catalogue, "3/QĐ", calendar_id=agency, closed_days=(day,)).closed_days
    assert of(catalogue, "H26") == national


def test_a_decision_survives_seeding_and_may_reach_further_with_the_law_s_days(catalogue: Catalogue) -> None:
    far = date(2029, 12, 31)
    day = date(2029, 3, 1)
    decided = decide(catalogue, "4/TB-2026", covers_to=far, closed_days=(day,))
    assert decided.covers_to == far
    assert {day, date(2029, 4, 30), date(2029, 9, 2)} <= set(decided.closed_days)
    catalogue.seed()
    assert of(catalogue, "H26") == decided
    assert of(catalogue, "G01.26").covers_to == far


def test_calendars_made_while_a_decision_is_imported_hold_its_days(catalogue: Catalogue) -> None:
    day = date(2026, 6, 12)
    agencies = [new_agency(catalogue, f"H26.4{number}") for number in range(6)]

    acts: list[Callable[[Catalogue], object]] = [
        *(partial(set_week, agency=agency, version=0) for agency in agencies),
        partial(decide, number="8/TB-2026", closed_days=(day,)),
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(lambda act: act(catalogue), acts))
    assert all(day in of(catalogue, agency).closed_days for agency in agencies)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"closed_days": (date(2035, 1, 1),)}, "/closed_days/0 not_covered"),
        (
            {"closed_days": (date(2026, 6, 11),), "working_days": (date(2026, 6, 11),)},
            "/closed_days/0 repeated",
        ),
        ({"covers_to": date(2099, 1, 1)}, "/covers_to too_far"),
        ({"closed_days": tuple(date(2026, 7, day) for day in range(1, 32)),
          "half_days": tuple(DayShifts(day=date(2026, 8, day), shifts=()) for day in range(1, 5))},
         "/closed_days no_working_day"),
        ({"calendar_id": "G01.26", "covers_to": date(2028, 1, 1)}, "/covers_to national_only"),
    ],
    ids=["beyond", "two fates", "too far", "hole", "an own calendar reaching further"],
)  # fmt: skip
def test_a_decision_that_cannot_be_is_refused_whole(
    catalogue: Catalogue, fields: dict[str, Any], fault: str
) -> None:
    before = of(catalogue, "H26")
    code, faults = refusal(lambda: decide(catalogue, "5/TB-2026", **fields))
    assert (code, faults[0]) == (ErrorCode.INVALID_REQUEST, fault)
    assert of(catalogue, "H26") == before


def test_a_decision_for_a_calendar_that_is_not_there_is_not_found(catalogue: Catalogue) -> None:
    assert refusal(lambda: decide(catalogue, "6/QĐ", calendar_id="nobody"))[0] is ErrorCode.NOT_FOUND


def test_citizens_write_no_calendars(catalogue: Catalogue) -> None:
    assert refusal(lambda: decide(catalogue, "7/QĐ", CITIZEN))[0] is ErrorCode.FORBIDDEN
    request = SetCalendar(
        command_id=new_id(), calendar_id="x", agency_code="H26.12", shifts=EARLY, expected_version=0
    )
    assert refusal(lambda: catalogue.run(calendars.set_calendar, request, CITIZEN))[0] is ErrorCode.FORBIDDEN
