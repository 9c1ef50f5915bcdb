"""The revision rises in the transaction of every change of the catalogue."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests.support.catalog.national_rows import detail, method
from tests.support.catalog.use_cases import (
    ADMINISTRATOR,
    OFFICER,
    OPERATOR,
    Catalogue,
    UseCase,
    decision_of,
    draft,
    made_public,
    move,
    today,
)
from tests.support.catalog.versions import content

from catalog import starter
from catalog.application import (
    agencies_and_units,
    calendars,
    changes,
    competence,
    conditions,
    national_import,
    provincial_fees,
    questions,
    regime_drafts,
    regimes,
    seeding,
)
from catalog.application.export import transfer
from catalog.application.search import thesaurus
from catalog.application.versions import version_commands
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import catalog as contract
from contracts.base import Actor, ActorKind, Command
from contracts.errors import ServiceError

SECOND_ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-2")

Change = tuple[UseCase[Any, Any], Any, Actor]


def versions(catalogue: Catalogue) -> Iterator[Change]:
    """A procedure from its draft to its abolition."""
    code = "1.970100"
    draft_first = contract.DraftVersion(command_id=new_id(), content=content(code=code))
    yield version_commands.draft_version, draft_first, OFFICER
    steps: tuple[tuple[UseCase[Any, Any], type[contract.VersionCommand], dict[str, Any]], ...] = (
        (version_commands.propose_version, contract.ProposeVersion, {"decision": decision_of(today())}),
        (version_commands.publish_version, contract.PublishVersion, {}),
        (version_commands.publicise_version, contract.PubliciseVersion, {}),
        (
            version_commands.abolish_procedure,
            contract.AbolishProcedure,
            {"decision": decision_of(today()), "reason": "Bãi bỏ mẫu"},
        ),
    )
    for revision, (use_case, command, fields) in enumerate(steps, start=1):
        yield (
            use_case,
            command(command_id=new_id(), code=code, version=1, expected_revision=revision, **fields),
            OFFICER,
        )


def conditions_and_thesaurus(catalogue: Catalogue) -> Iterator[Change]:
    cost = contract.ComplianceCost(hours=10, hourly_income=50_000, fees=500_000, subjects=100)
    recorded = contract.ConditionContent(
        text="Có kho chứa",
        sector="Kinh doanh mẫu",
        ministry_code="G15",
        legal_basis="Nghị định mẫu, điều 7",
        procedure_codes=("1.001193",),
        cost_before=cost,
    )
    yield (
        conditions.record_condition,
        contract.RecordCondition(command_id=new_id(), content=recorded),
        ADMINISTRATOR,
    )
    stored = catalogue.database["conditions"].find_one()
    assert stored is not None
    decided = contract.DecideCondition(
        command_id=new_id(),
        condition_id=stored["_id"],
        expected_version=1,
        status=contract.ConditionStatus.CUT,
        decision="7/QĐ-MAU",
        decided_on=today(),
    )
    yield conditions.decide_condition, decided, ADMINISTRATOR
    version = catalogue.run(thesaurus.get_search_thesaurus, contract.GetSearchThesaurus()).version
    saved = contract.SaveSearchThesaurus(command_id=new_id(), expected_version=version, synonyms=())
    yield thesaurus.save_search_thesaurus, saved, ADMINISTRATOR


def tables() -> Iterator[Change]:
    """Agencies, units, competences, calendars, regimes and fees."""
    agency = contract.Agency(code="H26.77", name="Sở mẫu", level=contract.AdministrativeLevel.PROVINCE)
    yield (
        agencies_and_units.save_agencies,
        contract.SaveAgencies(command_id=new_id(), agencies=(agency,)),
        OPERATOR,
    )
    yield (
        agencies_and_units.import_units,
        contract.ImportUnits(command_id=new_id(), run_id=new_id(), units=starter.units()[:1]),
        OPERATOR,
    )
    rule = contract.Competence(competence_id="t:mau", agency_code="H26", procedure_code="1.001193")
    yield (
        competence.save_competences,
        contract.SaveCompetences(command_id=new_id(), competences=(rule,)),
        OPERATOR,
    )
    week = starter.weeks()[0]
    own_week = contract.SetCalendar(
        command_id=new_id(),
        agency_code="H26.77",
        calendar_id="H26.77",
        expected_version=0,
        shifts=week.shifts,
        weekdays=week.weekdays,
    )
    yield calendars.set_calendar, own_week, OPERATOR
    decided = contract.ImportCalendarDecision(
        command_id=new_id(), decision_number="1/QĐ-MAU", decided_on=date(2026, 1, 5)
    )
    yield calendars.import_calendar_decision, decided, OPERATOR
    regime = starter.regimes()[-1].model_copy(update={"regime_id": "nd-mau-2050"})
    yield (
        regimes.save_regime,
        contract.SaveRegime(command_id=new_id(), regime=regime, expected_version=0),
        OPERATOR,
    )
    terms = contract.SetAgencyTerms(
        command_id=new_id(),
        regime_id="nd-mau-2050",
        agency_code="H26.77",
        expected_version=0,
        decision_number="2/QĐ-MAU",
    )
    yield regimes.set_agency_terms, terms, OPERATOR
    fee = contract.Fee(
        code="1.001193-LP02", name="Lệ phí", legal_kind="le_phi", kind=contract.FeeKind.FIXED, amount=8_000
    )
    row = contract.ProvincialFee(fee=fee, province_code="H26", resolution="NQ mẫu", valid_from=today())
    yield (
        provincial_fees.save_provincial_fees,
        contract.SaveProvincialFees(command_id=new_id(), fees=(row,)),
        ADMINISTRATOR,
    )


def imports(catalogue: Catalogue) -> Iterator[Change]:
    yield seeding.seed_starter, contract.SeedStarter(command_id=new_id()), OPERATOR
    row = contract.ImportRow(ref="mau:1", content={})
    yield (
        national_import.import_rows,
        contract.ImportRows(command_id=new_id(), run_id=new_id(), kind="list", rows=(row,)),
        OPERATOR,
    )
    exported = catalogue.run(
        transfer.export_catalogue, contract.ExportCatalogue(kind="agencies", limit=1), OPERATOR
    )
    yield (
        transfer.import_exported,
        contract.ImportExported(command_id=new_id(), rows=exported.items),
        OPERATOR,
    )


def drafts_of_regimes(catalogue: Catalogue) -> Iterator[Change]:
    """One is enacted by another administrator, one discarded."""
    last = starter.regimes()[-1]
    for name, closing in (
        ("nd-mau-2051", contract.EnactRegime),
        ("nd-mau-2052", contract.DiscardRegimeDraft),
    ):
        regime = last.model_copy(update={"regime_id": name, "amends": last.regime_id})
        drafted = contract.DraftRegime(command_id=new_id(), regime=regime, note="Quyết định mẫu")
        yield regime_drafts.draft_regime, drafted, ADMINISTRATOR
        stored = catalogue.database["regime_drafts"].find_one({"regime_id": name})
        assert stored is not None
        fields: dict[str, Any] = {"reason": "Thừa"}
        if closing is contract.EnactRegime:
            fields = {"effective_from": today() + timedelta(days=1), "decision_number": "12/QĐ-MẪU"}
        command = closing(command_id=new_id(), draft_id=stored["_id"], expected_revision=1, **fields)
        use_case = (
            regime_drafts.enact_regime
            if closing is contract.EnactRegime
            else regime_drafts.discard_regime_draft
        )
        yield use_case, command, SECOND_ADMINISTRATOR


def questions_of_the_import(catalogue: Catalogue) -> Iterator[Change]:
    words = "Không quá 08 ngày làm việc; miền núi không quá 18 ngày làm việc."
    code = "1.970103"
    content = detail(
        code=code, cases=[], executionCases=[], executionMethods=[method("ONLINE", 8, description=words)]
    )
    rows = (contract.ImportRow(ref=code, content=content),)
    yield (
        national_import.import_rows,
        contract.ImportRows(command_id=new_id(), run_id=new_id(), kind="detail", rows=rows),
        OPERATOR,
    )
    found = catalogue.run(
        questions.list_questions, contract.ListQuestions(procedure_code=code), ADMINISTRATOR
    )
    (question,) = found.items
    names: dict[str, Any] = {"question_id": question.question_id}
    limit = contract.TimeAnswer(unit=contract.TimeUnit.WORKING_DAY, quantity=8)
    answer = contract.QuestionAnswer(time_limit=limit)
    yield (
        questions.answer_question,
        contract.AnswerQuestion(
            command_id=new_id(),
            expected_revision=question.revision,
            answer=answer,
            note="Khoản 3 Điều 12",
            **names,
        ),
        ADMINISTRATOR,
    )
    yield (
        questions.reopen_question,
        contract.ReopenQuestion(
            command_id=new_id(), expected_revision=question.revision + 1, reason="Sai căn cứ", **names
        ),
        ADMINISTRATOR,
    )


def every_change(catalogue: Catalogue) -> Iterator[Change]:
    yield from versions(catalogue)
    yield from conditions_and_thesaurus(catalogue)
    yield from tables()
    yield from imports(catalogue)
    yield from drafts_of_regimes(catalogue)
    yield from questions_of_the_import(catalogue)


def revision(catalogue: Catalogue) -> contract.CatalogueRevision:
    return catalogue.run(changes.get_revision, contract.GetRevision())


def test_every_command_raises_the_revision(catalogue: Catalogue) -> None:
    covered = set()
    for use_case, request, actor in every_change(catalogue):
        before = revision(catalogue)
        catalogue.run(use_case, request, actor)
        after = revision(catalogue)
        assert after.revision > before.revision, use_case
        catalogue.run(use_case, request, actor)
        assert revision(catalogue) == after, "a repeated command changes nothing"
        covered.add(type(request))
    assert covered == {each.request for each in contract.METHODS if issubclass(each.request, Command)}


def test_procedure_that_rolls_over_raises_the_revision(catalogue: Catalogue) -> None:
    made_public(catalogue, content(code="1.970101"), today())
    before = revision(catalogue)
    version_commands.roll_over(catalogue.store, "1.970101", Context.new(timeout_s=10))
    assert revision(catalogue).revision > before.revision


def test_command_that_fails_leaves_the_revision(catalogue: Catalogue) -> None:
    version = draft(catalogue, content(code="1.970102"))
    before = revision(catalogue)
    with pytest.raises(ServiceError):
        move(catalogue, version_commands.publish_version, contract.PublishVersion, version)
    assert revision(catalogue) == before


def test_revision_names_the_local_day(catalogue: Catalogue) -> None:
    assert revision(catalogue).day == today()
