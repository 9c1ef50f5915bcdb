"""The table of contents of sync."""

from chassis.client import Client
from chassis.config import Configured, Once
from chassis.context import Context
from chassis.mongo import Mongo
from chassis.rpc import rpc
from contracts import sync
from contracts.sync import BatchReceipt, ReceiveBatch, TakenNumber, TakeNumber
from sync import numbering
from sync.procedures import ProcedureCodes
from sync.receiving import receive
from sync.repository import create_indexes
from sync.settings import SyncSettings


class SyncService:
    name = "sync"

    settings = Configured(SyncSettings)
    procedures = Once(SyncSettings, lambda _: ProcedureCodes())
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(sync.receive_batch)
    def receive_batch(self, request: ReceiveBatch, context: Context) -> BatchReceipt:
        known = self.procedures.current(self.rpc_client, context.as_service(self.name))
        return receive(self.store, self.settings, known, request, context)

    @rpc(sync.take_number)
    def take_number(self, request: TakeNumber, context: Context) -> TakenNumber:
        return numbering.take_number(self.store, request, context)
