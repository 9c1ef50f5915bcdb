"""E-mails on their way: handed over, tried again, or given up, with the evidence of each end."""

import logging

from chassis.context import Context
from chassis.moments import now
from chassis.store import Store
from chassis.unit import Unit
from contracts.notifications import MESSAGE_FAILED, MESSAGE_SENT, MessageFailed
from notifications.channels.email import Mailer, RefusedError, UndeliveredError
from notifications.domain.messages import Delivery, Post, failed, is_given_up, sent
from notifications.posting import evidence
from notifications.repository import PostRepository

log = logging.getLogger(__name__)


class Sender:
    """Sends what is pending. A crash after the hand-over sends a second copy with the same Message-ID."""

    def __init__(self, store: Store, mailer: Mailer) -> None:
        self._store = store
        self._posts = PostRepository(store.database)
        self._mailer = mailer

    def send(self, message_id: str, context: Context) -> None:
        """Raises UndeliveredError while the message may be tried again."""
        letter = self._posts.find(message_id)
        if letter is None or letter.state is not Delivery.PENDING:
            return
        try:
            self._mailer.send(letter)
        except RefusedError as error:
            self._give_up(letter, str(error), context)
        except UndeliveredError as error:
            if not is_given_up(letter, now()):
                raise
            self._give_up(letter, str(error), context)
        else:
            self._store.transaction(context, lambda unit: self._record_sent(unit, letter))

    def _give_up(self, letter: Post, reason: str, context: Context) -> None:
        log.error("message given up", extra={"message_id": letter.message_id, "reason": reason})
        self._store.transaction(context, lambda unit: self._record_failed(unit, letter, reason))

    def _record_sent(self, unit: Unit, letter: Post) -> None:
        after = sent(letter, unit.now)
        self._posts.save(after, unit.session)
        unit.append(MESSAGE_SENT, after.message_id, after.version, evidence(after))

    def _record_failed(self, unit: Unit, letter: Post, reason: str) -> None:
        after = failed(letter, unit.now)
        self._posts.save(after, unit.session)
        told = MessageFailed(**evidence(after).model_dump(), reason=reason)
        unit.append(MESSAGE_FAILED, after.message_id, after.version, told)
