"""Agencies, units, rules and calendars leave in an export and come back whole; steps find their agencies."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue
from tests.support.catalog.versions import content

from catalog.application import agencies_and_units, calendars, competence, filing_rules
from catalog.application.export import transfer
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.catalog import (
    ExportCatalogue,
    ExportedRow,
    FindCompetent,
    GetCalendar,
    GetFilingRules,
    GetUnit,
    ImportCalendarDecision,
    ImportExported,
    ImportReport,
    ListAgencies,
    ProcedureVersion,
    SetCalendar,
    Shift,
    StepAgency,
    VersionState,
    WorkflowStep,
)
from contracts.errors import ErrorCode, ServiceError

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
CALENDARS = ("calendars", "calendar_bases", "calendar_weeks", "calendar_decisions")
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)


def exported(catalogue: Catalogue, kind: Any, limit: int = 100) -> list[ExportedRow]:
    rows: list[ExportedRow] = []
    cursor = None
    while True:
        request = ExportCatalogue(kind=kind, limit=limit, cursor=cursor)
        page = catalogue.run(transfer.export_catalogue, request, OPERATOR)
        rows += page.items
        if (cursor := page.next_cursor) is None:
            return rows


def bring_back(catalogue: Catalogue, rows: list[ExportedRow]) -> ImportReport:
    request = ImportExported(command_id=new_id(), rows=tuple(rows))
    return catalogue.run(transfer.import_exported, request, OPERATOR)


@pytest.mark.parametrize("kind", ["agencies", "units", "competences", "calendars"])
def test_written_back_nothing_changes(catalogue: Catalogue, kind: str) -> None:
    rows = exported(catalogue, kind, limit=3)
    assert len(rows) == len({str(row.content) for row in rows}) > 1
    report = bring_back(catalogue, rows)
    assert (report.updated, report.unchanged) == (0, len(rows))


def test_lost_agencies_come_back_and_are_found_by_words_and_codes(catalogue: Catalogue) -> None:
    rows = exported(catalogue, "agencies")
    requests = (ListAgencies(q="so tu phap ha noi"), ListAgencies(q="H26.3"))
    before = [catalogue.run(agencies_and_units.list_agencies, each) for each in requests]
    catalogue.database["agencies"].delete_many({})
    assert bring_back(catalogue, rows).updated == len(rows)
    assert [catalogue.run(agencies_and_units.list_agencies, each) for each in requests] == before


def test_lost_units_and_rules_come_back_and_answer(catalogue: Catalogue) -> None:
    rows = exported(catalogue, "units") + exported(catalogue, "competences")
    for name in ("units", "competences"):
        catalogue.database[name].delete_many({})
    assert bring_back(catalogue, rows).updated == len(rows)
    assert catalogue.run(agencies_and_units.get_unit, GetUnit(code="01")).unit_id == "vn34:01"
    request = FindCompetent(procedure_code="1.001193", unit_code="99905")
    assert catalogue.run(competence.find_competent, request).why == "commune"


def test_lost_calendars_come_back_with_their_weeks_and_decisions(catalogue: Catalogue) -> None:
    shifts = (Shift(start=time(8), end=time(12)),)
    week = SetCalendar(
        command_id=new_id(), calendar_id="H26.12", agency_code="H26.12", shifts=shifts, expected_version=0
    )
    catalogue.run(calendars.set_calendar, week, OPERATOR)
    decision = ImportCalendarDecision(
        command_id=new_id(),
        decision_number="1/QĐ",
        decided_on=date(2026, 1, 1),
        closed_days=(date(2026, 6, 5),),
    )
    catalogue.run(calendars.import_calendar_decision, decision, OPERATOR)
    rows = exported(catalogue, "calendars")
    agencies = ("H26", "H26.12", "G01.26")
    before = [calendar(catalogue, code) for code in agencies]
    for name in CALENDARS:
        catalogue.database[name].delete_many({})
    assert bring_back(catalogue, rows).updated == len(rows) == 3
    assert [calendar(catalogue, code) for code in agencies] == before


def calendar(catalogue: Catalogue, agency: str) -> dict[str, Any]:
    """What it says; how often it changed before it was lost is not kept."""
    found = catalogue.run(calendars.get_calendar, GetCalendar(agency_code=agency))
    return found.model_dump(exclude={"version"})


def test_a_step_belongs_to_the_agency_that_is_competent_where_the_filing_one_sits(
    catalogue: Catalogue,
) -> None:
    code = "1.930001"
    step = WorkflowStep(
        code="residence",
        name="Cư trú",
        role=OfficerRole.PROCESSING,
        hours=8,
        agency=StepAgency(competent_for="1.004222"),
    )
    own = WorkflowStep(code="own", name="Tư pháp", role=OfficerRole.PROCESSING, hours=8)
    version = ProcedureVersion(
        code=code,
        version=1,
        revision=1,
        state=VersionState.PUBLIC,
        content=content(code=code, steps=(own, step)),
        drafted_at=NOW,
        published_at=NOW,
        publicised_at=NOW,
    )
    bring_back(catalogue, [ExportedRow(kind="versions", content=version.model_dump(mode="json"))])

    def step_agencies(agency: str) -> dict[str, str]:
        request = GetFilingRules(procedure_code=code, agency_code=agency, at=datetime.now(UTC))
        return catalogue.run(filing_rules.get_filing_rules, request).step_agencies

    assert step_agencies("H26.31.05") == {"residence": "G01.26.31.05"}
    with pytest.raises(ServiceError) as refused:
        step_agencies("H26.31.06")
    assert (refused.value.code, refused.value.params) == (ErrorCode.NOT_FOUND, {"what": "competent_agency"})
