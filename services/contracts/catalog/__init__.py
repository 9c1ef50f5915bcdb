"""The catalogue of administrative procedures (thủ tục hành chính), regimes, calendars, agencies and units."""

from contracts.accounts import AgencyCode
from contracts.base import Day, Method, Model, Page
from contracts.catalog.agencies_and_units import (
    AdminUnit,
    Agency,
    Competence,
    CompetentAgencies,
    FindCompetent,
    GetAgency,
    GetUnit,
    ImportUnits,
    ListAgencies,
    ListUnits,
    SaveAgencies,
    SaveCompetences,
    TraceUnit,
    UnitCode,
    UnitKind,
    UnitTrace,
)
from contracts.catalog.calendars import (
    CalendarId,
    DayShifts,
    GetCalendar,
    ImportCalendarDecision,
    SetCalendar,
    Shift,
    WeekdayShifts,
    WorkingCalendar,
)
from contracts.catalog.codes import (
    AdministrativeLevel,
    NamedCode,
    OnlineLevel,
    ProcedureCode,
    ProcedureSource,
    SubmissionChannel,
)
from contracts.catalog.conditions import (
    BusinessCondition,
    ComplianceCost,
    ConditionContent,
    ConditionStatus,
    ConditionTotals,
    ConditionTotalsByMinistry,
    DecideCondition,
    GetCondition,
    ListConditions,
    RecordCondition,
    TotalConditions,
)
from contracts.catalog.legacy_api import LegacyApiAnswer, QueryLegacyApi
from contracts.catalog.procedures import (
    AbolishProcedure,
    CompareVersions,
    Decision,
    DraftVersion,
    GetProcedure,
    GetPublicationFigures,
    GetVersion,
    ListVersions,
    Procedure,
    ProcedureContent,
    ProcedureSummary,
    ProcedureVersion,
    ProposeVersion,
    PublicationFigures,
    PubliciseVersion,
    PublishVersion,
    VersionCommand,
    VersionComparison,
    VersionDifference,
    VersionState,
    VersionSummary,
)
from contracts.catalog.regimes import (
    FilingRules,
    GetFilingRules,
    ListProvincialFees,
    ListRegimes,
    ProvincialFee,
    ProvincialFees,
    Regime,
    Regimes,
    SaveProvincialFees,
)
from contracts.catalog.search import (
    FacetCount,
    Facets,
    ProcedureSearchResults,
    SearchProcedures,
    Suggestion,
    Suggestions,
    SuggestProcedures,
)
from contracts.catalog.terms import (
    Discount,
    Fee,
    FeeKind,
    FeeReductionGround,
    FeeTier,
    ProcedureCase,
    ProcedureComponent,
    ResultKind,
    StepAgency,
    TimeLimit,
    TimeUnit,
    WorkflowStep,
)
from contracts.catalog.transfer import (
    EXPORT_KINDS,
    CatalogueCounts,
    CountCatalogue,
    ExportCatalogue,
    ExportedRow,
    ExportKind,
    ExportPage,
    ImportExported,
    ImportReport,
    ImportRow,
    ImportRows,
    ListQuarantine,
    QuarantinedRow,
    SeedStarter,
)
from contracts.events import EventType


class ProcedurePublished(Model):
    """A version became public."""

    code: ProcedureCode
    version: int
    fileable: bool


class VersionStateChanged(Model):
    """A version moved on in its life, was rewritten as a draft, or got the day on which it ends."""

    code: ProcedureCode
    version: int
    state: VersionState
    ended_on: Day | None = None


class ProvincialFeesSaved(Model):
    """Rows of a province's fee table were written."""

    province_code: AgencyCode
    resolutions: tuple[str, ...]
    fee_codes: tuple[str, ...]


class ConditionRecorded(Model):
    """A condition is new, or its content changed."""

    condition_id: str
    ministry_code: str


class ConditionDecided(Model):
    condition_id: str
    ministry_code: str
    status: ConditionStatus


SERVICE = "catalog"

get_procedure = Method(SERVICE, "get_procedure", GetProcedure, Procedure)
search_procedures = Method(SERVICE, "search_procedures", SearchProcedures, ProcedureSearchResults)
suggest_procedures = Method(SERVICE, "suggest_procedures", SuggestProcedures, Suggestions)
get_filing_rules = Method(SERVICE, "get_filing_rules", GetFilingRules, FilingRules)
list_regimes = Method(SERVICE, "list_regimes", ListRegimes, Regimes)

list_versions = Method(SERVICE, "list_versions", ListVersions, Page[VersionSummary])
get_version = Method(SERVICE, "get_version", GetVersion, ProcedureVersion)
compare_versions = Method(SERVICE, "compare_versions", CompareVersions, VersionComparison)
draft_version = Method(SERVICE, "draft_version", DraftVersion, ProcedureVersion)
propose_version = Method(SERVICE, "propose_version", ProposeVersion, ProcedureVersion)
publish_version = Method(SERVICE, "publish_version", PublishVersion, ProcedureVersion)
publicise_version = Method(SERVICE, "publicise_version", PubliciseVersion, ProcedureVersion)
abolish_procedure = Method(SERVICE, "abolish_procedure", AbolishProcedure, ProcedureVersion)
get_publication_figures = Method(
    SERVICE, "get_publication_figures", GetPublicationFigures, PublicationFigures
)

save_provincial_fees = Method(SERVICE, "save_provincial_fees", SaveProvincialFees, ProvincialFees)
list_provincial_fees = Method(SERVICE, "list_provincial_fees", ListProvincialFees, ProvincialFees)

list_agencies = Method(SERVICE, "list_agencies", ListAgencies, Page[Agency])
get_agency = Method(SERVICE, "get_agency", GetAgency, Agency)
save_agencies = Method(SERVICE, "save_agencies", SaveAgencies, ImportReport)
import_units = Method(SERVICE, "import_units", ImportUnits, ImportReport)
list_units = Method(SERVICE, "list_units", ListUnits, Page[AdminUnit])
get_unit = Method(SERVICE, "get_unit", GetUnit, AdminUnit)
trace_unit = Method(SERVICE, "trace_unit", TraceUnit, UnitTrace)
save_competences = Method(SERVICE, "save_competences", SaveCompetences, ImportReport)
find_competent = Method(SERVICE, "find_competent", FindCompetent, CompetentAgencies)

get_calendar = Method(SERVICE, "get_calendar", GetCalendar, WorkingCalendar)
set_calendar = Method(SERVICE, "set_calendar", SetCalendar, WorkingCalendar)
import_calendar_decision = Method(
    SERVICE, "import_calendar_decision", ImportCalendarDecision, WorkingCalendar
)

record_condition = Method(SERVICE, "record_condition", RecordCondition, BusinessCondition)
decide_condition = Method(SERVICE, "decide_condition", DecideCondition, BusinessCondition)
get_condition = Method(SERVICE, "get_condition", GetCondition, BusinessCondition)
list_conditions = Method(SERVICE, "list_conditions", ListConditions, Page[BusinessCondition])
total_conditions = Method(SERVICE, "total_conditions", TotalConditions, ConditionTotalsByMinistry)

ask_old_contract = Method(SERVICE, "ask_old_contract", QueryLegacyApi, LegacyApiAnswer)

seed_starter = Method(SERVICE, "seed_starter", SeedStarter, ImportReport)
import_rows = Method(SERVICE, "import_rows", ImportRows, ImportReport)
export_catalogue = Method(SERVICE, "export_catalogue", ExportCatalogue, ExportPage)
import_exported = Method(SERVICE, "import_exported", ImportExported, ImportReport)
list_quarantine = Method(SERVICE, "list_quarantine", ListQuarantine, Page[QuarantinedRow])
count_catalogue = Method(SERVICE, "count_catalogue", CountCatalogue, CatalogueCounts)

METHODS = (
    get_procedure, search_procedures, get_filing_rules, list_agencies, seed_starter, import_rows,
    list_quarantine, count_catalogue, suggest_procedures, ask_old_contract,
    get_agency, save_agencies, import_units, list_units, get_unit, trace_unit, save_competences, find_competent,
    get_calendar, set_calendar, import_calendar_decision,
    list_versions, get_version, compare_versions, draft_version, propose_version, publish_version,
    publicise_version, abolish_procedure, get_publication_figures, save_provincial_fees,
    list_provincial_fees, export_catalogue, import_exported,
    record_condition, decide_condition, get_condition, list_conditions, total_conditions,
)  # fmt: skip

PROCEDURE_PUBLISHED = EventType("catalog.procedure_published", ProcedurePublished)
VERSION_MOVED = EventType("catalog.version_moved", VersionStateChanged)
PROVINCIAL_FEES_SAVED = EventType("catalog.provincial_fees_saved", ProvincialFeesSaved)
CONDITION_RECORDED = EventType("catalog.condition_recorded", ConditionRecorded)
CONDITION_DECIDED = EventType("catalog.condition_decided", ConditionDecided)
EVENTS = (
    PROCEDURE_PUBLISHED, VERSION_MOVED, PROVINCIAL_FEES_SAVED, CONDITION_RECORDED, CONDITION_DECIDED,
)  # fmt: skip


__all__ = [
    "CONDITION_DECIDED",
    "CONDITION_RECORDED",
    "EVENTS",
    "EXPORT_KINDS",
    "METHODS",
    "PROCEDURE_PUBLISHED",
    "PROVINCIAL_FEES_SAVED",
    "SERVICE",
    "VERSION_MOVED",
    "AbolishProcedure",
    "AdminUnit",
    "AdministrativeLevel",
    "Agency",
    "BusinessCondition",
    "CalendarId",
    "CatalogueCounts",
    "CompareVersions",
    "Competence",
    "CompetentAgencies",
    "ComplianceCost",
    "ConditionContent",
    "ConditionDecided",
    "ConditionRecorded",
    "ConditionStatus",
    "ConditionTotals",
    "ConditionTotalsByMinistry",
    "CountCatalogue",
    "DayShifts",
    "DecideCondition",
    "Decision",
    "Discount",
    "DraftVersion",
    "ExportCatalogue",
    "ExportKind",
    "ExportPage",
    "ExportedRow",
    "FacetCount",
    "Facets",
    "Fee",
    "FeeKind",
    "FeeReductionGround",
    "FeeTier",
    "FilingRules",
    "FindCompetent",
    "GetAgency",
    "GetCalendar",
    "GetCondition",
    "GetFilingRules",
    "GetProcedure",
    "GetPublicationFigures",
    "GetUnit",
    "GetVersion",
    "ImportCalendarDecision",
    "ImportExported",
    "ImportReport",
    "ImportRow",
    "ImportRows",
    "ImportUnits",
    "LegacyApiAnswer",
    "ListAgencies",
    "ListConditions",
    "ListProvincialFees",
    "ListQuarantine",
    "ListRegimes",
    "ListUnits",
    "ListVersions",
    "NamedCode",
    "OnlineLevel",
    "Procedure",
    "ProcedureCase",
    "ProcedureCode",
    "ProcedureComponent",
    "ProcedureContent",
    "ProcedurePublished",
    "ProcedureSearchResults",
    "ProcedureSource",
    "ProcedureSummary",
    "ProcedureVersion",
    "ProposeVersion",
    "ProvincialFee",
    "ProvincialFees",
    "ProvincialFeesSaved",
    "PublicationFigures",
    "PubliciseVersion",
    "PublishVersion",
    "QuarantinedRow",
    "QueryLegacyApi",
    "RecordCondition",
    "Regime",
    "Regimes",
    "ResultKind",
    "SaveAgencies",
    "SaveCompetences",
    "SaveProvincialFees",
    "SearchProcedures",
    "SeedStarter",
    "SetCalendar",
    "Shift",
    "StepAgency",
    "SubmissionChannel",
    "SuggestProcedures",
    "Suggestion",
    "Suggestions",
    "TimeLimit",
    "TimeUnit",
    "TotalConditions",
    "TraceUnit",
    "UnitCode",
    "UnitKind",
    "UnitTrace",
    "VersionCommand",
    "VersionComparison",
    "VersionDifference",
    "VersionState",
    "VersionStateChanged",
    "VersionSummary",
    "WeekdayShifts",
    "WorkflowStep",
    "WorkingCalendar",
    "abolish_procedure",
    "ask_old_contract",
    "compare_versions",
    "count_catalogue",
    "decide_condition",
    "draft_version",
    "export_catalogue",
    "find_competent",
    "get_agency",
    "get_calendar",
    "get_condition",
    "get_filing_rules",
    "get_procedure",
    "get_publication_figures",
    "get_unit",
    "get_version",
    "import_calendar_decision",
    "import_exported",
    "import_rows",
    "import_units",
    "list_agencies",
    "list_conditions",
    "list_provincial_fees",
    "list_quarantine",
    "list_regimes",
    "list_units",
    "list_versions",
    "propose_version",
    "publicise_version",
    "publish_version",
    "record_condition",
    "save_agencies",
    "save_competences",
    "save_provincial_fees",
    "search_procedures",
    "seed_starter",
    "set_calendar",
    "suggest_procedures",
    "total_conditions",
    "trace_unit",
]
