"""Items are read again: those refused, once what was wrong with them is put right; or all, after a change of reading."""

from typing import Any

import orjson

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.sync import BatchReceipt, ItemOutcome, ReplayItems, ReplayReport
from sync.application.receiver import BatchReceiver
from sync.domain import access
from sync.domain.items.batch import BatchHeader, BatchItem, batch_items
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.raw_batches import RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository

ANSWER_MARGIN_S = 1.0
"""Left for the answer before the caller gives up."""


class Replayer:
    """Repeating a replay is harmless: an item counts once. Raises `deadline_exceeded` when there is more than the
    caller has time for; what was read by then stays, and a shorter span comes to its end."""

    def __init__(self, store: Store, receiver: BatchReceiver) -> None:
        self._dossiers = SyncedDossierRepository(store.database)
        self._raw = RawBatchRepository(store.database)
        self._refused = RefusedItemRepository(store.database)
        self._receiver = receiver

    def replay(self, request: ReplayItems, context: Context) -> ReplayReport:
        access.require(context.actor, ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
        total = ReplayReport(read=0, stored=0, unchanged=0, refused=0)
        work = self._replay_refused if request.refused_only else self._replay_all
        for receipt in work(request):
            total = _sum(total, receipt)
            remaining = context.remaining_s()
            if remaining is not None and remaining < ANSWER_MARGIN_S:
                raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
        return total

    def _replay_refused(self, request: ReplayItems) -> Any:
        for item_id, refusal in self._refused.waiting(request.sender_code, request.from_at, request.to_at):
            delivery = BatchHeader(
                refusal.sender, refusal.kind, refusal.unit_code, refusal.updating, refusal.received_at
            )
            _, receipt = self._process_again(delivery, (orjson.loads(refusal.item),))
            if not receipt.refused:
                self._refused.mark_replayed(item_id, utcnow())
            yield receipt

    def _replay_all(self, request: ReplayItems) -> Any:
        for raw in self._raw.between(request.sender_code, request.from_at, request.to_at):
            delivery = BatchHeader(raw.sender, raw.kind, raw.unit_code, raw.updating, raw.received_at)
            entries, receipt = self._process_again(delivery, tuple(orjson.loads(raw.items)))
            for entry in entries:
                if entry.outcome is ItemOutcome.UNCHANGED and entry.told and entry.told.content is not None:
                    self._dossiers.rewrite(entry.told, entry.digest)
            yield receipt

    def _process_again(
        self, delivery: BatchHeader, items: tuple[Any, ...]
    ) -> tuple[list[BatchItem], BatchReceipt]:
        entries = batch_items(delivery.kind, items)
        return entries, self._receiver.process(delivery, entries, items, counted=False)


def _sum(total: ReplayReport, receipt: BatchReceipt) -> ReplayReport:
    return ReplayReport(
        read=total.read + receipt.received,
        stored=total.stored + receipt.stored,
        unchanged=total.unchanged + receipt.unchanged,
        refused=total.refused + receipt.refused,
    )
