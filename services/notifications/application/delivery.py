"""Messages on their way out: handed over, tried again or ended, with the evidence of each end."""

import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.service import RpcClient, RunAgainAt
from chassis.storage.store import Store
from chassis.storage.timers import Timer
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ServiceError
from contracts.notifications import MESSAGE_FAILED, MessageFailed
from notifications.channels.base import PermanentFailure, ServerAway, TemporaryFailure
from notifications.channels.registry import Channels
from notifications.clients.accounts import find_letters
from notifications.domain.messages import (
    ChannelMessage,
    delivery_evidence,
    failed,
    is_past_delivery_limit,
    with_code,
)
from notifications.repository.messages import MessageRepository

log = logging.getLogger(__name__)

LETTERS_AT_ONCE = 25
"""Of one channel, claimed and recorded together: so many may be sent a second time after a crash."""
IN_FLIGHT = 5
"""Letters of a batch that are handed over at the same time."""
BATCHES_AT_ONCE = 4
"""Of one channel."""
HAND_OVER_S = 15.0
"""Seconds after which a batch hands over no further letter, so that it ends within the lease of its timers (60 s)."""

RECORD_S = 20.0
"""Seconds in which the end of a batch is recorded: what a killed process had in a transaction is locked for as long."""
_RECORD_PAUSE_S = 0.5


class _HandOver:
    """The hand-over of a batch, and what became of its messages. `unfinished`: by id, why one is to be tried again; `void`:
    those that are not to be sent any more. `codes`: by message id, what is filled into a direct letter."""

    def __init__(self, channels: Channels, codes: Mapping[str, str] | None = None) -> None:
        self.sent: list[str] = []
        self.failed: list[tuple[ChannelMessage, str]] = []
        self.void: list[ChannelMessage] = []
        self.unfinished: dict[str, Exception] = {}
        self._channels = channels
        self._codes = codes or {}
        self._until = time.monotonic() + HAND_OVER_S
        self._away: ServerAway | None = None

    def run(self, messages: Sequence[ChannelMessage]) -> None:
        """Some at the same time. Blocks until all are handed over or put off."""
        if messages:
            with ThreadPoolExecutor(min(IN_FLIGHT, len(messages))) as threads:
                list(threads.map(self._take, messages))

    def _take(self, message: ChannelMessage) -> None:
        """Once the server is away no other is tried; once the time is over the rest waits for its turn."""
        if time.monotonic() > self._until:
            self.unfinished[message.message_id] = RunAgainAt(utcnow())
            return
        try:
            if self._away is not None:
                raise self._away
            code = self._codes.get(message.message_id, "")
            self._channels.get(message.channel).send(with_code(message, code) if code else message)
        except PermanentFailure as error:
            self.failed.append((message, str(error)))
        except TemporaryFailure as error:
            self._put_off(message, error)
        else:
            self.sent.append(message.message_id)

    def _put_off(self, message: ChannelMessage, error: TemporaryFailure) -> None:
        if isinstance(error, ServerAway):
            self._away = error
        if is_past_delivery_limit(message, utcnow()):
            self.failed.append((message, str(error)))
        else:
            self.unfinished[message.message_id] = error


def deliver(
    store: Store, channels: Channels, timers: Sequence[Timer], context: Context
) -> dict[str, Exception]:
    """Send the pending messages of these timers, each by its channel; nothing for any other.

    Returns by message id why it may be tried again. A crash between the hand-over and its record sends second copies of the
    same ids.
    """
    messages = store.repository(MessageRepository).pending([timer.key for timer in timers])
    outcomes = _HandOver(channels)
    outcomes.run(messages)
    return _end(store, outcomes, timers, context)


def deliver_letters(
    store: Store, client: RpcClient, channels: Channels, timers: Sequence[Timer], context: Context
) -> dict[str, Exception]:
    """As `deliver`, of direct letters: each gets its code now, and one that is void by now is not sent."""
    messages = store.repository(MessageRepository).pending([timer.key for timer in timers])
    try:
        letters = (
            find_letters(client, [each.letter_id or "" for each in messages], context) if messages else {}
        )
    except ServiceError as error:
        return {timer.key: error for timer in timers}
    good = [each for each in messages if each.letter_id in letters]
    outcomes = _HandOver(channels, {each.message_id: letters[each.letter_id or ""].code for each in good})
    outcomes.void = [each for each in messages if each.letter_id not in letters]
    outcomes.run(good)
    return _end(store, outcomes, timers, context)


def _end(
    store: Store, outcomes: _HandOver, timers: Sequence[Timer], context: Context
) -> dict[str, Exception]:
    for message, reason in outcomes.failed:
        log.error("message not delivered", extra={"message_id": message.message_id, "reason": reason})
    ended = [timer for timer in timers if timer.key not in outcomes.unfinished]
    try:
        _record_in_time(store, outcomes, ended, context)
    except ServiceError as error:
        # Not raised: each would be sent again at once.
        return {**outcomes.unfinished, **dict.fromkeys((timer.key for timer in ended), error)}
    return outcomes.unfinished


def _record_in_time(store: Store, outcomes: _HandOver, ended: Sequence[Timer], context: Context) -> None:
    """Tried for RECORD_S: what was handed over and is not recorded goes out once more. Raises ServiceError."""
    until = time.monotonic() + RECORD_S
    while True:
        try:
            return store.transaction(context, lambda uow: _record(uow, outcomes, ended))
        except ServiceError:
            if time.monotonic() > until:
                raise
            time.sleep(_RECORD_PAUSE_S)


def _record(uow: UnitOfWork, outcomes: _HandOver, ended: Sequence[Timer]) -> None:
    """What was sent says so itself; of what failed others learn by its event, and of what is void nobody."""
    repository = uow.repository(MessageRepository)
    if outcomes.sent:
        repository.mark_sent(outcomes.sent, uow.now)
    for message, reason in outcomes.failed:
        after = failed(message, uow.now)
        repository.save(after)
        payload = MessageFailed(
            **delivery_evidence(after).model_dump(),
            reason=reason,
            agency_code=after.agency_code,
            dossier_id=after.dossier_id,
            dossier_code=after.dossier_code,
        )
        uow.record_event(MESSAGE_FAILED, after.message_id, after.version, payload)
    for message in outcomes.void:
        repository.save(failed(message, uow.now))
    if ended:
        uow.complete_timers(ended)
