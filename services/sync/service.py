"""The table of contents of sync."""

from chassis.client import Client
from chassis.config import Configured
from chassis.context import Context
from chassis.mongo import Mongo
from chassis.rpc import rpc
from contracts import sync
from contracts.sync import TakeNumber, TakenNumber
from sync import numbering
from sync.repository import create_indexes
from sync.settings import SyncSettings


class SyncService:
    name = "sync"

    settings = Configured(SyncSettings)
    store = Mongo(indexes=create_indexes)
    rpc_client = Client()

    @rpc(sync.take_number)
    def take_number(self, request: TakeNumber, context: Context) -> TakenNumber:
        return numbering.take_number(self.store, request, context)
