"""Methods of the catalogue service: every RPC that it offers."""

from contracts.base import Method, Page, methods_of
from contracts.catalog import (
    agencies_and_units,
    calendars,
    conditions,
    legacy_api,
    procedures,
    questions,
    regime_drafts,
    regimes,
    revision,
    search,
    terms,
    thesaurus,
    transfer,
)

SERVICE = "catalog"

get_revision = Method(SERVICE, "get_revision", revision.GetRevision, revision.CatalogueRevision)
get_procedure = Method(SERVICE, "get_procedure", procedures.GetProcedure, procedures.Procedure)
get_result_kind = Method(SERVICE, "get_result_kind", procedures.GetResultKind, terms.ResultKind)
search_procedures = Method(
    SERVICE, "search_procedures", search.SearchProcedures, search.ProcedureSearchResults
)
suggest_procedures = Method(
    SERVICE, "suggest_procedures", search.SuggestProcedures, search.ProcedureSuggestions
)
get_search_thesaurus = Method(
    SERVICE, "get_search_thesaurus", thesaurus.GetSearchThesaurus, thesaurus.SearchThesaurus
)
save_search_thesaurus = Method(
    SERVICE, "save_search_thesaurus", thesaurus.SaveSearchThesaurus, thesaurus.SearchThesaurus
)
get_filing_rules = Method(SERVICE, "get_filing_rules", regimes.GetFilingRules, regimes.FilingRules)
list_regimes = Method(SERVICE, "list_regimes", regimes.ListRegimes, regimes.RegimeList)
save_regime = Method(SERVICE, "save_regime", regimes.SaveRegime, regimes.Regime)
set_agency_terms = Method(SERVICE, "set_agency_terms", regimes.SetAgencyTerms, regimes.AgencyTerms)

list_regime_drafts = Method(
    SERVICE, "list_regime_drafts", regime_drafts.ListRegimeDrafts, Page[regime_drafts.RegimeDraft]
)
get_regime_draft = Method(
    SERVICE, "get_regime_draft", regime_drafts.GetRegimeDraft, regime_drafts.RegimeDraft
)
draft_regime = Method(SERVICE, "draft_regime", regime_drafts.DraftRegime, regime_drafts.RegimeDraft)
enact_regime = Method(SERVICE, "enact_regime", regime_drafts.EnactRegime, regime_drafts.RegimeDraft)
discard_regime_draft = Method(
    SERVICE, "discard_regime_draft", regime_drafts.DiscardRegimeDraft, regime_drafts.RegimeDraft
)

list_versions = Method(SERVICE, "list_versions", procedures.ListVersions, Page[procedures.VersionSummary])
get_version = Method(SERVICE, "get_version", procedures.GetVersion, procedures.ProcedureVersion)
compare_versions = Method(
    SERVICE, "compare_versions", procedures.CompareVersions, procedures.VersionComparison
)
draft_version = Method(SERVICE, "draft_version", procedures.DraftVersion, procedures.ProcedureVersion)
propose_version = Method(SERVICE, "propose_version", procedures.ProposeVersion, procedures.ProcedureVersion)
publish_version = Method(SERVICE, "publish_version", procedures.PublishVersion, procedures.ProcedureVersion)
publicise_version = Method(
    SERVICE, "publicise_version", procedures.PubliciseVersion, procedures.ProcedureVersion
)
abolish_procedure = Method(
    SERVICE, "abolish_procedure", procedures.AbolishProcedure, procedures.ProcedureVersion
)
get_publication_figures = Method(
    SERVICE, "get_publication_figures", procedures.GetPublicationFigures, procedures.PublicationFigures
)

save_provincial_fees = Method(
    SERVICE, "save_provincial_fees", regimes.SaveProvincialFees, regimes.ProvincialFees
)
list_provincial_fees = Method(
    SERVICE, "list_provincial_fees", regimes.ListProvincialFees, regimes.ProvincialFees
)

list_agencies = Method(
    SERVICE, "list_agencies", agencies_and_units.ListAgencies, Page[agencies_and_units.Agency]
)
get_agency = Method(SERVICE, "get_agency", agencies_and_units.GetAgency, agencies_and_units.Agency)
save_agencies = Method(SERVICE, "save_agencies", agencies_and_units.SaveAgencies, transfer.ImportReport)
import_units = Method(SERVICE, "import_units", agencies_and_units.ImportUnits, transfer.ImportReport)
list_units = Method(SERVICE, "list_units", agencies_and_units.ListUnits, Page[agencies_and_units.AdminUnit])
get_unit = Method(SERVICE, "get_unit", agencies_and_units.GetUnit, agencies_and_units.AdminUnit)
trace_unit = Method(SERVICE, "trace_unit", agencies_and_units.TraceUnit, agencies_and_units.UnitTrace)
save_competences = Method(
    SERVICE, "save_competences", agencies_and_units.SaveCompetences, transfer.ImportReport
)
find_competent = Method(
    SERVICE, "find_competent", agencies_and_units.FindCompetent, agencies_and_units.CompetentAgencies
)

get_calendar = Method(SERVICE, "get_calendar", calendars.GetCalendar, calendars.WorkingCalendar)
set_calendar = Method(SERVICE, "set_calendar", calendars.SetCalendar, calendars.WorkingCalendar)
import_calendar_decision = Method(
    SERVICE, "import_calendar_decision", calendars.ImportCalendarDecision, calendars.WorkingCalendar
)

record_condition = Method(
    SERVICE, "record_condition", conditions.RecordCondition, conditions.BusinessCondition
)
decide_condition = Method(
    SERVICE, "decide_condition", conditions.DecideCondition, conditions.BusinessCondition
)
get_condition = Method(SERVICE, "get_condition", conditions.GetCondition, conditions.BusinessCondition)
list_conditions = Method(
    SERVICE, "list_conditions", conditions.ListConditions, Page[conditions.BusinessCondition]
)
total_conditions = Method(
    SERVICE, "total_conditions", conditions.TotalConditions, conditions.ConditionTotalsByMinistry
)

list_questions = Method(SERVICE, "list_questions", questions.ListQuestions, Page[questions.CatalogueQuestion])
get_question = Method(SERVICE, "get_question", questions.GetQuestion, questions.CatalogueQuestion)
count_questions = Method(SERVICE, "count_questions", questions.CountQuestions, questions.QuestionCounts)
answer_question = Method(SERVICE, "answer_question", questions.AnswerQuestion, questions.CatalogueQuestion)
reopen_question = Method(SERVICE, "reopen_question", questions.ReopenQuestion, questions.CatalogueQuestion)

ask_old_contract = Method(SERVICE, "ask_old_contract", legacy_api.QueryLegacyApi, legacy_api.LegacyApiAnswer)

seed_starter = Method(SERVICE, "seed_starter", transfer.SeedStarter, transfer.ImportReport)
import_rows = Method(SERVICE, "import_rows", transfer.ImportRows, transfer.ImportReport)
export_catalogue = Method(SERVICE, "export_catalogue", transfer.ExportCatalogue, transfer.ExportPage)
import_exported = Method(SERVICE, "import_exported", transfer.ImportExported, transfer.ImportReport)
list_quarantine = Method(SERVICE, "list_quarantine", transfer.ListQuarantine, Page[transfer.QuarantinedRow])
count_catalogue = Method(SERVICE, "count_catalogue", transfer.CountCatalogue, transfer.CatalogueCounts)

METHODS = methods_of(__name__)
