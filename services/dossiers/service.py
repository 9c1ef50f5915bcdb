"""The dossiers service: what it depends on and what it offers."""

from functools import partial

from chassis.core.ids import new_id
from chassis.runtime.service import Client, Context, Mongo, Service, Timer, event_handler, rpc, timer_handler
from contracts import dossiers as contract
from contracts import topology
from contracts.base import Page
from contracts.dossiers import (
    Accept,
    AdoptLaw,
    AnswerConsultation,
    AnswerSupplement,
    CompleteStep,
    CorrectResult,
    Dossier,
    DossierClock,
    Extend,
    FileAtDesk,
    GetClock,
    GetDossier,
    GetHistory,
    HistoryEntry,
    IssueResult,
    RecordError,
    RecordVerification,
    RefuseReception,
    RequestConsultation,
    RequestSupplement,
    Resume,
    ReturnResult,
    ScheduleVerification,
    ServeAtOnce,
    StartProcessing,
    Stop,
    SubmitDossier,
    Withdraw,
)
from contracts.events import AnyEvent
from dossiers.application import deadlines, paper_reuse, payments, submission
from dossiers.application.commands import DEADLINE_TIMER, DossierCommands
from dossiers.application.documents import seal
from dossiers.application.documents.issue import DocumentIssuer
from dossiers.application.documents.schedule import ISSUE_TIMER, SEAL_TIMER
from dossiers.application.laws import Laws
from dossiers.application.queries import dossier, due_date, public
from dossiers.clients import catalog
from dossiers.desk_service import DeskService
from dossiers.domain.actions import (
    consultation,
    correction,
    extension,
    immediate_result,
    processing,
    rating,
    reception,
    result,
    suspension,
)
from dossiers.repository import LawCache, LawRepository, create_indexes

LEASE_S = 180.0
"""Longer than the makings of several documents, each with its deadline."""


class DossiersService(DeskService, Service):
    name = "dossiers"

    store = Mongo(indexes=create_indexes)
    rpc_client = Client()
    law_cache = LawCache()

    @property
    def desk(self) -> DossierCommands:
        return DossierCommands(
            self.store, Laws(LawRepository(self.store.database, self.law_cache), self.rpc_client)
        )

    @property
    def registry(self) -> DocumentIssuer:
        return DocumentIssuer(self.store, self.desk.laws, self.rpc_client)

    @rpc(contract.submit)
    def submit(self, request: SubmitDossier, context: Context) -> Dossier:
        return submission.submit(self.desk, self.rpc_client, request, context)

    @rpc(contract.file_at_desk)
    def file_at_desk(self, request: FileAtDesk, context: Context) -> Dossier:
        return submission.file_at_desk(self.desk, self.rpc_client, request, context)

    @rpc(contract.accept)
    def accept(self, request: Accept, context: Context) -> Dossier:
        return self.desk.execute_reception(contract.accept, request, context, reception.accept)

    @rpc(contract.serve_at_once)
    def serve_at_once(self, request: ServeAtOnce, context: Context) -> Dossier:
        files = submission.describe_files(self.rpc_client, [request.file_id], context)
        return self.desk.execute_reception(
            contract.serve_at_once, request, context, partial(immediate_result.serve_at_once, files=files)
        )

    @rpc(contract.refuse_reception)
    def refuse_reception(self, request: RefuseReception, context: Context) -> Dossier:
        return self.desk.execute(contract.refuse_reception, request, context, reception.refuse_reception)

    @rpc(contract.request_supplement)
    def request_supplement(self, request: RequestSupplement, context: Context) -> Dossier:
        return self.desk.execute(contract.request_supplement, request, context, suspension.request_supplement)

    @rpc(contract.supplement)
    def supplement(self, request: AnswerSupplement, context: Context) -> Dossier:
        files = submission.describe_files(
            self.rpc_client, (paper.file_id for paper in request.papers), context
        )
        stored = paper_reuse.for_supplement(self.desk, request, files, context)
        return self.desk.execute(
            contract.supplement,
            request,
            context,
            partial(suspension.answer_supplement, files=files, stored=stored),
        )

    @rpc(contract.start_processing)
    def start_processing(self, request: StartProcessing, context: Context) -> Dossier:
        return self.desk.execute(contract.start_processing, request, context, processing.start_processing)

    @rpc(contract.complete_step)
    def complete_step(self, request: CompleteStep, context: Context) -> Dossier:
        files = submission.describe_files(self.rpc_client, [request.file_id], context)
        return self.desk.execute(
            contract.complete_step, request, context, partial(processing.complete_step, files=files)
        )

    @rpc(contract.extend)
    def extend(self, request: Extend, context: Context) -> Dossier:
        return self.desk.execute(contract.extend, request, context, extension.extend)

    @rpc(contract.request_consultation)
    def request_consultation(self, request: RequestConsultation, context: Context) -> Dossier:
        asked = catalog.with_known_agency(self.rpc_client, request, context)
        decide = partial(consultation.request_consultation, consultation_id=new_id())
        return self.desk.execute(contract.request_consultation, asked, context, decide)

    @rpc(contract.answer_consultation)
    def answer_consultation(self, request: AnswerConsultation, context: Context) -> Dossier:
        return self.desk.execute(
            contract.answer_consultation, request, context, consultation.answer_consultation
        )

    @rpc(contract.schedule_verification)
    def schedule_verification(self, request: ScheduleVerification, context: Context) -> Dossier:
        decide = partial(consultation.schedule_verification, verification_id=new_id())
        return self.desk.execute(contract.schedule_verification, request, context, decide)

    @rpc(contract.record_verification)
    def record_verification(self, request: RecordVerification, context: Context) -> Dossier:
        files = submission.describe_files(self.rpc_client, [request.minutes_file_id], context)
        decide = partial(consultation.record_verification, files=files)
        return self.desk.execute(contract.record_verification, request, context, decide)

    @rpc(contract.stop)
    def stop(self, request: Stop, context: Context) -> Dossier:
        return self.desk.execute(contract.stop, request, context, processing.stop)

    @rpc(contract.resume)
    def resume(self, request: Resume, context: Context) -> Dossier:
        return self.desk.execute(contract.resume, request, context, processing.resume)

    @rpc(contract.issue_result)
    def issue_result(self, request: IssueResult, context: Context) -> Dossier:
        files = submission.describe_files(self.rpc_client, [request.file_id], context)
        return self.desk.execute(
            contract.issue_result, request, context, partial(result.issue_result, files=files)
        )

    @rpc(contract.return_result)
    def return_result(self, request: ReturnResult, context: Context) -> Dossier:
        return self.desk.execute(contract.return_result, request, context, result.return_result)

    @rpc(contract.withdraw)
    def withdraw(self, request: Withdraw, context: Context) -> Dossier:
        return self.desk.execute(contract.withdraw, request, context, result.withdraw)

    @rpc(contract.record_error)
    def record_error(self, request: RecordError, context: Context) -> Dossier:
        return self.desk.execute(contract.record_error, request, context, correction.record_error)

    @rpc(contract.correct_result)
    def correct_result(self, request: CorrectResult, context: Context) -> Dossier:
        files = submission.describe_files(self.rpc_client, [request.file_id], context)
        decide = partial(correction.correct_result, files=files)
        return self.desk.execute(contract.correct_result, request, context, decide)

    @rpc(contract.adopt_law)
    def adopt_law(self, request: AdoptLaw, context: Context) -> Dossier:
        return self.desk.adopt_law(request, context)

    @rpc(contract.get_clock)
    def get_clock(self, request: GetClock, context: Context) -> DossierClock:
        return due_date.get_clock(self.desk, request, context)

    @rpc(contract.get_dossier)
    def get_dossier(self, request: GetDossier, context: Context) -> Dossier:
        return dossier.get_dossier(self.desk, request, context)

    @rpc(contract.get_history)
    def get_history(self, request: GetHistory, context: Context) -> Page[HistoryEntry]:
        return dossier.get_history(self.desk, request, context)

    @rpc(contract.rate)
    def rate(self, request: contract.RateDossier, context: Context) -> Dossier:
        return self.desk.execute(contract.rate, request, context, rating.rate)

    @rpc(contract.look_up)
    def look_up(self, request: contract.LookUpDossier, context: Context) -> contract.Progress:  # noqa: ARG002
        return public.look_up(self.store, request)

    @rpc(contract.read_feed)
    def read_feed(self, request: contract.ReadFeed, context: Context) -> contract.EventFeed:
        return public.read_feed(self.store, request, context)

    @rpc(contract.get_record)
    def get_record(self, request: contract.GetRecord, context: Context) -> contract.DossierRecord:
        return public.get_record(self.desk, request, context)

    @timer_handler(ISSUE_TIMER, lease_s=LEASE_S, concurrency=2)
    def issue_document(self, timer: Timer, context: Context) -> None:
        self.registry.issue_scheduled(timer, context)

    @timer_handler(SEAL_TIMER, lease_s=LEASE_S, concurrency=2)
    def seal_results(self, timer: Timer, context: Context) -> None:
        seal.seal_results(self.registry, timer, context)

    @event_handler(topology.DOSSIERS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        payments.handle_payment_event(self.desk, event, context)

    @timer_handler(DEADLINE_TIMER)
    def on_deadline(self, timer: Timer, context: Context) -> None:
        deadlines.send_reminder(self.desk, timer, context)
