"""One item, parsed: the value between the wire and the database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from contracts.sync import Anomaly
from sync.domain.lifecycle import STAGES

Fields = dict[str, Any]


ARRIVAL_ANOMALIES = frozenset(
    {Anomaly.LATE_SYNC, Anomaly.STALE, Anomaly.ILLEGAL_TRANSITION, Anomaly.UNKNOWN_DOSSIER}
)
"""Those that depend on when an item came and on what came before it; all others are in the item itself."""

LATER_ANOMALIES = frozenset(
    {Anomaly.BAD_VALUE, Anomaly.DATES_CONTRADICT, Anomaly.CODE_DAY_DIFFERS, Anomaly.UNIT_DIFFERS}
)
"""Those that releases before do not know and would not read over: stored apart, for as long as one may run beside."""


class UnreadableItemError(Exception):
    """Raised for an item that cannot be stored as a dossier's. `anomaly` names the fault, `message` is for the sender."""

    def __init__(self, anomaly: Anomaly, message: str) -> None:
        self.anomaly = anomaly
        self.message = message
        super().__init__(anomaly)


@dataclass(slots=True)
class ParsedItem:
    """What an item reports. `content` holds the normalised fields of a whole dossier; `progress` one line of its
    course (tiến độ); a mere change of status has neither.

    `event_at` (UTC) is when it happened, or the arrival of the item when it names no time; then it is not `dated`.
    `sequence` is its place in time among all that is reported of the dossier, compared as text; it and `arrived_at` (UTC)
    are set when its place in the batch is known.
    """

    code: str
    event_at: datetime
    status: int | None = None
    content: Fields | None = None
    progress: Fields | None = None
    anomalies: list[Anomaly] = field(default_factory=list)
    sequence: str = ""
    dated: bool = True
    arrived_at: datetime = field(init=False)

    def set_sequence(self, arrived_at: datetime, index: int) -> None:
        self.arrived_at = arrived_at
        self.sequence = sequence(self.event_at, self.status, arrived_at, index)


def sequence(event_at: datetime, status: int | None, arrived_at: datetime, index: int) -> str:
    """By the time of the event; then by the stage of the status; then, for a correction that names no later time, by
    arrival and place in the batch."""
    stage = STAGES[status] if status is not None else 0
    return f"{_millis(event_at):014d}{stage}{_millis(arrived_at):014d}{index:04d}"


def _millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)
