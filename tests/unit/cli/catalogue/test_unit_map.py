"""Reading the map of administrative units: its lives, successors, order, and what is odd in it."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from chassis.core.ids import new_id
from cli.catalogue.unit_import import send_map
from cli.catalogue.unit_map import CONVERTER, DATASET, NoMapError, find_map, read_map
from contracts.catalog import ImportReport, ImportUnits, UnitKind

OLD = ("province", "provinceCode", "provinceKey", "district", "districtCode", "districtKey",
       "ward", "wardCode", "wardKey")  # fmt: skip
NEW = ("province", "provinceCode", "provinceKey", "ward", "wardCode", "wardKey")

OLD_ROWS = [
    ("Tỉnh A", "01", "a", "Quận Một", "001", "mot", "Phường X", "00001", "x"),
    ("Tỉnh A", "01", "a", "Quận Một", "001", "mot", "Phường Y", "00004", "y"),
    ("Tỉnh B", "02", "b", "Huyện Đảo", "002", "dao", None, None, None),
]
NEW_ROWS = [
    ("Tỉnh A", "01", "a", "Phường X", "00001", "x"),
    ("Tỉnh A", "01", "a", "Phường Z", "00007", "z"),
    ("Tỉnh A", "01", "a", "Đặc khu Đảo", "00009", "dao"),
]
CONVERSIONS: dict[str, Any] = {
    "DICT_PROVINCE": {"a": ["a", "b"]},
    "DICT_PROVINCE_WARD_NO_DIVIDED": {"a": {"x": ["a_mot_x"], "dao": ["b_dao_"]}},
    "DICT_PROVINCE_WARD_DIVIDED": {"a": {"a_mot_y": [{"newWardKey": "x"}, {"newWardKey": "z"}]}},
}


def write(
    folder: Path,
    old: Sequence[tuple[str | None, ...]] | None = None,
    new: Sequence[tuple[str, ...]] | None = None,
    **conversions: Any,
) -> Path:
    with sqlite3.connect(folder / DATASET) as database:
        for table, columns, rows in (
            ("admin_units_legacy", OLD, OLD_ROWS if old is None else old),
            ("admin_units", NEW, NEW_ROWS if new is None else new),
        ):
            database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
    database.close()
    (folder / CONVERTER).write_text(json.dumps(CONVERSIONS | conversions))
    return folder


def odd(folder: Path) -> dict[str, int]:
    return dict(+read_map(folder).anomalies)


def test_every_unit_has_its_life_its_parent_and_its_successors(tmp_path: Path) -> None:
    units = {unit.unit_id: unit for unit in read_map(write(tmp_path)).units}
    lives = {unit_id: (str(unit.valid_from), str(unit.valid_to)) for unit_id, unit in units.items()}
    assert set(lives.values()) == {("2025-07-01", "None"), ("None", "2025-06-30")}
    assert {unit_id: unit.successor_ids for unit_id, unit in units.items() if unit.valid_to} == {
        "vn63:01": ("vn34:01",),
        "vn63:02": ("vn34:01",),
        "vn63:001": ("vn34:00001", "vn34:00007"),
        "vn63:002": ("vn34:00009",),
        "vn63:00001": ("vn34:00001",),
        "vn63:00004": ("vn34:00001", "vn34:00007"),
    }
    assert {unit_id: unit.parent_id for unit_id, unit in units.items() if unit.kind is UnitKind.COMMUNE} == {
        "vn34:00001": "vn34:01",
        "vn34:00007": "vn34:01",
        "vn34:00009": "vn34:01",
        "vn63:00001": "vn63:001",
        "vn63:00004": "vn63:001",
    }


def test_nothing_leans_on_what_is_written_later(tmp_path: Path) -> None:
    written: set[str] = set()
    for _, group in read_map(write(tmp_path)).groups:
        for unit in group:
            assert {*unit.successor_ids, unit.parent_id} - {None} <= written
        written |= {unit.unit_id for unit in group}


def test_an_island_without_communes_is_the_only_oddity_of_a_sound_map(tmp_path: Path) -> None:
    assert odd(write(tmp_path)) == {"district_without_communes": 1}


@pytest.mark.parametrize(
    ("changed", "oddity"),
    [
        (
            {"DICT_PROVINCE_WARD_NO_DIVIDED": {"a": {"x": ["a_mot_x", "a_mot_gone"], "dao": ["b_dao_"]}}},
            "conversion_from_nowhere",
        ),
        (
            {"DICT_PROVINCE_WARD_DIVIDED": {"a": {"a_mot_y": [{"newWardKey": "z"}, {"newWardKey": "gone"}]}}},
            "conversion_to_nowhere",
        ),
        ({"DICT_PROVINCE_WARD_NO_DIVIDED": {"a": {"x": ["a_mot_x"]}}}, "commune_that_became_nothing"),
        ({"DICT_PROVINCE_WARD_NO_DIVIDED": {"a": {"x": ["a_mot_x"]}}}, "commune_that_came_from_nothing"),
    ],
)
def test_what_does_not_meet_is_counted(tmp_path: Path, changed: dict[str, Any], oddity: str) -> None:
    assert odd(write(tmp_path, **changed))[oddity] == 1


def test_codes_of_a_wrong_form_and_two_units_of_one_code_are_left_out_and_counted(tmp_path: Path) -> None:
    wrong = [*NEW_ROWS, ("Tỉnh A", "01", "a", "Xã W", "7", "w"), ("Tỉnh A", "01", "a", "Xã V", "00007", "v")]
    folder = write(tmp_path, new=wrong)
    found = odd(folder)
    assert (found["code_of_wrong_form"], found["two_units_of_one_code"]) == (1, 1)
    assert [unit.name for unit in read_map(folder).units if unit.code in ("7", "00007")] == ["Phường Z"]


def test_batches_carry_every_unit_once_in_order(tmp_path: Path) -> None:
    found = read_map(write(tmp_path))
    sent: list[ImportUnits] = []

    def send(request: ImportUnits) -> ImportReport:
        sent.append(request)
        return ImportReport(loaded=len(request.units), updated=0, unchanged=0)

    *_, (_, totals) = send_map(found, send)
    assert [unit for request in sent for unit in request.units] == found.units
    assert totals.loaded == totals.rows == len(found.units)
    assert len({request.command_id for request in sent}) == len(sent)


def test_a_package_that_is_missing_is_named_with_what_to_install() -> None:
    with pytest.raises(NoMapError, match="pip install no_such_package"):
        find_map("no_such_package")


@pytest.mark.parametrize("broken", [DATASET, CONVERTER])
def test_files_of_another_make_are_told(tmp_path: Path, broken: str) -> None:
    folder = write(tmp_path)
    (folder / broken).write_text(f"not what it was {new_id()}")
    with pytest.raises(NoMapError, match="not the expected map"):
        read_map(folder)
