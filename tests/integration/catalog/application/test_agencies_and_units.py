"""Agencies and units in the test's process: reading, writing, tracing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue

from catalog import starter
from catalog.application import agencies_and_units
from catalog.application.export import transfer
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    AdministrativeLevel,
    AdminUnit,
    Agency,
    ExportedRow,
    GetAgency,
    GetUnit,
    ImportExported,
    ImportReport,
    ImportUnits,
    ListAgencies,
    ListUnits,
    SaveAgencies,
    TraceUnit,
    UnitKind,
)
from contracts.errors import ErrorCode, ServiceError

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="H26", roles=(OfficerRole.CATALOGUE,))
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)


def save(catalogue: Catalogue, *agencies: Agency, actor: Actor = ADMINISTRATOR) -> ImportReport:
    return catalogue.run(
        agencies_and_units.save_agencies, SaveAgencies(command_id=new_id(), agencies=agencies), actor
    )


def read(catalogue: Catalogue, code: str) -> Agency:
    return catalogue.run(agencies_and_units.get_agency, GetAgency(code=code))


def codes(catalogue: Catalogue, **filters: Any) -> list[str]:
    """All pages, seven at a time."""
    found: list[str] = []
    cursor = None
    while True:
        page = catalogue.run(
            agencies_and_units.list_agencies, ListAgencies(limit=7, cursor=cursor, **filters)
        )
        found += [agency.code for agency in page.items]
        if (cursor := page.next_cursor) is None:
            return found


def office(code: str, **fields: Any) -> Agency:
    return Agency(code=code, name=f"Cơ quan thử {code[-2:]}", level=AdministrativeLevel.COMMUNE, **fields)


def refusal(act: Callable[[], object]) -> tuple[ErrorCode, list[str]]:
    with pytest.raises(ServiceError) as refused:
        act()
    return refused.value.code, [f"{fault.pointer} {fault.code}" for fault in refused.value.errors]


def put(catalogue: Catalogue, *units: AdminUnit) -> ImportReport:
    return catalogue.run(
        agencies_and_units.import_units,
        ImportUnits(command_id=new_id(), run_id="r", units=units),
        ADMINISTRATOR,
    )


def commune(unit_id: str, code: str, **fields: Any) -> AdminUnit:
    return AdminUnit(unit_id=unit_id, code=code, name=f"Xã thử {code}", kind=UnitKind.COMMUNE, **fields)


def test_all_agencies_are_listed_once_in_order(catalogue: Catalogue) -> None:
    assert codes(catalogue, parent_code="H26") == ["H26.12", "H26.15", "H26.31.05", "H26.31.06"]
    everything = codes(catalogue)
    assert everything == sorted(set(everything))
    assert {agency.code for agency in starter.agencies()} <= set(everything)


def test_agencies_are_found_by_words_codes_and_level(catalogue: Catalogue) -> None:
    assert codes(catalogue, q="so tu phap") == ["H26.15"]
    assert codes(catalogue, q="h26.31") == ["H26.31.05", "H26.31.06"]
    assert codes(catalogue, q="mẫu số 5", level=AdministrativeLevel.COMMUNE) == ["G01.26.31.05", "H26.31.05"]
    assert codes(catalogue, q="?!") == []


def test_an_agency_is_read_by_any_of_its_codes(catalogue: Catalogue) -> None:
    save(catalogue, office("H26.90", other_codes=("000.00.90.H26",)))
    assert read(catalogue, "000.00.90.H26") == read(catalogue, "90.H26") == read(catalogue, "H26.90")
    assert read(catalogue, "000.00.00.G15").code == "G15"
    assert refusal(lambda: read(catalogue, "H26.89"))[0] is ErrorCode.NOT_FOUND


def test_saving_counts_what_is_new_changed_and_the_same(catalogue: Catalogue) -> None:
    one, other = office("H26.91"), office("H26.92")
    assert save(catalogue, one, other) == ImportReport(loaded=2, updated=0, unchanged=0)
    changed = one.model_copy(update={"phone": "024 0000 0000"})
    assert save(catalogue, changed, other) == ImportReport(loaded=0, updated=1, unchanged=1)
    assert read(catalogue, "H26.91") == changed


def test_one_fault_keeps_the_whole_batch_out(catalogue: Catalogue) -> None:
    wrong = office("H26.94", parent_code="H26.00.77")
    code, faults = refusal(lambda: save(catalogue, office("H26.93"), wrong))
    assert (code, faults) == (ErrorCode.INVALID_REQUEST, ["/agencies/1/parent_code unknown_code"])
    assert refusal(lambda: read(catalogue, "H26.93"))[0] is ErrorCode.NOT_FOUND


def test_a_code_of_another_agency_cannot_be_taken(catalogue: Catalogue) -> None:
    taken = office("H26.95", other_codes=("H26.12",))
    assert refusal(lambda: save(catalogue, taken)) == (
        ErrorCode.INVALID_REQUEST,
        ["/agencies/0/other_codes taken"],
    )


def test_an_agency_cannot_be_put_under_one_of_its_own(catalogue: Catalogue) -> None:
    above = read(catalogue, "H26").model_copy(update={"parent_code": "H26.12"})
    assert refusal(lambda: save(catalogue, above)) == (
        ErrorCode.INVALID_REQUEST,
        ["/agencies/0/parent_code cycle"],
    )


def test_of_two_agencies_that_claim_a_code_at_once_one_gets_it(catalogue: Catalogue) -> None:
    def claim(number: int) -> bool:
        claiming = office(f"H26.5{number}", other_codes=("000.00.55.H26",))
        try:
            return save(catalogue, claiming).loaded == 1
        except ServiceError as refused:
            return [fault.code for fault in refused.errors] != ["taken"]

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(claim, range(5))) == [False, False, False, False, True]


def test_officers_save_no_agencies_and_import_no_units(catalogue: Catalogue) -> None:
    assert refusal(lambda: save(catalogue, office("H26.96"), actor=OFFICER))[0] is ErrorCode.FORBIDDEN
    request = ImportUnits(command_id=new_id(), run_id="r", units=(commune("t:0", "99000"),))
    assert (
        refusal(lambda: catalogue.run(agencies_and_units.import_units, request, OFFICER))[0]
        is ErrorCode.FORBIDDEN
    )


def test_seeding_again_leaves_what_was_written_since(catalogue: Catalogue) -> None:
    changed = read(catalogue, "H26.15").model_copy(update={"phone": "024 1111 1111"})
    save(catalogue, changed)
    catalogue.seed()
    assert read(catalogue, "H26.15") == changed


def test_a_unit_is_traced_over_several_steps_to_a_day(catalogue: Catalogue) -> None:
    later = date(2026, 1, 1)
    put(
        catalogue,
        commune("t:1", "99011", valid_to=LAST, successor_ids=("t:3",)),
        commune("t:2", "99012", valid_to=LAST, successor_ids=("t:3", "t:4")),
        commune("t:3", "99011", valid_from=FIRST, valid_to=date(2025, 12, 31), successor_ids=("t:5",)),
        commune("t:4", "99014", valid_from=FIRST),
        commune("t:5", "99015", valid_from=later),
    )

    def became(code: str, on: date, to: date | None = None) -> list[str]:
        trace = catalogue.run(agencies_and_units.trace_unit, TraceUnit(code=code, on=on, to=to))
        return [unit.unit_id for unit in trace.became]

    assert became("99012", LAST) == ["t:4", "t:5"]
    assert became("99012", LAST, FIRST) == ["t:3", "t:4"]
    assert became("99012", LAST, LAST) == ["t:2"]
    assert became("99011", FIRST) == ["t:5"]
    assert refusal(lambda: became("99011", FIRST, LAST)) == (ErrorCode.INVALID_REQUEST, ["/to backwards"])
    assert refusal(lambda: became("99012", FIRST))[0] is ErrorCode.NOT_FOUND


def test_a_code_is_the_unit_of_the_day(catalogue: Catalogue) -> None:
    put(
        catalogue,
        commune("t:6", "99021", valid_to=LAST, successor_ids=("t:7",)),
        commune("t:7", "99021", valid_from=FIRST),
    )
    assert catalogue.run(agencies_and_units.get_unit, GetUnit(code="99021", on=LAST)).unit_id == "t:6"
    assert catalogue.run(agencies_and_units.get_unit, GetUnit(code="99021", on=FIRST)).unit_id == "t:7"
    assert catalogue.run(agencies_and_units.get_unit, GetUnit(code="99021")).unit_id == "t:7"


def test_sound_units_are_kept_and_the_others_named(catalogue: Catalogue) -> None:
    sound = commune("t:8", "99031")
    lost = commune("t:9", "99032", parent_id="nobody")
    report = put(catalogue, sound, lost)
    assert (report.loaded, [(row.ref, row.reasons) for row in report.quarantined]) == (
        1,
        [("t:9", ("unknown_parent: nobody",))],
    )
    assert put(catalogue, sound).unchanged == 1


def test_units_are_listed_in_pages_as_of_a_day(catalogue: Catalogue) -> None:
    provinces: list[str] = []
    cursor = None
    while True:
        request = ListUnits(kind=UnitKind.PROVINCE, on=FIRST, limit=9, cursor=cursor)
        page = catalogue.run(agencies_and_units.list_units, request)
        provinces += [unit.code for unit in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert (len(provinces), provinces) == (34, sorted(set(provinces)))
    before = catalogue.run(agencies_and_units.list_units, ListUnits(kind=UnitKind.PROVINCE, on=LAST))
    assert before.items == ()


def test_units_are_found_by_name_and_parent(catalogue: Catalogue) -> None:
    found = catalogue.run(agencies_and_units.list_units, ListUnits(q="phuong mau so 5", parent_id="vn34:01"))
    assert [unit.code for unit in found.items] == ["99905"]
    assert catalogue.run(agencies_and_units.list_units, ListUnits(q="!!")).items == ()


def ends_of(catalogue: Catalogue, code: str) -> list[str | None]:
    found = catalogue.store.database.events.find({"aggregate_id": f"agency:{code}"}).sort("aggregate_version")
    return [event["payload"]["ended_on"] for event in found]


def test_the_end_of_an_agency_is_an_event_and_so_is_that_it_goes_on(catalogue: Catalogue) -> None:
    code = "H93.71"
    save(catalogue, office(code))
    assert ends_of(catalogue, code) == []
    for last in (LAST, LAST, None):
        save(catalogue, office(code, valid_to=last))
    assert ends_of(catalogue, code) == [FIRST.isoformat(), None]
    gone = office("H93.72", valid_to=LAST)
    rows = (ExportedRow(kind="agencies", content=gone.model_dump(mode="json")),)
    imported = ImportExported(command_id=new_id(), rows=rows)
    catalogue.run(transfer.import_exported, imported, ADMINISTRATOR)
    assert ends_of(catalogue, "H93.72") == [FIRST.isoformat()]
