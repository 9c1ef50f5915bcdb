"""The table of contents of sync."""

from chassis.client import Client
from chassis.config import Configured, Once
from chassis.context import Context
from chassis.events import event_handler
from chassis.mongo import Mongo
from chassis.rpc import rpc
from chassis.timer_rows import Timer
from chassis.timers import timer_handler
from contracts import sync, topology
from contracts.base import Page
from contracts.dossiers import Progress
from contracts.events import AnyEvent
from contracts.sync import ListPushes, Push, PushAgain
from sync import numbering, reading, reconciliation
from sync.domain.access import Reader
from sync.procedures import ProcedureCodes
from sync.pushing import overseeing, worker
from sync.pushing.line import PortalLine
from sync.pushing.queue import PUSH, PushQueue
from sync.receiving import Receiver, receive
from sync.replaying import Replayer
from sync.repository import create_indexes
from sync.repository.anomalies import AnomalyRepository
from sync.repository.dossiers import DossierRepository
from sync.repository.refused import RefusedRepository
from sync.settings import SyncSettings

PUSH_LEASE_S = 900.0
"""Longer than any try: some calls of at most two minutes each, and a log-in."""
PUSHES_AT_ONCE = 4


class SyncService:
    name = "sync"

    settings = Configured(SyncSettings)
    procedures = Once(SyncSettings, lambda _: ProcedureCodes())
    line = Once(SyncSettings, PortalLine)
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(sync.receive_batch)
    def receive_batch(self, request: sync.ReceiveBatch, context: Context) -> sync.BatchReceipt:
        return receive(self.receiver(context), request, context)

    @rpc(sync.replay)
    def replay(self, request: sync.Replay, context: Context) -> sync.Replayed:
        return Replayer(self.store, self.receiver(context)).replay(request, context)

    @rpc(sync.find_synced)
    def find_synced(self, request: sync.FindSynced, context: Context) -> sync.SyncedDossierDetail:
        return reading.find_synced(self.dossiers, request, self.reader(context))

    @rpc(sync.list_synced)
    def list_synced(self, request: sync.ListSynced, context: Context) -> Page[sync.SyncedDossier]:
        return reading.list_synced(self.dossiers, request, self.reader(context))

    @rpc(sync.look_up_synced)
    def look_up_synced(self, request: sync.LookUpSynced, context: Context) -> Progress:  # noqa: ARG002
        return reading.look_up_synced(self.dossiers, request)

    @rpc(sync.list_pushes)
    def list_pushes(self, request: ListPushes, context: Context) -> Page[Push]:
        return overseeing.list_pushes(self.store, request, context)

    @rpc(sync.push_again)
    def push_again(self, request: PushAgain, context: Context) -> Push:
        return overseeing.push_again(self.store, request, context)

    @event_handler(topology.SYNC_DOSSIERS)
    def on_dossier(self, event: AnyEvent, context: Context) -> None:
        if self.settings.portal_url:
            self.store.consume(
                topology.SYNC_DOSSIERS, event, context, lambda unit: self._queue.want(unit, event)
            )

    @timer_handler(PUSH, lease_s=PUSH_LEASE_S, concurrency=PUSHES_AT_ONCE)
    def push(self, timer: Timer, context: Context) -> None:
        worker.push(self._queue, self.line, self.rpc_client, timer.key, context)

    @property
    def _queue(self) -> PushQueue:
        return PushQueue(self.store, self.settings)

    @rpc(sync.take_number)
    def take_number(self, request: sync.TakeNumber, context: Context) -> sync.TakenNumber:
        return numbering.take_number(self.store, request, context)

    @rpc(sync.declare_day)
    def declare_day(self, request: sync.DeclareDay, context: Context) -> sync.Reconciliation:
        return reconciliation.declare_day(self.store, request, context)

    @rpc(sync.list_reconciliations)
    def list_reconciliations(
        self, request: sync.ListReconciliations, context: Context
    ) -> Page[sync.Reconciliation]:
        return reconciliation.list_reconciliations(self.store, request, context.actor)

    @rpc(sync.list_anomalies)
    def list_anomalies(self, request: sync.ListAnomalies, context: Context) -> Page[sync.AnomalyCount]:
        return reading.list_anomalies(AnomalyRepository(self.store.database), request, context.actor)

    @rpc(sync.list_refused)
    def list_refused(self, request: sync.ListRefused, context: Context) -> Page[sync.RefusedItem]:
        return reading.list_refused(RefusedRepository(self.store.database), request, context.actor)

    def receiver(self, context: Context) -> Receiver:
        known = self.procedures.current(self.rpc_client, context.as_service(self.name))
        return Receiver(self.store, self.settings, known)

    def reader(self, context: Context) -> Reader:
        return reading.reader_of(self.rpc_client, context, self.name)

    @property
    def dossiers(self) -> DossierRepository:
        return DossierRepository(self.store.database)
