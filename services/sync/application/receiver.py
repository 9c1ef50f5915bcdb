"""Receiving a batch: stored as it came, parsed, classified, written, counted."""

from collections.abc import Container
from datetime import timedelta
from typing import Any

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.storage.store import Store
from contracts.agency_codes import is_within, root_of
from contracts.base import ActorKind
from contracts.sync import Anomaly, BatchReceipt, ItemOutcome, ReceiveBatch
from contracts.time import local_day
from sync.domain import access
from sync.domain.items import result_codes
from sync.domain.items.batch import Batch, BatchHeader
from sync.domain.items.item_parser import ItemParser
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.raw_batches import RawBatch, RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository, StoredRefusal
from sync.settings import SyncSettings


class BatchReceiver:
    """Takes batches in, new ones and those of a replay. `procedures` are the codes of the catalogue; None: not known.

    A batch that was cut off half way may be sent again: what was written is recognised by its content.
    """

    def __init__(self, store: Store, settings: SyncSettings, procedures: Container[str] | None) -> None:
        self._dossiers = store.repository(SyncedDossierRepository)
        self._raw_batches = store.repository(RawBatchRepository)
        self._refused_items = store.repository(RefusedItemRepository)
        self._anomaly_counts = store.repository(AnomalyCountRepository)
        self._late_after = timedelta(hours=settings.late_sync_h)
        self._retention = timedelta(days=settings.raw_kept_days)
        self._procedures = procedures

    def receive(self, header: BatchHeader, values: tuple[Any, ...]) -> BatchReceipt:
        """`values` are JSON values. Blocks until the majority of the replica set has the batch and what it changes."""
        batch = Batch(header, values)
        self._raw_batches.add(RawBatch(header, batch.raw()), header.arrived_at + self._retention)
        self.process(batch)
        self._count(batch)
        return batch.receipt()

    def process(self, batch: Batch) -> None:
        """Write what a stored batch changes. May be repeated; nothing is counted in the metrics."""
        header = batch.header
        if is_within(header.unit_code, header.sender):
            batch.parse(self._parser(header))
            self._write(batch)
        else:
            batch.refuse_all(result_codes.FOREIGN, result_codes.FOREIGN_UNIT, Anomaly.FOREIGN_AGENCY)
        refusals = [StoredRefusal.of(header, item) for item in batch.refused()]
        self._refused_items.add(refusals, header.arrived_at + 2 * self._retention)

    def _parser(self, header: BatchHeader) -> ItemParser:
        return ItemParser(
            header.kind,
            header.sender,
            header.unit_code,
            header.arrived_at,
            self._procedures,
            self._late_after,
        )

    def _write(self, batch: Batch) -> None:
        changing = batch.classify(self._dossiers.known_dossiers(batch.codes()))
        if not changing:
            return
        for place in self._dossiers.write(changing, batch.header):
            changing[place].accept(ItemOutcome.UNCHANGED)

    def _count(self, batch: Batch) -> None:
        header, anomalies = batch.header, batch.anomalies()
        self._anomaly_counts.add(header.sender, local_day(header.arrived_at), anomalies)
        root = root_of(header.sender)
        for outcome, number in batch.outcomes().items():
            metrics.SYNC_ITEMS.labels("sync", root, header.kind.value, outcome.value).inc(number)
        for anomaly, number in anomalies.items():
            metrics.SYNC_ANOMALIES.labels("sync", root, anomaly.value).inc(number)


def receive_batch(receiver: BatchReceiver, request: ReceiveBatch, context: Context) -> BatchReceipt:
    """By an agency's system, of the dossiers of its own agency. Raises `forbidden` for any other caller."""
    access.require(context.actor, ActorKind.SYSTEM)
    header = BatchHeader(
        context.actor.agency_code, request.kind, request.unit_code, request.updating, utcnow()
    )
    return receiver.receive(header, request.items)
