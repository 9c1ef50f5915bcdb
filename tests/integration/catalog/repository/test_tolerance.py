"""Stored documents of a later release: fields that this one does not know are ignored, at every depth."""

from datetime import date
from typing import Any

import pytest
from tests.support.catalog.use_cases import ADMINISTRATOR, OPERATOR, Catalogue

from catalog.application import calendars, conditions, procedures, provincial_fees, regimes, seeding
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import (
    AgencyWeekRepository,
    CalendarBaseRepository,
    CalendarDecisionRepository,
    CalendarRepository,
)
from catalog.repository.competences import CompetenceRepository
from catalog.repository.conditions import ConditionRepository
from catalog.repository.procedures import ProcedureRepository
from catalog.repository.provincial_fees import ProvincialFeeRepository
from catalog.repository.quarantine import QuarantineRepository
from catalog.repository.regimes import AgencyTermsRepository, RegimeRepository
from catalog.repository.search_entries import SearchEntryRepository
from catalog.repository.thesaurus import ThesaurusRepository
from catalog.repository.units import UnitRepository
from catalog.repository.versions import VersionRepository
from chassis.core.ids import new_id
from contracts.catalog import (
    ComplianceCost,
    ConditionContent,
    Fee,
    FeeKind,
    GetProcedure,
    ImportCalendarDecision,
    ProvincialFee,
    RecordCondition,
    SaveProvincialFees,
    SeedStarter,
    SetAgencyTerms,
)

READERS = (
    AgencyRepository,
    AgencyTermsRepository,
    AgencyWeekRepository,
    CalendarBaseRepository,
    CalendarDecisionRepository,
    CalendarRepository,
    CompetenceRepository,
    ConditionRepository,
    ProcedureRepository,
    ProvincialFeeRepository,
    QuarantineRepository,
    RegimeRepository,
    SearchEntryRepository,
    ThesaurusRepository,
    UnitRepository,
    VersionRepository,
)
FREE_KEYS = {"forms", "form_schema"}
"""Mappings whose keys are content."""


@pytest.fixture(scope="module")
def catalogue_with_all(catalogue: Catalogue) -> Catalogue:
    """With something in every collection."""
    cost = ComplianceCost(hours=10, hourly_income=50_000, subjects=100)
    condition = ConditionContent(
        text="Có kho", sector="Mẫu", ministry_code="G01", legal_basis="Điều 7", cost_before=cost
    )
    catalogue.run(
        conditions.record_condition, RecordCondition(command_id=new_id(), content=condition), ADMINISTRATOR
    )
    fee = Fee(code="F-1", name="Lệ phí mẫu", legal_kind="le_phi", kind=FeeKind.FIXED, amount=8_000)
    row = ProvincialFee(fee=fee, province_code="H26", resolution="NQ mẫu", valid_from=date(2026, 1, 1))
    catalogue.run(
        provincial_fees.save_provincial_fees,
        SaveProvincialFees(command_id=new_id(), fees=(row,)),
        ADMINISTRATOR,
    )
    decision = ImportCalendarDecision(
        command_id=new_id(),
        decision_number="1/TB",
        decided_on=date(2026, 1, 5),
        closed_days=(date(2026, 6, 5),),
    )
    catalogue.run(calendars.import_calendar_decision, decision, ADMINISTRATOR)
    terms = SetAgencyTerms(
        command_id=new_id(),
        regime_id="nd-118-2025",
        agency_code="H26",
        expected_version=0,
        decision_number="1/QĐ",
    )
    catalogue.run(regimes.set_agency_terms, terms, ADMINISTRATOR)
    return catalogue


def newer(value: Any) -> Any:
    """The document with one more field in each of its objects."""
    if isinstance(value, list):
        return [newer(item) for item in value]
    if not isinstance(value, dict):
        return value
    inner = {key: each if key in FREE_KEYS else newer(each) for key, each in value.items()}
    return {**inner, "field_of_a_later_release": {"a": 1}}


@pytest.mark.parametrize("repository", READERS, ids=lambda repository: repository.collection)
def test_unknown_fields_of_stored_documents_are_ignored(
    catalogue_with_all: Catalogue, repository: Any
) -> None:
    documents = list(catalogue_with_all.database[repository.collection].find())
    assert documents
    for document in documents:
        assert repository.from_document(newer(document)) == repository.from_document(document)


def test_a_catalogue_written_by_a_later_release_works_on(catalogue_with_all: Catalogue) -> None:
    database = catalogue_with_all.database
    for repository in READERS:
        for document in database[repository.collection].find():
            database[repository.collection].replace_one({"_id": document["_id"]}, newer(document))
    request = SeedStarter(command_id=new_id())
    report = catalogue_with_all.run(seeding.seed_starter, request, OPERATOR)
    assert (report.loaded, report.updated) == (0, 0)
    one = catalogue_with_all.run(procedures.get_procedure, GetProcedure(code="1.004222"))
    assert one.name == "Đăng ký thường trú"
    assert catalogue_with_all.import_samples()[0].updated == 0
