"""Items are read again: those refused, once what was wrong with them is put right; or all, after a change of reading."""

from typing import Any

import orjson

from chassis.context import Context
from chassis.moments import now
from chassis.store import Store
from contracts.base import ActorKind
from contracts.errors import Code, ServiceError
from contracts.sync import BatchReceipt, ItemOutcome, Replay, Replayed
from sync.domain import access
from sync.receiving.batch import Delivery, Entry, enter
from sync.receiving.receiver import Receiver
from sync.repository.dossiers import DossierRepository
from sync.repository.raw import RawRepository
from sync.repository.refused import RefusedRepository

MARGIN_S = 1.0
"""Left for the answer before the caller gives up."""


class Replayer:
    """Repeating a replay is harmless: an item counts once. Raises `deadline_exceeded` when there is more than the
    caller has time for; what was read by then stays, and a shorter span comes to its end."""

    def __init__(self, store: Store, receiver: Receiver) -> None:
        self._dossiers = DossierRepository(store.database)
        self._raw = RawRepository(store.database)
        self._refused = RefusedRepository(store.database)
        self._receiver = receiver

    def replay(self, request: Replay, context: Context) -> Replayed:
        access.require(context.actor, ActorKind.ADMINISTRATOR, ActorKind.OPERATOR)
        total = Replayed(read=0, stored=0, unchanged=0, refused=0)
        work = self._refused_ones if request.refused_only else self._all
        for receipt in work(request):
            total = _sum(total, receipt)
            remaining = context.remaining_s()
            if remaining is not None and remaining < MARGIN_S:
                raise ServiceError(Code.DEADLINE_EXCEEDED)
        return total

    def _refused_ones(self, request: Replay) -> Any:
        for item_id, refusal in self._refused.waiting(request.sender_code, request.from_at, request.to_at):
            delivery = Delivery(
                refusal.sender, refusal.kind, refusal.unit_code, refusal.updating, refusal.received_at
            )
            _, receipt = self._again(delivery, (orjson.loads(refusal.item),))
            if not receipt.refused:
                self._refused.mark_replayed(item_id, now())
            yield receipt

    def _all(self, request: Replay) -> Any:
        for raw in self._raw.between(request.sender_code, request.from_at, request.to_at):
            delivery = Delivery(raw.sender, raw.kind, raw.unit_code, raw.updating, raw.received_at)
            entries, receipt = self._again(delivery, tuple(orjson.loads(raw.items)))
            for entry in entries:
                if entry.outcome is ItemOutcome.UNCHANGED and entry.told and entry.told.content is not None:
                    self._dossiers.rewrite(entry.told, entry.digest)
            yield receipt

    def _again(self, delivery: Delivery, items: tuple[Any, ...]) -> tuple[list[Entry], BatchReceipt]:
        entries = enter(delivery.kind, items)
        return entries, self._receiver.take(delivery, entries, items, counted=False)


def _sum(total: Replayed, receipt: BatchReceipt) -> Replayed:
    return Replayed(
        read=total.read + receipt.received,
        stored=total.stored + receipt.stored,
        unchanged=total.unchanged + receipt.unchanged,
        refused=total.refused + receipt.refused,
    )
