"""What moved the due date of a dossier."""

from enum import StrEnum

from contracts.base import Identifier, Instant, Model, Query
from contracts.catalog import TimeLimit
from contracts.dossiers.status import Lateness


class ClockMoveKind(StrEnum):
    """What a move does to the clock (thời hạn)."""

    STARTED = "started"  # reception: the limit begins
    STATED = "stated"  # the officer stated the due date, where the law gives words
    STOPPED = "stopped"
    RESUMED = "resumed"  # what was left is left again
    RESTARTED = "restarted"  # the whole limit again (NĐ 61/2018 art 19.4)
    EXTENDED = "extended"  # xin lỗi và hẹn lại, once (art 19.9)
    LAW_CHANGED = "law_changed"  # moved to another version of the procedure
    ENDED = "ended"


class ClockCause(StrEnum):
    """Why the clock (thời hạn) moves."""

    RECEPTION = "reception"
    SUPPLEMENT = "supplement"
    PAYMENT = "payment"
    STOP = "stop"
    EXTENSION = "extension"
    LAW = "law"
    RESULT = "result"
    WITHDRAWAL = "withdrawal"
    CONSENT = "consent"  # chờ chủ sở hữu chỗ ở đồng ý (NĐ 301/2026 art 6.3)
    OUTAGE = "outage"  # sự cố hệ thống đã thông báo (NĐ 301/2026 art 3.4)


class ClockMove(Model):
    """One recorded input of the clock. The due date is a pure function of all of them and of the laws they name.

    `stated_due_at` where a person stated the date (STATED, EXTENDED); `law_id` the law stored with the dossier that the
    move was computed under.
    """

    kind: ClockMoveKind
    """What the move did to the clock."""
    cause: ClockCause
    """Why it moved."""
    at: Instant
    """When it moved (UTC)."""
    law_id: str
    """The law stored with the dossier that the move was computed under."""
    stated_due_at: Instant | None = None
    """Due date that a person stated (UTC)."""
    outage_id: Identifier | None = None
    """The outage for which the clock stood."""
    ground: str | None = None
    """What it rests on, in words: the outage with its announcement."""


class ClockLine(ClockMove):
    """A move with what it made of the due date, and why in the caller's language."""

    due_before: Instant | None = None
    """Due date before the move (UTC)."""
    due_after: Instant | None = None
    """Due date after the move (UTC)."""
    text: str
    """The move in words, in the caller's language."""


class DossierClock(Model):
    """`due_at` as stored and as recomputed from `lines` (`agrees`); minutes are working minutes."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    version: int
    """Version of the dossier."""
    due_at: Instant | None
    """Due date as stored (ngày hẹn trả) (UTC)."""
    recomputed_due_at: Instant | None
    """Due date as computed again from the moves (UTC)."""
    agrees: bool
    """Whether both are the same."""
    stopped_since: Instant | None
    """Since when the clock has been stopped; none: it runs (UTC)."""
    limit: TimeLimit | None
    """The time limit that counts (thời hạn giải quyết)."""
    minutes_left: int | None
    """Working minutes left."""
    lateness: Lateness
    """How it stands to its due date."""
    regime_id: str
    """Id of the regime, the decree that it runs under."""
    calendar_id: str
    """Id of the working calendar (lịch làm việc) that counts."""
    lines: tuple[ClockLine, ...]
    """Every move of the clock, oldest first."""


class GetClock(Query):
    """Query for how a due date came to be."""

    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
