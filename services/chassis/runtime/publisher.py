"""Confirming publisher for greenlets: one connection shared by all of a process, every call bounded in time."""

from collections.abc import Sequence

from eventlet import Timeout
from eventlet.semaphore import Semaphore

from chassis.amqp.publisher import CONFIRM_TIMEOUT_S, ConfirmingPublisher, NotPublished, OutgoingMessage

#: Seconds: two attempts with their waits for confirms, and a margin.
_PUBLISH_TIMEOUT_S = 2 * CONFIRM_TIMEOUT_S + 1


class CooperativePublisher(ConfirmingPublisher):
    """As its parent, one greenlet at a time. Raises NotPublished after a time-out too: a broker in alarm stops reading,
    and a write to it would block for ever.
    """

    def __init__(self, amqp_uri: str, confirm_s: float = CONFIRM_TIMEOUT_S) -> None:
        super().__init__(amqp_uri, confirm_s)
        self._turn = Semaphore()

    def publish(self, messages: Sequence[OutgoingMessage]) -> frozenset[str]:
        try:
            with Timeout(_PUBLISH_TIMEOUT_S), self._turn:
                return super().publish(messages)
        except Timeout as error:
            raise NotPublished("the broker does not read") from error
