"""Takes a batch in: kept as it came, read, judged, written, counted."""

from collections import Counter
from collections.abc import Container
from datetime import timedelta
from typing import Any

from chassis.observability import metrics
from chassis.storage.store import Store
from contracts.agency_codes import is_within, root_of
from contracts.sync import Anomaly, BatchReceipt, ItemOutcome
from sync.domain.items import batch, result_codes
from sync.domain.items.batch import BatchHeader, BatchItem
from sync.domain.items.item_parser import ItemParser
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.timestamps import local_day
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.raw_batches import RawBatch, RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository, StoredRefusal
from sync.settings import SyncSettings

FOREIGN_UNIT = "madonvi không thuộc đơn vị của phiên"


class BatchReceiver:
    """A batch that was cut off half way may be sent again: what was written is known by its content."""

    def __init__(self, store: Store, settings: SyncSettings, procedures: Container[str] | None) -> None:
        self._dossiers = SyncedDossierRepository(store.database)
        self._raw = RawBatchRepository(store.database)
        self._refused = RefusedItemRepository(store.database)
        self._counts = AnomalyCountRepository(store.database)
        self._late_after = timedelta(hours=settings.late_sync_h)
        self._kept = timedelta(days=settings.raw_kept_days)
        self._procedures = procedures

    def receive(self, delivery: BatchHeader, items: tuple[Any, ...]) -> BatchReceipt:
        entries = batch.batch_items(delivery.kind, items)
        self._store_raw(delivery, entries)
        return self.process(delivery, entries, items)

    def process(
        self, delivery: BatchHeader, entries: list[BatchItem], items: tuple[Any, ...], *, counted: bool = True
    ) -> BatchReceipt:
        """As `receive`, for items that are kept already. What was counted once is not counted again."""
        if is_within(delivery.unit_code, delivery.sender):
            batch.read(delivery.kind, entries, items, self._reader(delivery))
            self._write(delivery, entries)
        else:
            for entry in entries:
                entry.refuse(result_codes.NOT_YOURS, FOREIGN_UNIT, Anomaly.FOREIGN_AGENCY)
        self._store_refused(delivery, entries)
        if counted:
            self._count(delivery, entries)
        return batch.receipt(entries)

    def _reader(self, delivery: BatchHeader) -> ItemParser:
        return ItemParser(
            delivery.kind, delivery.sender, delivery.arrived_at, self._procedures, self._late_after
        )

    def _store_raw(self, delivery: BatchHeader, entries: list[BatchItem]) -> None:
        kept = RawBatch(
            delivery.sender, delivery.kind, delivery.unit_code, delivery.updating, delivery.arrived_at,
            batch.json_list(entries),
        )  # fmt: skip
        self._raw.add(kept, delivery.arrived_at + self._kept)

    def _write(self, delivery: BatchHeader, entries: list[BatchItem]) -> None:
        known = self._dossiers.known_dossiers({entry.code for entry in entries if entry.told is not None})
        changing = batch.classify_all(entries, known, delivery.updating)
        if not changing:
            return
        before = self._dossiers.write(
            [_item(entry) for entry in changing], delivery.sender, delivery.arrived_at
        )
        for place in before:
            changing[place].anomalies = []
            changing[place].settle(ItemOutcome.UNCHANGED)

    def _store_refused(self, delivery: BatchHeader, entries: list[BatchItem]) -> None:
        dead = [_refusal(delivery, entry) for entry in entries if entry.is_dead]
        self._refused.add(dead, delivery.arrived_at + 2 * self._kept)

    def _count(self, delivery: BatchHeader, entries: list[BatchItem]) -> None:
        counts = batch.anomalies(entries)
        self._counts.add(delivery.sender, local_day(delivery.arrived_at), counts)
        root = root_of(delivery.sender)
        for outcome, number in Counter(entry.outcome for entry in entries).items():
            metrics.SYNC_ITEMS.labels("sync", root, delivery.kind.value, outcome.value).inc(number)
        for anomaly, number in counts.items():
            metrics.SYNC_ANOMALIES.labels("sync", root, anomaly.value).inc(number)


def _item(entry: BatchItem) -> tuple[ParsedItem, bytes]:
    assert entry.told is not None
    return entry.told, entry.digest


def _refusal(delivery: BatchHeader, entry: BatchItem) -> StoredRefusal:
    return StoredRefusal(
        digest=entry.digest,
        sender=delivery.sender,
        kind=delivery.kind,
        unit_code=delivery.unit_code,
        updating=delivery.updating,
        code=entry.code,
        received_at=delivery.arrived_at,
        anomaly=entry.anomalies[0],
        message=entry.message,
        item=entry.raw,
    )
