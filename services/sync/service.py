"""The table of contents of sync."""

from chassis.client import Client
from chassis.config import Configured, Once
from chassis.context import Context
from chassis.events import event_handler
from chassis.mongo import Mongo
from chassis.rpc import rpc
from chassis.timers import Timer, timer_handler
from contracts import sync, topology
from contracts.base import Page
from contracts.events import AnyEvent
from contracts.sync import (
    BatchReceipt,
    ListPushes,
    Push,
    PushAgain,
    ReceiveBatch,
    TakenNumber,
    TakeNumber,
)
from sync import numbering
from sync.procedures import ProcedureCodes
from sync.pushing import overseeing, worker
from sync.pushing.line import PortalLine
from sync.pushing.queue import PUSH, PushQueue
from sync.receiving import receive
from sync.repository import create_indexes
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
    def receive_batch(self, request: ReceiveBatch, context: Context) -> BatchReceipt:
        known = self.procedures.current(self.rpc_client, context.as_service(self.name))
        return receive(self.store, self.settings, known, request, context)

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
    def take_number(self, request: TakeNumber, context: Context) -> TakenNumber:
        return numbering.take_number(self.store, request, context)
