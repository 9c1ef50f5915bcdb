"""The starter catalogue: eleven procedures, two regimes, some agencies, typed by hand from public law."""

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs

from contracts.catalog import Agency, ProcedureContent, Regime, Source

HERE = files(__name__)


def procedures() -> tuple[ProcedureContent, ...]:
    """In the order of their codes. Raises ValueError for a file that is no procedure or holds a broken schema."""
    names = sorted(entry.name for entry in HERE.joinpath("procedures").iterdir())
    return tuple(_procedure(name) for name in names if name.endswith(".json"))


def regimes() -> tuple[Regime, ...]:
    return tuple(Regime.model_validate(row) for row in _read("regimes.json"))


def agencies() -> tuple[Agency, ...]:
    return tuple(Agency.model_validate(row) for row in _read("agencies.json"))


def _procedure(name: str) -> ProcedureContent:
    row = _read(f"procedures/{name}")
    jsonschema_rs.meta.validate(row["form_schema"])
    return ProcedureContent(**row, source=Source.STARTER, fileable=True)


def _read(path: str) -> Any:
    return json.loads(HERE.joinpath(path).read_text(encoding="utf-8"))
