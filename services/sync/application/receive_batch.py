"""A batch comes in: read, judged, written, answered."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.base import ActorKind
from contracts.sync import BatchReceipt, ReceiveBatch
from sync.application.receiver import BatchReceiver
from sync.domain import access
from sync.domain.items.batch import BatchHeader


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
