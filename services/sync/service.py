"""Entrypoints of the sync service."""

from collections.abc import Sequence

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    ReceivedEvent,
    Service,
    SettingsDependency,
    Timer,
    event_batch_handler,
    rpc,
    timer_handler,
)
from contracts import sync, topology
from contracts.base import Page
from contracts.dossiers import Progress
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.retention import ApplyRetention, RetentionPart
from sync.application import (
    code_numbers,
    expired_records,
    personal_data,
    queries,
    receiver,
    reconciliation,
    replay,
)
from sync.application.pushes import admin, worker
from sync.application.pushes.push_queue import PUSH, PushQueue
from sync.application.receiver import BatchReceiver
from sync.clients.catalog import ProcedureCodeCache
from sync.clients.portal import PortalClient
from sync.repository import create_indexes
from sync.repository.encrypted import ENCRYPTED
from sync.settings import SyncSettings

PUSH_LEASE_S = 900.0
"""Longer than any attempt: some calls of at most two minutes each, and a log-in."""
PUSH_CONCURRENCY = 4
GATHER_S = 0.25
"""Seconds between two batches of events, in which more come together."""


class SyncService(Service):
    name = "sync"

    settings = SettingsDependency(SyncSettings)
    procedures = ProcessScoped(SyncSettings, lambda _: ProcedureCodeCache())
    portal = ProcessScoped(SyncSettings, PortalClient)
    store = Mongo(indexes=create_indexes, encrypted=ENCRYPTED)
    rpc_client = Client()

    @rpc(sync.receive_batch)
    def receive_batch(self, request: sync.ReceiveBatch, context: Context) -> sync.BatchReceipt:
        return receiver.receive_batch(self._receiver(context), request, context)

    @rpc(sync.replay)
    def replay(self, request: sync.ReplayItems, context: Context) -> sync.ReplayReport:
        return replay.replay(self.store, self._receiver(context), request, context)

    @rpc(sync.find_synced)
    def find_synced(self, request: sync.FindSynced, context: Context) -> sync.SyncedDossierDetail:
        return queries.find_synced(self.store, self.rpc_client, request, context)

    @rpc(sync.read_synced_content)
    def read_synced_content(self, request: sync.ReadSyncedContent, context: Context) -> sync.SyncedContent:
        return queries.read_synced_content(self.store, request, context)

    @rpc(sync.list_synced)
    def list_synced(self, request: sync.ListSynced, context: Context) -> Page[sync.SyncedDossier]:
        return queries.list_synced(self.store, self.rpc_client, request, context)

    @rpc(sync.look_up_synced)
    def look_up_synced(self, request: sync.LookUpSynced, context: Context) -> Progress:  # noqa: ARG002  for anybody
        return queries.look_up_synced(self.store, request)

    @rpc(sync.list_anomalies)
    def list_anomalies(self, request: sync.ListAnomalies, context: Context) -> Page[sync.AnomalyCount]:
        return queries.list_anomalies(self.store, request, context)

    @rpc(sync.list_refused)
    def list_refused(self, request: sync.ListRefused, context: Context) -> Page[sync.RefusedItem]:
        return queries.list_refused(self.store, request, context)

    @rpc(sync.take_number)
    def take_number(self, request: sync.ReserveDossierCode, context: Context) -> sync.ReservedDossierCode:
        return code_numbers.take_number(self.store, request, context)

    @rpc(sync.declare_day)
    def declare_day(self, request: sync.ReconcileDay, context: Context) -> sync.Reconciliation:
        return reconciliation.declare_day(self.store, request, context)

    @rpc(sync.list_reconciliations)
    def list_reconciliations(
        self, request: sync.ListReconciliations, context: Context
    ) -> Page[sync.Reconciliation]:
        return reconciliation.list_reconciliations(self.store, request, context)

    @rpc(sync.list_pushes)
    def list_pushes(self, request: sync.ListPushes, context: Context) -> Page[sync.PortalPush]:
        return admin.list_pushes(self.store, request, context)

    @rpc(sync.push_again)
    def push_again(self, request: sync.PushAgain, context: Context) -> sync.PortalPush:
        return admin.push_again(self.store, request, context)

    @rpc(sync.export_person)
    def export_person(self, request: ExportPerson, context: Context) -> ExportedPart:
        return personal_data.export_person(self.store, request, context)

    @rpc(sync.erase_person)
    def erase_person(self, request: ErasePerson, context: Context) -> Erasure:
        return personal_data.erase_person(self.store, request, context)

    @rpc(sync.apply_retention)
    def apply_retention(self, request: ApplyRetention, context: Context) -> RetentionPart:
        return expired_records.apply_retention(self.store, request, context)

    @event_batch_handler(topology.SYNC_DOSSIERS, pause_s=GATHER_S)
    def on_dossiers(self, received: Sequence[ReceivedEvent]) -> None:
        """Without a portal nothing is asked and nothing stored."""
        if self.settings.national_portal_url:
            self._pushes.follow(received)

    @timer_handler(PUSH, lease_s=PUSH_LEASE_S, concurrency=PUSH_CONCURRENCY)
    def push(self, timer: Timer, context: Context) -> None:
        worker.push(self._pushes, self.portal, self.rpc_client, timer.key, context)

    @property
    def _pushes(self) -> PushQueue:
        return PushQueue(self.store, self.settings)

    def _receiver(self, context: Context) -> BatchReceiver:
        return BatchReceiver(self.store, self.settings, self.procedures.current(self.rpc_client, context))
