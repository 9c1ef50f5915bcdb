"""The whole map of the country, imported by the operator's command into a running service."""

from collections import Counter
from datetime import date

import pytest
from click.testing import CliRunner, Result
from tests.integration.catalog.conftest import RunningCatalogue

from cli.catalogue.commands import catalogue as commands
from contracts import catalog as contract
from contracts.catalog import AdminUnit, ListUnits, TraceUnit, UnitKind

pytestmark = pytest.mark.deep

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def run(catalogue: RunningCatalogue) -> Result:
    return CliRunner().invoke(commands, ["units"], env={"MOTCUA_AMQP_URI": catalogue.amqp_uri})


@pytest.fixture(scope="module")
def imported(running_catalogue: RunningCatalogue) -> RunningCatalogue:
    done = run(running_catalogue)
    assert done.exit_code == 0, done.output
    assert "units: 14149 rows: 14149 loaded, 0 updated, 0 unchanged, 0 quarantined" in done.output
    assert "5  odd in the map: district_without_communes" in done.output
    return running_catalogue


def units(
    catalogue: RunningCatalogue, kind: UnitKind, on: date, parent_id: str | None = None
) -> list[AdminUnit]:
    found: list[AdminUnit] = []
    cursor = None
    while True:
        request = ListUnits(kind=kind, on=on, parent_id=parent_id, limit=100, cursor=cursor)
        page = catalogue.call(contract.list_units, request)
        found += page.items
        if (cursor := page.next_cursor) is None:
            return found


def became(catalogue: RunningCatalogue, code: str) -> list[str]:
    trace = catalogue.call(contract.trace_unit, TraceUnit(code=code, on=BEFORE))
    return [unit.name for unit in trace.became]


def test_the_country_had_63_provinces_and_has_34(imported: RunningCatalogue) -> None:
    assert len(units(imported, UnitKind.PROVINCE, BEFORE)) == 63
    assert len(units(imported, UnitKind.PROVINCE, AFTER)) == 34


def test_districts_ended(imported: RunningCatalogue) -> None:
    assert len(units(imported, UnitKind.DISTRICT, BEFORE)) == 696
    assert units(imported, UnitKind.DISTRICT, AFTER) == []


def test_there_are_3321_communes_in_their_provinces(imported: RunningCatalogue) -> None:
    by_province = Counter(unit.parent_id for unit in units(imported, UnitKind.COMMUNE, AFTER))
    assert (sum(by_province.values()), len(by_province)) == (3321, 34)
    assert by_province["vn34:01"] == 126


def test_communes_of_ba_dinh_became_what_the_resolution_says(imported: RunningCatalogue) -> None:
    ba_dinh = units(imported, UnitKind.COMMUNE, BEFORE, parent_id="vn63:001")
    heirs = {name for unit in ba_dinh for name in became(imported, unit.code)}
    assert {"Phường Ba Đình", "Phường Ngọc Hà", "Phường Giảng Võ"} <= heirs
    assert heirs == set(became(imported, "001"))


def test_a_merged_province_became_the_one_it_is_part_of(imported: RunningCatalogue) -> None:
    assert became(imported, "26") == ["Tỉnh Phú Thọ"]
    assert became(imported, "01") == ["Thành phố Hà Nội"]


def test_an_island_district_became_a_special_zone(imported: RunningCatalogue) -> None:
    assert became(imported, "318") == ["Đặc khu Bạch Long Vĩ"]


def test_a_second_import_changes_nothing(imported: RunningCatalogue) -> None:
    again = run(imported)
    assert "units: 14149 rows: 0 loaded, 0 updated, 14149 unchanged, 0 quarantined" in again.output


def test_the_starter_s_provinces_are_those_of_the_map(imported: RunningCatalogue) -> None:
    before = units(imported, UnitKind.PROVINCE, AFTER)
    imported.remote.seed()
    assert units(imported, UnitKind.PROVINCE, AFTER) == before
