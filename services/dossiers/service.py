"""The dossiers service: what it depends on and what it offers."""

from functools import partial

from chassis.client import Client
from chassis.context import Context
from chassis.events import event_handler
from chassis.mongo import Mongo
from chassis.rpc import rpc
from contracts import dossiers as contract
from contracts import topology
from contracts.base import Page
from contracts.dossiers import (
    Accept,
    ActOnMany,
    AnswerSupplement,
    AssignDossier,
    ClaimDossier,
    CompleteStep,
    ControlSheet,
    CountDesk,
    Delegate,
    Delegation,
    DeskCounts,
    Dossier,
    DossierSummary,
    EndDelegation,
    GetControlSheet,
    GetDossier,
    GetHistory,
    HandOverDossier,
    HistoryEntry,
    IssueResult,
    ListDelegations,
    ListDossiers,
    ListRegister,
    ManyResults,
    RefuseReception,
    RegisterRow,
    ReleaseDossier,
    RequestSupplement,
    Resume,
    ReturnResult,
    StartProcessing,
    Stop,
    SubmitDossier,
    Withdraw,
)
from contracts.events import AnyEvent
from dossiers import charging, delegations, filing, handing, listing, many, openness, reading, register
from dossiers.acts import Desk
from dossiers.domain import assignment, closing, processing, rating, reception, waiting
from dossiers.lawbook import LawBook
from dossiers.officers import Officers
from dossiers.repository import LawCache, LawRepository, create_indexes


class DossiersService:
    name = "dossiers"

    store = Mongo(indexes=create_indexes)
    rpc_client = Client()
    law_cache = LawCache()

    @property
    def desk(self) -> Desk:
        return Desk(self.store, LawBook(LawRepository(self.store.database, self.law_cache), self.rpc_client))

    @rpc(contract.submit)
    def submit(self, request: SubmitDossier, context: Context) -> Dossier:
        return filing.submit(self.store, self.desk.laws, self.rpc_client, request, context)

    @rpc(contract.accept)
    def accept(self, request: Accept, context: Context) -> Dossier:
        return self.desk.accept(request, context)

    @rpc(contract.refuse_reception)
    def refuse_reception(self, request: RefuseReception, context: Context) -> Dossier:
        return self.desk.act(contract.refuse_reception, request, context, reception.refuse_reception)

    @rpc(contract.request_supplement)
    def request_supplement(self, request: RequestSupplement, context: Context) -> Dossier:
        return self.desk.act(contract.request_supplement, request, context, waiting.request_supplement)

    @rpc(contract.supplement)
    def supplement(self, request: AnswerSupplement, context: Context) -> Dossier:
        files = filing.described(self.rpc_client, (paper.file_id for paper in request.papers), context)
        return self.desk.act(
            contract.supplement, request, context, partial(waiting.answer_supplement, files=files)
        )

    @rpc(contract.start_processing)
    def start_processing(self, request: StartProcessing, context: Context) -> Dossier:
        return self.desk.act(contract.start_processing, request, context, processing.start_processing)

    @rpc(contract.complete_step)
    def complete_step(self, request: CompleteStep, context: Context) -> Dossier:
        return self.desk.act(contract.complete_step, request, context, processing.complete_step)

    @rpc(contract.stop)
    def stop(self, request: Stop, context: Context) -> Dossier:
        return self.desk.act(contract.stop, request, context, processing.stop)

    @rpc(contract.resume)
    def resume(self, request: Resume, context: Context) -> Dossier:
        return self.desk.act(contract.resume, request, context, processing.resume)

    @rpc(contract.issue_result)
    def issue_result(self, request: IssueResult, context: Context) -> Dossier:
        files = filing.described(self.rpc_client, [request.file_id], context)
        return self.desk.act(
            contract.issue_result, request, context, partial(closing.issue_result, files=files)
        )

    @rpc(contract.return_result)
    def return_result(self, request: ReturnResult, context: Context) -> Dossier:
        return self.desk.act(contract.return_result, request, context, closing.return_result)

    @rpc(contract.withdraw)
    def withdraw(self, request: Withdraw, context: Context) -> Dossier:
        return self.desk.act(contract.withdraw, request, context, closing.withdraw)

    @rpc(contract.claim)
    def claim(self, request: ClaimDossier, context: Context) -> Dossier:
        return self.desk.act(contract.claim, request, context, assignment.claim)

    @rpc(contract.release)
    def release(self, request: ReleaseDossier, context: Context) -> Dossier:
        return self.desk.act(contract.release, request, context, assignment.release)

    @rpc(contract.assign)
    def assign(self, request: AssignDossier, context: Context) -> Dossier:
        return handing.assign(self.desk, Officers(self.rpc_client, context), request, context)

    @rpc(contract.hand_over)
    def hand_over(self, request: HandOverDossier, context: Context) -> Dossier:
        return handing.hand_over(self.desk, Officers(self.rpc_client, context), request, context)

    @rpc(contract.act_on_many)
    def act_on_many(self, request: ActOnMany, context: Context) -> ManyResults:
        return many.act_on_many(self.store, getattr(self, request.action), request, context)

    @rpc(contract.delegate)
    def delegate(self, request: Delegate, context: Context) -> Delegation:
        return delegations.delegate(self.store, Officers(self.rpc_client, context), request, context)

    @rpc(contract.end_delegation)
    def end_delegation(self, request: EndDelegation, context: Context) -> Delegation:
        return delegations.end_delegation(self.store, request, context)

    @rpc(contract.list_delegations)
    def list_delegations(self, request: ListDelegations, context: Context) -> Page[Delegation]:
        return delegations.list_delegations(self.store, request, context)

    @rpc(contract.count_desk)
    def count_desk(self, request: CountDesk, context: Context) -> DeskCounts:  # noqa: ARG002
        return listing.count_desk(self.store, context)

    @rpc(contract.get_control_sheet)
    def get_control_sheet(self, request: GetControlSheet, context: Context) -> ControlSheet:
        return register.get_control_sheet(self.desk, request, context)

    @rpc(contract.list_register)
    def list_register(self, request: ListRegister, context: Context) -> Page[RegisterRow]:
        return register.list_register(self.store, request, context)

    @rpc(contract.get_dossier)
    def get_dossier(self, request: GetDossier, context: Context) -> Dossier:
        return reading.get_dossier(self.desk, request, context)

    @rpc(contract.list_dossiers)
    def list_dossiers(self, request: ListDossiers, context: Context) -> Page[DossierSummary]:
        return listing.list_dossiers(self.store, request, context)

    @rpc(contract.get_history)
    def get_history(self, request: GetHistory, context: Context) -> Page[HistoryEntry]:
        return reading.get_history(self.desk, request, context)

    @rpc(contract.rate)
    def rate(self, request: contract.Rate, context: Context) -> Dossier:
        return self.desk.act(contract.rate, request, context, rating.rate)

    @rpc(contract.look_up)
    def look_up(self, request: contract.LookUp, context: Context) -> contract.Progress:  # noqa: ARG002
        return openness.look_up(self.store, request)

    @rpc(contract.read_feed)
    def read_feed(self, request: contract.ReadFeed, context: Context) -> contract.Feed:
        return openness.read_feed(self.store, request, context)

    @rpc(contract.get_record)
    def get_record(self, request: contract.GetRecord, context: Context) -> contract.DossierRecord:
        return openness.get_record(self.desk, request, context)

    @event_handler(topology.DOSSIERS_PAYMENTS)
    def on_payment(self, event: AnyEvent, context: Context) -> None:
        charging.take_in(self.desk, event, context)
