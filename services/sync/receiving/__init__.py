"""A batch comes in: read, judged, written, answered."""

from collections.abc import Container

from chassis.context import Context
from chassis.moments import now
from chassis.mongo import Store
from contracts.base import ActorKind
from contracts.sync import BatchReceipt, ReceiveBatch
from sync.domain import access
from sync.receiving.batch import Delivery
from sync.receiving.receiver import Receiver
from sync.settings import SyncSettings

__all__ = ["Delivery", "Receiver", "receive"]


def receive(
    store: Store,
    settings: SyncSettings,
    procedures: Container[str] | None,
    request: ReceiveBatch,
    context: Context,
) -> BatchReceipt:
    """By a system, of its own agency's dossiers. Raises `forbidden` for anybody else."""
    access.require(context.actor, ActorKind.SYSTEM)
    delivery = Delivery(context.actor.agency_code, request.kind, request.unit_code, request.updating, now())
    return Receiver(store, settings, procedures).receive(delivery, request.items)
