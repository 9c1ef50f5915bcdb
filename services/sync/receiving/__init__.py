"""A batch comes in: read, judged, written, answered."""

from chassis.context import Context
from chassis.moments import now
from contracts.base import ActorKind
from contracts.sync import BatchReceipt, ReceiveBatch
from sync.domain import access
from sync.receiving.batch import Delivery
from sync.receiving.receiver import Receiver

__all__ = ["Delivery", "Receiver", "receive"]


def receive(
    receiver: Receiver,
    request: ReceiveBatch,
    context: Context,
) -> BatchReceipt:
    """By a system, of its own agency's dossiers. Raises `forbidden` for anybody else."""
    access.require(context.actor, ActorKind.SYSTEM)
    delivery = Delivery(context.actor.agency_code, request.kind, request.unit_code, request.updating, now())
    return receiver.receive(delivery, request.items)
