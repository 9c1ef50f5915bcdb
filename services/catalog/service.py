"""The catalogue service: its dependencies and its entrypoints."""

from collections.abc import Callable
from typing import TypeVar

from catalog.application import (
    agencies_and_units,
    calendars,
    changes,
    competence,
    conditions,
    filing_rules,
    legacy_api,
    national_import,
    procedures,
    provincial_fees,
    questions,
    regime_drafts,
    regimes,
    seeding,
)
from catalog.application.export import transfer
from catalog.application.search import queries, thesaurus
from catalog.application.search.replica import SearchReplica
from catalog.application.versions import version_commands, version_queries
from catalog.application.versions.publisher import ROLL_OVER
from catalog.repository import create_indexes
from catalog.settings import CatalogSettings
from chassis.runtime.service import Context, Mongo, ProcessScoped, Service, Store, Timer, rpc, timer_handler
from contracts import catalog as contract
from contracts.base import Method, Model

Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)
Entrypoint = Callable[["CatalogService", Req, Context], Res]


def of_store(
    method: Method[Req, Res], use_case: Callable[[Store, Req, Context], Res]
) -> Entrypoint[Req, Res]:
    """The entrypoint of a use case that needs the database alone."""

    def entrypoint(service: "CatalogService", request: Req, context: Context) -> Res:
        return use_case(service.store, request, context)

    entrypoint.__name__ = method.name
    return rpc(method)(entrypoint)


def of_index(
    method: Method[Req, Res], use_case: Callable[[Store, SearchReplica, Req, Context], Res]
) -> Entrypoint[Req, Res]:
    """The entrypoint of a use case that also needs the search index of this process."""

    def entrypoint(service: "CatalogService", request: Req, context: Context) -> Res:
        return use_case(service.store, service.replica, request, context)

    entrypoint.__name__ = method.name
    return rpc(method)(entrypoint)


class CatalogService(Service):
    """One entrypoint for each method of the contract, and the timer of procedures."""

    name = "catalog"

    store = Mongo(indexes=create_indexes)
    replica = ProcessScoped(CatalogSettings, lambda _: SearchReplica())

    get_revision = of_store(contract.get_revision, changes.get_revision)

    get_procedure = of_store(contract.get_procedure, procedures.get_procedure)
    get_result_kind = of_store(contract.get_result_kind, procedures.get_result_kind)
    search_procedures = of_index(contract.search_procedures, queries.search_procedures)
    suggest_procedures = of_index(contract.suggest_procedures, queries.suggest_procedures)
    get_search_thesaurus = of_store(contract.get_search_thesaurus, thesaurus.get_search_thesaurus)
    save_search_thesaurus = of_store(contract.save_search_thesaurus, thesaurus.save_search_thesaurus)
    ask_old_contract = of_index(contract.ask_old_contract, legacy_api.ask_old_contract)
    get_filing_rules = of_store(contract.get_filing_rules, filing_rules.get_filing_rules)

    list_regimes = of_store(contract.list_regimes, regimes.list_regimes)
    save_regime = of_store(contract.save_regime, regimes.save_regime)
    list_regime_drafts = of_store(contract.list_regime_drafts, regime_drafts.list_regime_drafts)
    get_regime_draft = of_store(contract.get_regime_draft, regime_drafts.get_regime_draft)
    draft_regime = of_store(contract.draft_regime, regime_drafts.draft_regime)
    enact_regime = of_store(contract.enact_regime, regime_drafts.enact_regime)
    discard_regime_draft = of_store(contract.discard_regime_draft, regime_drafts.discard_regime_draft)
    set_agency_terms = of_store(contract.set_agency_terms, regimes.set_agency_terms)

    list_agencies = of_store(contract.list_agencies, agencies_and_units.list_agencies)
    get_agency = of_store(contract.get_agency, agencies_and_units.get_agency)
    save_agencies = of_store(contract.save_agencies, agencies_and_units.save_agencies)
    import_units = of_store(contract.import_units, agencies_and_units.import_units)
    list_units = of_store(contract.list_units, agencies_and_units.list_units)
    get_unit = of_store(contract.get_unit, agencies_and_units.get_unit)
    trace_unit = of_store(contract.trace_unit, agencies_and_units.trace_unit)
    save_competences = of_store(contract.save_competences, competence.save_competences)
    find_competent = of_store(contract.find_competent, competence.find_competent)

    get_calendar = of_store(contract.get_calendar, calendars.get_calendar)
    set_calendar = of_store(contract.set_calendar, calendars.set_calendar)
    import_calendar_decision = of_store(contract.import_calendar_decision, calendars.import_calendar_decision)

    draft_version = of_store(contract.draft_version, version_commands.draft_version)
    propose_version = of_store(contract.propose_version, version_commands.propose_version)
    publish_version = of_store(contract.publish_version, version_commands.publish_version)
    publicise_version = of_store(contract.publicise_version, version_commands.publicise_version)
    abolish_procedure = of_store(contract.abolish_procedure, version_commands.abolish_procedure)
    list_versions = of_store(contract.list_versions, version_queries.list_versions)
    get_version = of_store(contract.get_version, version_queries.get_version)
    compare_versions = of_store(contract.compare_versions, version_queries.compare_versions)
    get_publication_figures = of_store(
        contract.get_publication_figures, version_queries.get_publication_figures
    )

    save_provincial_fees = of_store(contract.save_provincial_fees, provincial_fees.save_provincial_fees)
    list_provincial_fees = of_store(contract.list_provincial_fees, provincial_fees.list_provincial_fees)

    record_condition = of_store(contract.record_condition, conditions.record_condition)
    decide_condition = of_store(contract.decide_condition, conditions.decide_condition)
    get_condition = of_store(contract.get_condition, conditions.get_condition)
    list_conditions = of_store(contract.list_conditions, conditions.list_conditions)
    total_conditions = of_store(contract.total_conditions, conditions.total_conditions)

    list_questions = of_store(contract.list_questions, questions.list_questions)
    get_question = of_store(contract.get_question, questions.get_question)
    count_questions = of_store(contract.count_questions, questions.count_questions)
    answer_question = of_store(contract.answer_question, questions.answer_question)
    reopen_question = of_store(contract.reopen_question, questions.reopen_question)

    seed_starter = of_store(contract.seed_starter, seeding.seed_starter)
    import_rows = of_store(contract.import_rows, national_import.import_rows)
    list_quarantine = of_store(contract.list_quarantine, national_import.list_quarantine)
    count_catalogue = of_store(contract.count_catalogue, national_import.count_catalogue)
    export_catalogue = of_store(contract.export_catalogue, transfer.export_catalogue)
    import_exported = of_store(contract.import_exported, transfer.import_exported)

    @timer_handler(ROLL_OVER)
    def roll_over(self, timer: Timer, context: Context) -> None:
        """At the local midnight of a day on which another version, or none, is in force."""
        version_commands.roll_over(self.store, timer.key, context)
