"""The table of contents of sync."""

from chassis.runtime.service import (
    Client,
    Context,
    Mongo,
    ProcessScoped,
    Service,
    SettingsDependency,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import sync, topology
from contracts.base import Page
from contracts.dossiers import Progress
from contracts.events import AnyEvent
from contracts.sync import ListPushes, PortalPush, PushAgain
from sync.application import code_numbers, queries, reconciliation
from sync.application.pushes import admin, worker
from sync.application.pushes.push_queue import PUSH, PushQueue
from sync.application.receive_batch import receive
from sync.application.receiver import BatchReceiver
from sync.application.replay import Replayer
from sync.clients.catalog import ProcedureCodeCache
from sync.clients.portal import PortalClient
from sync.domain.access import SyncViewer
from sync.repository import create_indexes
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.refused_items import RefusedItemRepository
from sync.settings import SyncSettings

PUSH_LEASE_S = 900.0
"""Longer than any try: some calls of at most two minutes each, and a log-in."""
PUSHES_AT_ONCE = 4


class SyncService(Service):
    name = "sync"

    settings = SettingsDependency(SyncSettings)
    procedures = ProcessScoped(SyncSettings, lambda _: ProcedureCodeCache())
    line = ProcessScoped(SyncSettings, PortalClient)
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(sync.receive_batch)
    def receive_batch(self, request: sync.ReceiveBatch, context: Context) -> sync.BatchReceipt:
        return receive(self.receiver(context), request, context)

    @rpc(sync.replay)
    def replay(self, request: sync.ReplayItems, context: Context) -> sync.ReplayReport:
        return Replayer(self.store, self.receiver(context)).replay(request, context)

    @rpc(sync.find_synced)
    def find_synced(self, request: sync.FindSynced, context: Context) -> sync.SyncedDossierDetail:
        return queries.find_synced(self.dossiers, request, self.reader(context))

    @rpc(sync.list_synced)
    def list_synced(self, request: sync.ListSynced, context: Context) -> Page[sync.SyncedDossier]:
        return queries.list_synced(self.dossiers, request, self.reader(context))

    @rpc(sync.look_up_synced)
    def look_up_synced(self, request: sync.LookUpSynced, context: Context) -> Progress:  # noqa: ARG002
        return queries.look_up_synced(self.dossiers, request)

    @rpc(sync.list_pushes)
    def list_pushes(self, request: ListPushes, context: Context) -> Page[PortalPush]:
        return admin.list_pushes(self.store, request, context)

    @rpc(sync.push_again)
    def push_again(self, request: PushAgain, context: Context) -> PortalPush:
        return admin.push_again(self.store, request, context)

    @event_handler(topology.SYNC_DOSSIERS)
    def on_dossier(self, event: AnyEvent, context: Context) -> None:
        if self.settings.portal_url:
            self.store.handle_once(
                topology.SYNC_DOSSIERS, event, context, lambda uow: self._queue.enqueue(uow, event)
            )

    @timer_handler(PUSH, lease_s=PUSH_LEASE_S, concurrency=PUSHES_AT_ONCE)
    def push(self, timer: Timer, context: Context) -> None:
        worker.push(self._queue, self.line, self.rpc_client, timer.key, context)

    @property
    def _queue(self) -> PushQueue:
        return PushQueue(self.store, self.settings)

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
        return reconciliation.list_reconciliations(self.store, request, context.actor)

    @rpc(sync.list_anomalies)
    def list_anomalies(self, request: sync.ListAnomalies, context: Context) -> Page[sync.AnomalyCount]:
        return queries.list_anomalies(AnomalyCountRepository(self.store.database), request, context.actor)

    @rpc(sync.list_refused)
    def list_refused(self, request: sync.ListRefused, context: Context) -> Page[sync.RefusedItem]:
        return queries.list_refused(RefusedItemRepository(self.store.database), request, context.actor)

    def receiver(self, context: Context) -> BatchReceiver:
        known = self.procedures.current(self.rpc_client, context.as_service(self.name))
        return BatchReceiver(self.store, self.settings, known)

    def reader(self, context: Context) -> SyncViewer:
        return queries.viewer_of(self.rpc_client, context, self.name)

    @property
    def dossiers(self) -> SyncedDossierRepository:
        return SyncedDossierRepository(self.store.database)
