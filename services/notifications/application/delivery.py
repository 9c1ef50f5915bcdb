"""Messages on their way out: handed over, tried again or ended, with the evidence of each end."""

import logging

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.notifications import MESSAGE_FAILED, MESSAGE_SENT, MessageFailed
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.registry import Channels
from notifications.domain.messages import (
    ChannelMessage,
    DeliveryState,
    delivery_evidence,
    failed,
    is_past_delivery_limit,
    sent,
)
from notifications.repository.messages import MessageRepository

log = logging.getLogger(__name__)


def deliver(store: Store, channels: Channels, message_id: str, context: Context) -> None:
    """Send a pending message by its channel; nothing for any other.

    A crash between the hand-over and its record sends a second copy of the same id. Raises TemporaryFailure while
    the message may be tried again.
    """
    message = store.repository(MessageRepository).find(message_id)
    if message is None or message.state is not DeliveryState.PENDING:
        return
    try:
        channels.get(message.channel).send(message)
    except PermanentFailure as error:
        _give_up(store, message, str(error), context)
    except TemporaryFailure as error:
        if not is_past_delivery_limit(message, utcnow()):
            raise
        _give_up(store, message, str(error), context)
    else:
        store.transaction(context, lambda uow: _record_sent(uow, message))


def _give_up(store: Store, message: ChannelMessage, reason: str, context: Context) -> None:
    log.error("message not delivered", extra={"message_id": message.message_id, "reason": reason})
    store.transaction(context, lambda uow: _record_failed(uow, message, reason))


def _record_sent(uow: UnitOfWork, message: ChannelMessage) -> None:
    after = sent(message, uow.now)
    uow.repository(MessageRepository).save(after)
    uow.record_event(MESSAGE_SENT, after.message_id, after.version, delivery_evidence(after))


def _record_failed(uow: UnitOfWork, message: ChannelMessage, reason: str) -> None:
    after = failed(message, uow.now)
    uow.repository(MessageRepository).save(after)
    payload = MessageFailed(
        **delivery_evidence(after).model_dump(),
        reason=reason,
        agency_code=after.agency_code,
        dossier_id=after.dossier_id,
        dossier_code=after.dossier_code,
    )
    uow.record_event(MESSAGE_FAILED, after.message_id, after.version, payload)
