"""What moved the due date of a dossier."""

from enum import StrEnum

from contracts.base import Identifier, Instant, Model, Query
from contracts.catalog import TimeLimit
from contracts.dossiers.status import Lateness


class ClockMoveKind(StrEnum):
    STARTED = "started"  # reception: the limit begins
    STATED = "stated"  # the officer stated the due date, where the law gives words
    STOPPED = "stopped"
    RESUMED = "resumed"  # what was left is left again
    RESTARTED = "restarted"  # the whole limit again (NĐ 61/2018 art 19.4)
    EXTENDED = "extended"  # xin lỗi và hẹn lại, once (art 19.9)
    LAW_CHANGED = "law_changed"  # moved to another version of the procedure
    ENDED = "ended"


class ClockCause(StrEnum):
    RECEPTION = "reception"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    STOP = "stop"
    EXTENSION = "extension"
    LAW = "law"
    RESULT = "result"
    WITHDRAWAL = "withdrawal"


class ClockMove(Model):
    """One recorded input of the clock. The due date is a pure function of all of them and of the laws they name.

    `stated_due_at` where a person said the date (STATED, EXTENDED); `law_id` the law kept with the dossier that the
    move was reckoned under.
    """

    kind: ClockMoveKind
    cause: ClockCause
    at: Instant
    law_id: str
    stated_due_at: Instant | None = None


class ClockLine(ClockMove):
    """A move with what it made of the due date, and why in the caller's language."""

    due_before: Instant | None = None
    due_after: Instant | None = None
    text: str


class DossierClock(Model):
    """`due_at` as kept and as recomputed from `lines` (`agrees`); minutes are working minutes."""

    dossier_id: Identifier
    version: int
    due_at: Instant | None
    recomputed_due_at: Instant | None
    agrees: bool
    stopped_since: Instant | None
    limit: TimeLimit | None
    minutes_left: int | None
    lateness: Lateness
    regime_id: str
    calendar_id: str
    lines: tuple[ClockLine, ...]


class GetClock(Query):
    dossier_id: Identifier
