"""The starter catalogue: procedures, regimes, agencies, typed by hand from public law.

Agencies of the first level are the ministries and provinces with a published code. No source says which codes of
the provinces that were merged on 1 July 2025 go on, so all 63 stay valid; the names of the 29 that are no province
any more say until when they were. The provinces themselves, as administrative units, are the 34 of today. Units and
agencies called "mẫu" are samples, with codes that no real one has; so are the decisions on internal processes.

Neither decree says how long an applicant may take to answer a supplement: under NĐ 61/2018 art 19.4 the time limit
starts anew when the full dossier is in, and of NĐ 118/2025 no text is at hand that says more. So the regimes set no end
(`supplement_answer_working_days` null), and an agency with a rule of its own fixes it in its terms.
"""

import json
from importlib.resources import files
from typing import Any

import jsonschema_rs

from catalog.domain.calendars.composition import AgencyWeek, CalendarDecision
from contracts.catalog import (
    AdminUnit,
    Agency,
    Competence,
    ProcedureContent,
    ProcedureSource,
    Regime,
    SearchThesaurusContent,
)

HERE = files(__name__)


def procedures() -> tuple[ProcedureContent, ...]:
    """In the order of their codes. Raises ValueError for a file that is no procedure or holds a broken schema."""
    names = sorted(entry.name for entry in HERE.joinpath("procedures").iterdir())
    return tuple(_procedure(name) for name in names if name.endswith(".json"))


def regimes() -> tuple[Regime, ...]:
    """The decrees of 2018 and 2025."""
    return tuple(Regime.model_validate(row, extra="forbid") for row in _read("regimes.json"))


def agencies() -> tuple[Agency, ...]:
    """Those of the first level, then the samples."""
    rows = (*_read("level_one.json"), *_read("agencies.json"))
    return tuple(Agency.model_validate(row, extra="forbid") for row in rows)


def units() -> tuple[AdminUnit, ...]:
    """The 34 provinces, as the import of the whole map writes them too, and the sample communes."""
    return tuple(AdminUnit.model_validate(row, extra="forbid") for row in _read("units.json"))


def weeks() -> tuple[AgencyWeek, ...]:
    """Own calendars of agencies."""
    return tuple(AgencyWeek.model_validate(row, extra="forbid") for row in _read("calendars.json"))


def decisions_on_days_off() -> tuple[CalendarDecision, ...]:
    """Decisions on days off (ngày nghỉ, ngày làm bù) of the national calendar that the package holidays does not have:
    those taken after its release, often days before the day itself. Each has its number and its date."""
    return tuple(CalendarDecision.model_validate(row, extra="forbid") for row in _read("days_off.json"))


def competences() -> tuple[Competence, ...]:
    """Rules of competence for the samples."""
    return tuple(Competence.model_validate(row, extra="forbid") for row in _read("competences.json"))


def search_thesaurus() -> SearchThesaurusContent:
    """The words that people use, and what they stand for."""
    return SearchThesaurusContent.model_validate(_read("search_thesaurus.json"), extra="forbid")


def _procedure(name: str) -> ProcedureContent:
    row = _read(f"procedures/{name}")
    jsonschema_rs.meta.validate(row["form_schema"])
    return ProcedureContent(**row, source=ProcedureSource.STARTER, fileable=True)


def _read(path: str) -> Any:
    return json.loads(HERE.joinpath(path).read_text(encoding="utf-8"))
