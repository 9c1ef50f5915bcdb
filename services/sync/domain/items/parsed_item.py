"""What one item says, read: the value between the wire and the database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.sync import Anomaly
from sync.domain.lifecycle import STAGES

Fields = dict[str, Any]


ARRIVAL_ANOMALIES = frozenset(
    {Anomaly.LATE_SYNC, Anomaly.STALE, Anomaly.ILLEGAL_TRANSITION, Anomaly.UNKNOWN_DOSSIER}
)
"""What depends on when an item came and what came before it; all else is in the item itself."""


class UnreadableItem(Exception):
    """Raised when an item cannot be kept as a dossier's; the anomaly names why."""

    def __init__(self, anomaly: Anomaly, words: str) -> None:
        self.anomaly = anomaly
        self.words = words
        super().__init__(anomaly)


@dataclass(slots=True)
class ParsedItem:
    """`content` holds the normalised fields of a whole dossier; `progress` one line of its course.

    `event_at` is the moment that the item tells of, or that of its arrival when it tells none.
    """

    code: str
    event_at: datetime
    status: int | None = None
    content: Fields | None = None
    progress: Fields | None = None
    anomalies: list[Anomaly] = field(default_factory=list)
    sequence: str = ""
    """Where it stands in time among all that is told of the dossier; compared as text."""

    def set_sequence(self, arrived_at: datetime, index: int) -> None:
        self.sequence = sequence(self.event_at, self.status, arrived_at, index)


def sequence(event_at: datetime, status: int | None, arrived_at: datetime, index: int) -> str:
    """By the moment of the event; then by the stage of the state; then, for a correction of what tells no
    later moment, by arrival."""
    stage = STAGES[status] if status is not None else 0
    return f"{_millis(event_at):014d}{stage}{_millis(arrived_at):014d}{index:04d}"


def _millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
