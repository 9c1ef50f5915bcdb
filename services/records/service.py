"""The records service: what it depends on, what it offers, what it listens to."""

from chassis.config import Once
from chassis.context import Context
from chassis.events import event_handler
from chassis.mongo import Mongo
from chassis.rpc import rpc
from chassis.timers import Timer, timer_handler
from contracts import records as contract
from contracts import topology
from contracts.events import AnyEvent
from contracts.records import (
    DescribeFiles,
    FileInfo,
    FileInfos,
    GetFile,
    OpenDownload,
    OpenUpload,
    Ticket,
)
from records import desk
from records.archive import DISCARD_BLOB, FORGET_FILE, Archive
from records.domain.tickets import TicketOffice
from records.repository import GridFsBlobs, create_indexes
from records.settings import RecordsSettings


class RecordsService:
    name = "records"

    store = Mongo(indexes=create_indexes)
    office = Once(RecordsSettings, lambda settings: TicketOffice(settings.ticket_key))

    @rpc(contract.open_upload)
    def open_upload(self, request: OpenUpload, context: Context) -> Ticket:
        return desk.open_upload(self.store, self.office, request, context)

    @rpc(contract.open_download)
    def open_download(self, request: OpenDownload, context: Context) -> Ticket:
        return desk.open_download(self.store, self.office, request, context)

    @rpc(contract.get_file)
    def get_file(self, request: GetFile, context: Context) -> FileInfo:
        return desk.get_file(self.store, request, context)

    @rpc(contract.describe_files)
    def describe_files(self, request: DescribeFiles, context: Context) -> FileInfos:
        return desk.describe_files(self.store, request, context)

    @event_handler(topology.RECORDS_DOSSIER_FILES)
    def on_dossier_files(self, event: AnyEvent, context: Context) -> None:
        self.store.consume(
            topology.RECORDS_DOSSIER_FILES,
            event,
            context,
            lambda unit: desk.share(self.store, unit, event.payload),
        )

    @timer_handler(DISCARD_BLOB)
    def discard_blob(self, timer: Timer, context: Context) -> None:  # noqa: ARG002
        self._archive.discard(timer.key)

    @timer_handler(FORGET_FILE)
    def forget_file(self, timer: Timer, context: Context) -> None:
        self._archive.forget(timer.key, context)

    @property
    def _archive(self) -> Archive:
        return Archive(self.store, GridFsBlobs(self.store.database))
