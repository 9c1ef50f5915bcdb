"""What the dossiers service offers to the desk: hands, lists, counters, papers of the office."""

from abc import ABC, abstractmethod

from chassis.core.context import Context
from chassis.runtime.rpc_client import RpcClient
from chassis.runtime.rpc_server import rpc
from chassis.storage.store import Store
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import (
    AssignDossier,
    BulkAction,
    BulkActionResults,
    ClaimDossier,
    ControlSheet,
    CountWorklist,
    Delegate,
    Delegation,
    Dossier,
    DossierSummary,
    EndDelegation,
    GetControlSheet,
    HandOverDossier,
    IssueControlSheet,
    IssuedDocumentAnswer,
    IssueRegister,
    ListDelegations,
    ListDossiers,
    ListRegister,
    RegisterRow,
    ReleaseDossier,
    WorklistCounts,
)
from dossiers.application import bulk, delegations, reassignment
from dossiers.application.commands import DossierCommands
from dossiers.application.documents.office import OfficeDocumentIssuer
from dossiers.application.queries import lists, register
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.actions import assignment


class DeskService(ABC):
    """A part of the service class, which has the dependencies."""

    store: Store
    rpc_client: RpcClient

    @property
    @abstractmethod
    def desk(self) -> DossierCommands: ...

    @rpc(contract.claim)
    def claim(self, request: ClaimDossier, context: Context) -> Dossier:
        return self.desk.execute(contract.claim, request, context, assignment.claim)

    @rpc(contract.release)
    def release(self, request: ReleaseDossier, context: Context) -> Dossier:
        return self.desk.execute(contract.release, request, context, assignment.release)

    @rpc(contract.assign)
    def assign(self, request: AssignDossier, context: Context) -> Dossier:
        return reassignment.assign(self.desk, OfficerDirectory(self.rpc_client, context), request, context)

    @rpc(contract.hand_over)
    def hand_over(self, request: HandOverDossier, context: Context) -> Dossier:
        return reassignment.hand_over(self.desk, OfficerDirectory(self.rpc_client, context), request, context)

    @rpc(contract.act_on_many)
    def act_on_many(self, request: BulkAction, context: Context) -> BulkActionResults:
        return bulk.act_on_many(self.store, getattr(self, request.action), request, context)

    @rpc(contract.delegate)
    def delegate(self, request: Delegate, context: Context) -> Delegation:
        return delegations.delegate(self.store, OfficerDirectory(self.rpc_client, context), request, context)

    @rpc(contract.end_delegation)
    def end_delegation(self, request: EndDelegation, context: Context) -> Delegation:
        return delegations.end_delegation(self.store, request, context)

    @rpc(contract.list_delegations)
    def list_delegations(self, request: ListDelegations, context: Context) -> Page[Delegation]:
        return delegations.list_delegations(self.store, request, context)

    @rpc(contract.list_dossiers)
    def list_dossiers(self, request: ListDossiers, context: Context) -> Page[DossierSummary]:
        return lists.list_dossiers(self.store, request, context)

    @rpc(contract.count_desk)
    def count_desk(self, request: CountWorklist, context: Context) -> WorklistCounts:  # noqa: ARG002
        return lists.count_desk(self.store, context)

    @rpc(contract.get_control_sheet)
    def get_control_sheet(self, request: GetControlSheet, context: Context) -> ControlSheet:
        return register.get_control_sheet(self.desk, request, context)

    @rpc(contract.list_register)
    def list_register(self, request: ListRegister, context: Context) -> Page[RegisterRow]:
        return register.list_register(self.store, request, context)

    @rpc(contract.issue_control_sheet)
    def issue_control_sheet(self, request: IssueControlSheet, context: Context) -> IssuedDocumentAnswer:
        return OfficeDocumentIssuer(self.desk, self.rpc_client, context).control_sheet(request)

    @rpc(contract.issue_register)
    def issue_register(self, request: IssueRegister, context: Context) -> IssuedDocumentAnswer:
        return OfficeDocumentIssuer(self.desk, self.rpc_client, context).register(request)
