"""Replay: stored items are read again, the refused ones once their fault is put right, or all after a change of the
parsers."""

from collections.abc import Iterator

import orjson

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.sync import BatchReceipt, ItemOutcome, ReplayItems, ReplayReport
from sync.application.receiver import BatchReceiver
from sync.domain import access
from sync.domain.items.batch import Batch
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.raw_batches import RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository

ANSWER_MARGIN_S = 1.0
"""Left for the answer before the caller's deadline."""


def replay(store: Store, receiver: BatchReceiver, request: ReplayItems, context: Context) -> ReplayReport:
    """May be repeated: an item has one effect. Raises `deadline_exceeded` when there is more than the caller has time
    for; what was read by then stays, and a shorter span comes to its end."""
    access.require(context.actor, ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
    total = ReplayReport(read=0, stored=0, unchanged=0, refused=0)
    replay_some = _replay_refused if request.refused_only else _replay_all
    for receipt in replay_some(store, receiver, request):
        total = _sum(total, receipt)
        remaining = context.remaining_s()
        if remaining is not None and remaining < ANSWER_MARGIN_S:
            raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
    return total


def _replay_refused(store: Store, receiver: BatchReceiver, request: ReplayItems) -> Iterator[BatchReceipt]:
    refused_items = store.repository(RefusedItemRepository)
    for item_id, refusal in refused_items.waiting(request.sender_code, request.from_at, request.to_at):
        batch = Batch(refusal.header, [orjson.loads(refusal.item)])
        receiver.process(batch)
        receipt = batch.receipt()
        if not receipt.refused:
            refused_items.mark_replayed(item_id, utcnow())
        yield receipt


def _replay_all(store: Store, receiver: BatchReceiver, request: ReplayItems) -> Iterator[BatchReceipt]:
    raw_batches = store.repository(RawBatchRepository)
    dossiers = store.repository(SyncedDossierRepository)
    for raw in raw_batches.between(request.sender_code, request.from_at, request.to_at):
        batch = Batch(raw.header, orjson.loads(raw.items))
        receiver.process(batch)
        for item in batch.items:
            if item.outcome is ItemOutcome.UNCHANGED and item.parsed and item.parsed.content is not None:
                dossiers.rewrite(item.parsed, item.digest)
        yield batch.receipt()


def _sum(total: ReplayReport, receipt: BatchReceipt) -> ReplayReport:
    return ReplayReport(
        read=total.read + receipt.received,
        stored=total.stored + receipt.stored,
        unchanged=total.unchanged + receipt.unchanged,
        refused=total.refused + receipt.refused,
    )
