"""Methods of the dossiers service: every RPC that it offers."""

from contracts.base import Empty, Method, Page, methods_of
from contracts.data_readings import DataReading
from contracts.dossiers import (
    archive,
    clock,
    commands,
    digitisation_figures,
    dossier,
    fee_quotes,
    file_plans,
    interlinked,
    outages,
    queries,
    readings,
    regime_trial,
    succession,
    suggestions,
    transfers,
    worklist,
)
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson, RestrictPerson
from contracts.retention import ApplyRetention, RetentionPart

SERVICE = "dossiers"

submit = Method(SERVICE, "submit", commands.SubmitDossier, dossier.Dossier)
file_at_desk = Method(SERVICE, "file_at_desk", commands.FileAtDesk, dossier.Dossier)
accept = Method(SERVICE, "accept", commands.Accept, dossier.Dossier)
refuse_reception = Method(SERVICE, "refuse_reception", commands.RefuseReception, dossier.Dossier)
serve_at_once = Method(SERVICE, "serve_at_once", commands.ServeAtOnce, dossier.Dossier)
pass_on = Method(SERVICE, "pass_on", commands.PassOn, dossier.Dossier)
request_supplement = Method(SERVICE, "request_supplement", commands.RequestSupplement, dossier.Dossier)
supplement = Method(SERVICE, "supplement", commands.AnswerSupplement, dossier.Dossier)
start_processing = Method(SERVICE, "start_processing", commands.StartProcessing, dossier.Dossier)
complete_step = Method(SERVICE, "complete_step", commands.CompleteStep, dossier.Dossier)
impose_obligation = Method(SERVICE, "impose_obligation", commands.ImposeObligation, dossier.Dossier)
acknowledge_step = Method(SERVICE, "acknowledge_step", interlinked.AcknowledgeStep, dossier.Dossier)
request_consent = Method(SERVICE, "request_consent", interlinked.RequestConsent, dossier.Dossier)
record_consent = Method(SERVICE, "record_consent", interlinked.RecordConsent, dossier.Dossier)
extend = Method(SERVICE, "extend", commands.Extend, dossier.Dossier)
request_consultation = Method(SERVICE, "request_consultation", commands.RequestConsultation, dossier.Dossier)
answer_consultation = Method(SERVICE, "answer_consultation", commands.AnswerConsultation, dossier.Dossier)
schedule_verification = Method(
    SERVICE, "schedule_verification", commands.ScheduleVerification, dossier.Dossier
)
record_verification = Method(SERVICE, "record_verification", commands.RecordVerification, dossier.Dossier)
stop = Method(SERVICE, "stop", commands.Stop, dossier.Dossier)
resume = Method(SERVICE, "resume", commands.Resume, dossier.Dossier)
propose_result = Method(SERVICE, "propose_result", commands.ProposeResult, dossier.Dossier)
issue_result = Method(SERVICE, "issue_result", commands.IssueResult, dossier.Dossier)
return_result = Method(SERVICE, "return_result", commands.ReturnResult, dossier.Dossier)
withdraw = Method(SERVICE, "withdraw", commands.Withdraw, dossier.Dossier)
record_error = Method(SERVICE, "record_error", commands.RecordError, dossier.Dossier)
correct_result = Method(SERVICE, "correct_result", commands.CorrectResult, dossier.Dossier)
adopt_law = Method(SERVICE, "adopt_law", commands.AdoptLaw, dossier.Dossier)
claim = Method(SERVICE, "claim", commands.ClaimDossier, dossier.Dossier)
release = Method(SERVICE, "release", commands.ReleaseDossier, dossier.Dossier)
assign = Method(SERVICE, "assign", commands.AssignDossier, dossier.Dossier)
hand_over = Method(SERVICE, "hand_over", commands.HandOverDossier, dossier.Dossier)
rate = Method(SERVICE, "rate", commands.RateDossier, dossier.Dossier)

succeed_agency = Method(SERVICE, "succeed_agency", succession.SucceedAgency, succession.Succession)
act_on_many = Method(SERVICE, "act_on_many", worklist.BulkAction, worklist.BulkActionResults)
delegate = Method(SERVICE, "delegate", worklist.Delegate, worklist.Delegation)
end_delegation = Method(SERVICE, "end_delegation", worklist.EndDelegation, worklist.Delegation)
list_delegations = Method(SERVICE, "list_delegations", worklist.ListDelegations, Page[worklist.Delegation])
get_digitisation_figures = Method(
    SERVICE,
    "get_digitisation_figures",
    digitisation_figures.GetDigitisationFigures,
    digitisation_figures.DigitisationFigures,
)
suggest_act = Method(SERVICE, "suggest_act", suggestions.SuggestAct, suggestions.ActSuggestion)
list_suggestions = Method(
    SERVICE, "list_suggestions", suggestions.ListSuggestions, suggestions.ActSuggestions
)
get_suggestion_figures = Method(
    SERVICE, "get_suggestion_figures", suggestions.GetSuggestionFigures, suggestions.SuggestionFigures
)
count_desk = Method(SERVICE, "count_desk", worklist.CountWorklist, worklist.WorklistCounts)
get_control_sheet = Method(SERVICE, "get_control_sheet", worklist.GetControlSheet, worklist.ControlSheet)
issue_control_sheet = Method(
    SERVICE, "issue_control_sheet", worklist.IssueControlSheet, worklist.IssuedDocumentAnswer
)
list_register = Method(SERVICE, "list_register", worklist.ListRegister, Page[worklist.RegisterRow])
issue_register = Method(SERVICE, "issue_register", worklist.IssueRegister, worklist.IssuedDocumentAnswer)

get_dossier = Method(SERVICE, "get_dossier", queries.GetDossier, dossier.Dossier)
list_dossiers = Method(SERVICE, "list_dossiers", worklist.ListDossiers, Page[dossier.DossierSummary])
get_history = Method(SERVICE, "get_history", queries.GetHistory, Page[dossier.HistoryEntry])
get_clock = Method(SERVICE, "get_clock", clock.GetClock, clock.DossierClock)
get_archive_record = Method(SERVICE, "get_archive_record", archive.GetArchiveRecord, archive.ArchiveRecord)
draft_file_plan = Method(SERVICE, "draft_file_plan", file_plans.DraftFilePlan, file_plans.FilePlan)
redraft_file_plan = Method(SERVICE, "redraft_file_plan", file_plans.RedraftFilePlan, file_plans.FilePlan)
enact_file_plan = Method(SERVICE, "enact_file_plan", file_plans.EnactFilePlan, file_plans.FilePlan)
get_file_plan = Method(SERVICE, "get_file_plan", file_plans.GetFilePlan, file_plans.FilePlan)
list_file_plans = Method(SERVICE, "list_file_plans", file_plans.ListFilePlans, Page[file_plans.FilePlan])
list_closed_dossiers = Method(
    SERVICE, "list_closed_dossiers", file_plans.ListClosedDossiers, Page[file_plans.ClosedDossier]
)
classify_dossiers = Method(
    SERVICE, "classify_dossiers", file_plans.ClassifyDossiers, file_plans.ClassifiedDossiers
)
place_closed_dossiers = Method(
    SERVICE, "place_closed_dossiers", file_plans.PlaceClosedDossiers, file_plans.PlacedDossiers
)
list_unpackaged = Method(SERVICE, "list_unpackaged", file_plans.ListUnpackaged, file_plans.Unpackaged)
note_package = Method(SERVICE, "note_package", file_plans.NotePackage, Empty)
make_transfer = Method(SERVICE, "make_transfer", transfers.MakeTransfer, transfers.Transfer)
confirm_transfer = Method(SERVICE, "confirm_transfer", transfers.ConfirmTransfer, transfers.Transfer)
cancel_transfer = Method(SERVICE, "cancel_transfer", transfers.CancelTransfer, transfers.Transfer)
get_transfer = Method(SERVICE, "get_transfer", transfers.GetTransfer, transfers.Transfer)
get_transfer_documents = Method(
    SERVICE, "get_transfer_documents", transfers.GetTransferDocuments, transfers.TransferDocuments
)
list_transfers = Method(SERVICE, "list_transfers", transfers.ListTransfers, Page[transfers.Transfer])
record_receipt = Method(SERVICE, "record_receipt", transfers.RecordReceipt, transfers.Transfer)
record_outage = Method(SERVICE, "record_outage", outages.RecordOutage, outages.RecordedOutage)
end_outage = Method(SERVICE, "end_outage", outages.EndOutage, outages.RecordedOutage)
get_outage = Method(SERVICE, "get_outage", outages.GetOutage, outages.RecordedOutage)
list_outages = Method(SERVICE, "list_outages", outages.ListOutages, Page[outages.RecordedOutage])
try_regime = Method(SERVICE, "try_regime", regime_trial.TryRegime, regime_trial.RegimeTrial)
start_regime_trial = Method(
    SERVICE, "start_regime_trial", regime_trial.StartRegimeTrial, regime_trial.RegimeTrialJob
)
get_regime_trial = Method(
    SERVICE, "get_regime_trial", regime_trial.GetRegimeTrial, regime_trial.RegimeTrialJob
)
list_regime_trials = Method(
    SERVICE, "list_regime_trials", regime_trial.ListRegimeTrials, Page[regime_trial.RegimeTrialJob]
)
quote_fees = Method(SERVICE, "quote_fees", fee_quotes.QuoteFees, fee_quotes.FeeQuote)
look_up = Method(SERVICE, "look_up", queries.LookUpDossier, queries.Progress)
read_feed = Method(SERVICE, "read_feed", queries.ReadFeed, queries.EventFeed)
list_readings = Method(SERVICE, "list_readings", readings.ListReadings, Page[DataReading])
get_record = Method(SERVICE, "get_record", queries.GetRecord, queries.DossierRecord)

export_person = Method(SERVICE, "export_person", ExportPerson, ExportedPart)
erase_person = Method(SERVICE, "erase_person", ErasePerson, Erasure)
restrict_person = Method(SERVICE, "restrict_person", RestrictPerson, Empty)
apply_retention = Method(SERVICE, "apply_retention", ApplyRetention, RetentionPart)

METHODS = methods_of(__name__)
