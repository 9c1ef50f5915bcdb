"""The sure publisher for cooperative processes: shared by greenlets, never stuck in a write."""

from collections.abc import Sequence

from eventlet import Timeout
from eventlet.semaphore import Semaphore

from chassis.amqp.publisher import CONFIRM_TIMEOUT_S, ConfirmingPublisher, NotPublished, OutgoingMessage

#: Two tries with their waits for confirms, and a little.
_PUBLISH_TIMEOUT_S = 2 * CONFIRM_TIMEOUT_S + 1


class CooperativePublisher(ConfirmingPublisher):
    """As its parent, for many greenlets. A broker in alarm stops reading, and a write to it would never end."""

    def __init__(self, amqp_uri: str, confirm_s: float = CONFIRM_TIMEOUT_S) -> None:
        super().__init__(amqp_uri, confirm_s)
        self._turn = Semaphore()

    def publish(self, letters: Sequence[OutgoingMessage]) -> frozenset[str]:
        try:
            with Timeout(_PUBLISH_TIMEOUT_S), self._turn:
                return super().publish(letters)
        except Timeout as error:
            raise NotPublished("the broker does not read") from error
