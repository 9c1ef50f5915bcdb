"""The catalogue service: what it depends on and what it offers."""

from catalog.application import (
    agencies_and_units,
    calendars,
    catalogue_overview,
    competence,
    conditions,
    filing_rules,
    legacy_api,
    national_import,
    procedures,
    provincial_fees,
    seeding,
)
from catalog.application.export import rows
from catalog.application.search import queries
from catalog.application.search.replica import SearchReplica
from catalog.application.versions import version_commands, version_queries
from catalog.application.versions.publisher import ROLL_OVER
from catalog.repository import create_indexes
from catalog.settings import CatalogSettings
from chassis.runtime.service import Context, Mongo, ProcessScoped, Timer, rpc, timer_handler
from contracts import catalog as contract
from contracts.base import Page
from contracts.catalog import (
    AbolishProcedure,
    AdminUnit,
    Agency,
    BusinessCondition,
    CatalogueCounts,
    CompareVersions,
    CompetentAgencies,
    ConditionTotalsByMinistry,
    CountCatalogue,
    DecideCondition,
    DraftVersion,
    ExportCatalogue,
    ExportPage,
    FilingRules,
    FindCompetent,
    GetAgency,
    GetCalendar,
    GetCondition,
    GetFilingRules,
    GetProcedure,
    GetPublicationFigures,
    GetUnit,
    GetVersion,
    ImportCalendarDecision,
    ImportExported,
    ImportReport,
    ImportRows,
    ImportUnits,
    LegacyApiAnswer,
    ListAgencies,
    ListConditions,
    ListProvincialFees,
    ListQuarantine,
    ListUnits,
    ListVersions,
    Procedure,
    ProcedureSearchResults,
    ProcedureVersion,
    ProposeVersion,
    ProvincialFees,
    PublicationFigures,
    PubliciseVersion,
    PublishVersion,
    QuarantinedRow,
    QueryLegacyApi,
    RecordCondition,
    SaveAgencies,
    SaveCompetences,
    SaveProvincialFees,
    SearchProcedures,
    SeedStarter,
    SetCalendar,
    Suggestions,
    SuggestProcedures,
    TotalConditions,
    TraceUnit,
    UnitTrace,
    VersionComparison,
    VersionSummary,
    WorkingCalendar,
)


class CatalogService:
    name = "catalog"

    store = Mongo(indexes=create_indexes)
    finder = ProcessScoped(CatalogSettings, lambda _: SearchReplica())

    @rpc(contract.get_procedure)
    def get_procedure(self, request: GetProcedure, context: Context) -> Procedure:  # noqa: ARG002
        return procedures.get_procedure(self.store, request)

    @rpc(contract.search_procedures)
    def search_procedures(self, request: SearchProcedures, context: Context) -> ProcedureSearchResults:  # noqa: ARG002
        return queries.search_procedures(self.store, self.finder, request)

    @rpc(contract.suggest_procedures)
    def suggest_procedures(self, request: SuggestProcedures, context: Context) -> Suggestions:  # noqa: ARG002
        return queries.suggest_procedures(self.store, self.finder, request)

    @rpc(contract.ask_old_contract)
    def ask_old_contract(self, request: QueryLegacyApi, context: Context) -> LegacyApiAnswer:  # noqa: ARG002
        return legacy_api.ask_old_contract(self.store, self.finder, request)

    @rpc(contract.get_filing_rules)
    def get_filing_rules(self, request: GetFilingRules, context: Context) -> FilingRules:  # noqa: ARG002
        return filing_rules.get_filing_rules(self.store, request)

    @rpc(contract.list_agencies)
    def list_agencies(self, request: ListAgencies, context: Context) -> Page[Agency]:  # noqa: ARG002
        return agencies_and_units.list_agencies(self.store, request)

    @rpc(contract.get_agency)
    def get_agency(self, request: GetAgency, context: Context) -> Agency:  # noqa: ARG002
        return agencies_and_units.get_agency(self.store, request)

    @rpc(contract.save_agencies)
    def save_agencies(self, request: SaveAgencies, context: Context) -> ImportReport:
        return agencies_and_units.save_agencies(self.store, request, context)

    @rpc(contract.import_units)
    def import_units(self, request: ImportUnits, context: Context) -> ImportReport:
        return agencies_and_units.import_units(self.store, request, context)

    @rpc(contract.list_units)
    def list_units(self, request: ListUnits, context: Context) -> Page[AdminUnit]:  # noqa: ARG002
        return agencies_and_units.list_units(self.store, request)

    @rpc(contract.get_unit)
    def get_unit(self, request: GetUnit, context: Context) -> AdminUnit:  # noqa: ARG002
        return agencies_and_units.get_unit(self.store, request)

    @rpc(contract.trace_unit)
    def trace_unit(self, request: TraceUnit, context: Context) -> UnitTrace:  # noqa: ARG002
        return agencies_and_units.trace_unit(self.store, request)

    @rpc(contract.save_competences)
    def save_competences(self, request: SaveCompetences, context: Context) -> ImportReport:
        return competence.save_competences(self.store, request, context)

    @rpc(contract.find_competent)
    def find_competent(self, request: FindCompetent, context: Context) -> CompetentAgencies:  # noqa: ARG002
        return competence.find_competent(self.store, request)

    @rpc(contract.get_calendar)
    def get_calendar(self, request: GetCalendar, context: Context) -> WorkingCalendar:  # noqa: ARG002
        return calendars.get_calendar(self.store, request)

    @rpc(contract.set_calendar)
    def set_calendar(self, request: SetCalendar, context: Context) -> WorkingCalendar:
        return calendars.set_calendar(self.store, request, context)

    @rpc(contract.import_calendar_decision)
    def import_calendar_decision(self, request: ImportCalendarDecision, context: Context) -> WorkingCalendar:
        return calendars.import_calendar_decision(self.store, request, context)

    @rpc(contract.seed_starter)
    def seed_starter(self, request: SeedStarter, context: Context) -> ImportReport:
        return seeding.seed_starter(self.store, request, context)

    @rpc(contract.import_rows)
    def import_rows(self, request: ImportRows, context: Context) -> ImportReport:
        return national_import.import_rows(self.store, request, context)

    @rpc(contract.list_quarantine)
    def list_quarantine(self, request: ListQuarantine, context: Context) -> Page[QuarantinedRow]:
        return catalogue_overview.list_quarantine(self.store, request, context)

    @rpc(contract.count_catalogue)
    def count_catalogue(self, request: CountCatalogue, context: Context) -> CatalogueCounts:  # noqa: ARG002
        return catalogue_overview.count_catalogue(self.store)

    @rpc(contract.draft_version)
    def draft_version(self, request: DraftVersion, context: Context) -> ProcedureVersion:
        return version_commands.draft_version(self.store, request, context)

    @rpc(contract.propose_version)
    def propose_version(self, request: ProposeVersion, context: Context) -> ProcedureVersion:
        return version_commands.propose_version(self.store, request, context)

    @rpc(contract.publish_version)
    def publish_version(self, request: PublishVersion, context: Context) -> ProcedureVersion:
        return version_commands.publish_version(self.store, request, context)

    @rpc(contract.publicise_version)
    def publicise_version(self, request: PubliciseVersion, context: Context) -> ProcedureVersion:
        return version_commands.publicise_version(self.store, request, context)

    @rpc(contract.abolish_procedure)
    def abolish_procedure(self, request: AbolishProcedure, context: Context) -> ProcedureVersion:
        return version_commands.abolish_procedure(self.store, request, context)

    @rpc(contract.list_versions)
    def list_versions(self, request: ListVersions, context: Context) -> Page[VersionSummary]:
        return version_queries.list_versions(self.store, request, context)

    @rpc(contract.get_version)
    def get_version(self, request: GetVersion, context: Context) -> ProcedureVersion:
        return version_queries.get_version(self.store, request, context)

    @rpc(contract.compare_versions)
    def compare_versions(self, request: CompareVersions, context: Context) -> VersionComparison:
        return version_queries.compare_versions(self.store, request, context)

    @rpc(contract.get_publication_figures)
    def get_publication_figures(self, request: GetPublicationFigures, context: Context) -> PublicationFigures:  # noqa: ARG002
        return version_queries.get_publication_figures(self.store, request)

    @rpc(contract.save_provincial_fees)
    def save_provincial_fees(self, request: SaveProvincialFees, context: Context) -> ProvincialFees:
        return provincial_fees.save_provincial_fees(self.store, request, context)

    @rpc(contract.list_provincial_fees)
    def list_provincial_fees(self, request: ListProvincialFees, context: Context) -> ProvincialFees:  # noqa: ARG002
        return provincial_fees.list_provincial_fees(self.store, request)

    @rpc(contract.export_catalogue)
    def export_catalogue(self, request: ExportCatalogue, context: Context) -> ExportPage:
        return rows.export_catalogue(self.store, request, context)

    @rpc(contract.import_exported)
    def import_exported(self, request: ImportExported, context: Context) -> ImportReport:
        return rows.import_exported(self.store, request, context)

    @rpc(contract.record_condition)
    def record_condition(self, request: RecordCondition, context: Context) -> BusinessCondition:
        return conditions.record_condition(self.store, request, context)

    @rpc(contract.decide_condition)
    def decide_condition(self, request: DecideCondition, context: Context) -> BusinessCondition:
        return conditions.decide_condition(self.store, request, context)

    @rpc(contract.get_condition)
    def get_condition(self, request: GetCondition, context: Context) -> BusinessCondition:  # noqa: ARG002
        return conditions.get_condition(self.store, request)

    @rpc(contract.list_conditions)
    def list_conditions(self, request: ListConditions, context: Context) -> Page[BusinessCondition]:  # noqa: ARG002
        return conditions.list_conditions(self.store, request)

    @rpc(contract.total_conditions)
    def total_conditions(self, request: TotalConditions, context: Context) -> ConditionTotalsByMinistry:  # noqa: ARG002
        return conditions.total_conditions(self.store, request)

    @timer_handler(ROLL_OVER)
    def turn(self, timer: Timer, context: Context) -> None:
        version_commands.roll_over(self.store, timer.key, context)
