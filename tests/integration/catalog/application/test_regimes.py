"""Regimes and the terms of agencies: who writes them, versions, the log, and the rules of filing that follow."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from tests.support.catalog.use_cases import ADMINISTRATOR, OFFICER, Catalogue

from catalog import starter
from catalog.application import filing_rules, regimes
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.catalog import (
    SEPARATED_BY_LAW,
    AgencyTerms,
    FilingRules,
    GetFilingRules,
    ListRegimes,
    OfficeAct,
    ProcedureSeparation,
    Regime,
    SaveRegime,
    SeparatedActs,
    SetAgencyTerms,
)
from contracts.errors import ErrorCode, ServiceError

DECREE = "nd-118-2025"
PROVINCE = Actor(
    kind=ActorKind.OFFICER, account_id="o-2", agency_code="H26.15", roles=(OfficerRole.CATALOGUE,)
)
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")


def set_terms(
    catalogue: Catalogue, agency: str, version: int, actor: Actor = ADMINISTRATOR, **fields: Any
) -> AgencyTerms:
    values: dict[str, Any] = {"decision_number": "12/QĐ-UBND", "late_reception_time": time(14, 30)} | fields
    request = SetAgencyTerms(
        command_id=new_id(),
        **{"regime_id": DECREE, "agency_code": agency, "expected_version": version, **values},
    )
    return catalogue.run(regimes.set_agency_terms, request, actor)


def save(catalogue: Catalogue, regime: Regime, version: int, actor: Actor = ADMINISTRATOR) -> Regime:
    request = SaveRegime(command_id=new_id(), regime=regime, expected_version=version)
    return catalogue.run(regimes.save_regime, request, actor)


def rules_at(catalogue: Catalogue, agency: str, at: datetime | None = None) -> FilingRules:
    request = GetFilingRules(
        procedure_code="1.001193", agency_code=agency, at=at or datetime(2026, 11, 21, 3, tzinfo=UTC)
    )
    return catalogue.run(filing_rules.get_filing_rules, request)


def refusal(act: Any) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        act()
    return refused.value


def new_decree(**changes: Any) -> Regime:
    base = starter.regimes()[-1]
    return base.model_copy(
        update={"regime_id": "nd-mau-2030", "effective_from": date(2030, 1, 1), "effective_to": None}
        | changes
    )


def test_the_regimes_of_the_starter_are_listed(catalogue: Catalogue) -> None:
    found = catalogue.run(regimes.list_regimes, ListRegimes())
    assert [regime.regime_id for regime in found.regimes][:2] == ["nd-61-2018", DECREE]
    assert found.agency_terms == ()


def test_an_agency_s_late_time_of_14_30_rules_its_dossiers_and_nobody_else_s(catalogue: Catalogue) -> None:
    before = rules_at(catalogue, "H26.31.05").regime
    fixed = set_terms(catalogue, "H26.31.05", 0)
    own = rules_at(catalogue, "H26.31.05").regime
    assert (own.late_after, own.agency_decision) == (time(14, 30), "12/QĐ-UBND")
    assert before.late_after == rules_at(catalogue, "H26.31.06").regime.late_after == time(15)
    found = catalogue.run(regimes.list_regimes, ListRegimes(agency_code="H26.31.05"))
    assert found.agency_terms == (fixed,)
    unknown = refusal(lambda: catalogue.run(regimes.list_regimes, ListRegimes(agency_code="H26.88")))
    assert unknown.params == {"what": "agency"}


def test_an_office_of_one_person_separates_nothing(catalogue: Catalogue) -> None:
    before = rules_at(catalogue, "H26.15").regime
    set_terms(catalogue, "H26.15", 0, late_reception_time=None, separated_acts=())
    own = rules_at(catalogue, "H26.15").regime
    assert (before.separated_acts, own.separated_acts) == (SEPARATED_BY_LAW, ())
    assert own.agency_decision == "12/QĐ-UBND"
    set_terms(catalogue, "H26.15", 1, late_reception_time=None, separated_acts=None)
    assert rules_at(catalogue, "H26.15").regime.separated_acts == SEPARATED_BY_LAW


def test_terms_rule_the_agencies_below_and_go_with_their_decree(catalogue: Catalogue) -> None:
    set_terms(catalogue, "G01.26", 0, late_reception_time=time(14))
    request = GetFilingRules(
        procedure_code="1.004222", agency_code="G01.26.31.05", at=datetime(2026, 11, 21, 3, tzinfo=UTC)
    )
    assert catalogue.run(filing_rules.get_filing_rules, request).regime.late_after == time(14)
    older = request.model_copy(update={"at": datetime(2025, 6, 30, 5, tzinfo=UTC)})
    assert catalogue.run(filing_rules.get_filing_rules, older).regime.late_after == time(15)


def test_terms_have_versions_and_a_chain_in_the_log(catalogue: Catalogue) -> None:
    first = set_terms(catalogue, "H26.12", 0)
    second = set_terms(catalogue, "H26.12", 1, late_reception_time=None, supplement_answer_working_days=10)
    assert (first.version, second.version) == (1, 2)
    stale = refusal(lambda: set_terms(catalogue, "H26.12", 1))
    assert (stale.code, stale.params) == (ErrorCode.VERSION_STALE, {"current": 2})
    entries = event_log.entries(catalogue.database, f"regime:{DECREE}:H26.12")
    stored = [AgencyTerms.model_validate(entry.private["content"], extra="ignore") for entry in entries]
    assert stored == [first, second]
    assert {(entry.type, entry.actor) for entry in entries} == {("catalog.regime_saved", ADMINISTRATOR)}
    event_log.verify(catalogue.database, f"regime:{DECREE}:H26.12", version=2)


@pytest.mark.parametrize(
    ("actor", "allowed"),
    [(ADMINISTRATOR, True), (OPERATOR, True), (PROVINCE, True), (OFFICER, False), (ANONYMOUS, False)],
    ids=["administrator", "operator", "officer of the province", "officer of a ministry", "nobody"],
)
def test_who_may_fix_the_terms_of_an_agency(catalogue: Catalogue, actor: Actor, allowed: bool) -> None:
    """Refusals come before the version is looked at, so 99 tells the two apart."""
    code = refusal(lambda: set_terms(catalogue, "H26.15", 99, actor)).code
    assert code is (ErrorCode.VERSION_STALE if allowed else ErrorCode.FORBIDDEN)


def test_terms_for_nobody_or_nothing_are_not_found(catalogue: Catalogue) -> None:
    assert refusal(lambda: set_terms(catalogue, "H26.88", 0)).params == {"what": "agency"}
    assert refusal(lambda: set_terms(catalogue, "H26", 0, regime_id="nd-0")).params == {"what": "regime"}


def test_a_new_decree_rules_from_its_first_day(catalogue: Catalogue) -> None:
    lists = {"interlinked": (), "fee_exemptions": ()}
    decree = save(catalogue, new_decree(late_reception_time=time(15, 30), **lists), 0, OPERATOR)
    assert decree.version == 1
    found = catalogue.run(regimes.list_regimes, ListRegimes()).regimes
    assert found[-1] == decree
    day = datetime(2030, 1, 2, 3, tzinfo=UTC)
    assert rules_at(catalogue, "H26.31.06", day).regime == decree


def test_a_dossier_is_answered_with_the_lists_of_its_procedure_alone(catalogue: Catalogue) -> None:
    assert rules_at(catalogue, "H26.31.06").regime.interlinked == ()
    request = GetFilingRules(
        procedure_code="2.000986", agency_code="H26.31.06", at=datetime(2026, 11, 21, 3, tzinfo=UTC)
    )
    (group,) = catalogue.run(filing_rules.get_filing_rules, request).regime.interlinked
    assert (group.procedure_codes, group.answer_clock_hours) == (("2.000986",), 24)


def test_what_an_agency_fixed_under_the_amended_decree_holds_until_it_fixes_it_anew(
    catalogue: Catalogue,
) -> None:
    amending = starter.regimes()[-1].regime_id
    set_terms(catalogue, "G18.26", 0, late_reception_time=time(14))
    assert rules_at(catalogue, "G18.26").regime.late_after == time(14)
    set_terms(catalogue, "G18.26", 0, regime_id=amending, late_reception_time=time(16))
    assert rules_at(catalogue, "G18.26").regime.late_after == time(16)


def test_a_regime_has_versions_a_log_and_survives_seeding(catalogue: Catalogue) -> None:
    first = save(catalogue, new_decree(regime_id="nd-mau-2040", effective_from=date(2040, 1, 1)), 0)
    second = save(catalogue, first.model_copy(update={"supplement_limit": 2}), 1)
    assert (first.version, second.version) == (1, 2)
    assert refusal(lambda: save(catalogue, first, 1)).code is ErrorCode.VERSION_STALE
    old = starter.regimes()[0]
    edited = save(catalogue, old.model_copy(update={"name": "Nghị định 61"}), old.version)
    catalogue.seed()
    assert edited in catalogue.run(regimes.list_regimes, ListRegimes()).regimes
    event_log.verify(catalogue.database, "regime:nd-mau-2040", version=2)


def test_an_unusable_regime_is_refused(catalogue: Catalogue) -> None:
    error = refusal(lambda: save(catalogue, new_decree(effective_to=date(2029, 1, 1)), 0))
    assert [fault.pointer for fault in error.errors] == ["/regime/effective_to"]


@pytest.mark.parametrize("actor", [PROVINCE, ANONYMOUS])
def test_a_decree_is_written_by_keepers_alone(catalogue: Catalogue, actor: Actor) -> None:
    assert refusal(lambda: save(catalogue, new_decree(), 0, actor)).code is ErrorCode.FORBIDDEN


def test_a_regime_stored_before_late_times_is_read(catalogue: Catalogue) -> None:
    later = {"late_reception_time": "", "agency_decision": "", "version": ""}
    catalogue.database["regimes"].update_many({}, {"$unset": later})
    regime = rules_at(catalogue, "H26.31.06").regime
    assert (regime.late_after, regime.version) == (time(15), 1)


def test_acts_are_separated_by_procedure_by_an_agency_of_its_own(catalogue: Catalogue) -> None:
    pair = SeparatedActs(done=OfficeAct.PROCESS, excluded=OfficeAct.SIGN, ground="Quy chế mẫu")
    code = rules_at(catalogue, "H26.31.06").procedure.code
    row = ProcedureSeparation(procedure_codes=(code, "1.999999"), separated_acts=(pair,))
    version = set_terms(
        catalogue, "H26.31.06", 0, late_reception_time=None, procedure_separations=(row,)
    ).version
    own = rules_at(catalogue, "H26.31.06").regime
    assert own.separated_acts == (pair,)
    assert [each.procedure_codes for each in own.procedure_separations] == [(code,)]
    set_terms(catalogue, "H26.31.06", version, late_reception_time=None, procedure_separations=None)
    assert rules_at(catalogue, "H26.31.06").regime.separated_acts == SEPARATED_BY_LAW
