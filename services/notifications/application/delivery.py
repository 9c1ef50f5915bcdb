"""E-mails on their way: handed over, tried again, or given up, with the evidence of each end."""

import logging

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.notifications import MESSAGE_FAILED, MESSAGE_SENT, MessageFailed
from notifications.application.enqueue import delivery_evidence
from notifications.channels.email import EmailChannel, PermanentFailure, TemporaryFailure
from notifications.domain.messages import ChannelMessage, DeliveryState, failed, is_past_delivery_limit, sent
from notifications.repository.messages import MessageRepository

log = logging.getLogger(__name__)


class Sender:
    """Sends what is pending. A crash after the hand-over sends a second copy with the same Message-ID."""

    def __init__(self, store: Store, mailer: EmailChannel) -> None:
        self._store = store
        self._posts = MessageRepository(store.database)
        self._mailer = mailer

    def send(self, message_id: str, context: Context) -> None:
        """Raises UndeliveredError while the message may be tried again."""
        letter = self._posts.find(message_id)
        if letter is None or letter.state is not DeliveryState.PENDING:
            return
        try:
            self._mailer.send(letter)
        except PermanentFailure as error:
            self._give_up(letter, str(error), context)
        except TemporaryFailure as error:
            if not is_past_delivery_limit(letter, utcnow()):
                raise
            self._give_up(letter, str(error), context)
        else:
            self._store.transaction(context, lambda uow: self._record_sent(uow, letter))

    def _give_up(self, letter: ChannelMessage, reason: str, context: Context) -> None:
        log.error("message given up", extra={"message_id": letter.message_id, "reason": reason})
        self._store.transaction(context, lambda uow: self._record_failed(uow, letter, reason))

    def _record_sent(self, uow: UnitOfWork, letter: ChannelMessage) -> None:
        after = sent(letter, uow.now)
        self._posts.save(after, uow.session)
        uow.record_event(MESSAGE_SENT, after.message_id, after.version, delivery_evidence(after))

    def _record_failed(self, uow: UnitOfWork, letter: ChannelMessage, reason: str) -> None:
        after = failed(letter, uow.now)
        self._posts.save(after, uow.session)
        told = MessageFailed(**delivery_evidence(after).model_dump(), reason=reason)
        uow.record_event(MESSAGE_FAILED, after.message_id, after.version, told)
