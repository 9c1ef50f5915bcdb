"""A batch comes in: read, judged, written, answered."""

from chassis.context import Context
from chassis.moments import utcnow
from contracts.base import ActorKind
from contracts.sync import BatchReceipt, ReceiveBatch
from sync.domain import access
from sync.receiving.batch import BatchHeader
from sync.receiving.receiver import BatchReceiver

__all__ = ["BatchHeader", "BatchReceiver", "receive"]


def receive(
    receiver: BatchReceiver,
    request: ReceiveBatch,
    context: Context,
) -> BatchReceipt:
    """By a system, of its own agency's dossiers. Raises `forbidden` for anybody else."""
    access.require(context.actor, ActorKind.SYSTEM)
    delivery = BatchHeader(
        context.actor.agency_code, request.kind, request.unit_code, request.updating, utcnow()
    )
    return receiver.receive(delivery, request.items)
