"""Thời gian không tính: the clock stands for a while that is known afterwards, as an announced outage is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from contracts.dossiers import ClockCause, ClockMove, ClockMoveKind

_RUNS = {
    ClockMoveKind.STARTED: True,
    ClockMoveKind.STATED: True,
    ClockMoveKind.RESUMED: True,
    ClockMoveKind.RESTARTED: True,
    ClockMoveKind.STOPPED: False,
    ClockMoveKind.ENDED: False,
}
"""Whether the clock runs after a move; after any other as before it."""


@dataclass(frozen=True)
class Standstill:
    """From when to when the clock stands, for which outage, and what that rests on in words."""

    since: datetime
    until: datetime
    outage_id: str
    ground: str


def with_standstill(moves: Sequence[ClockMove], standstill: Standstill) -> tuple[ClockMove, ...]:
    """The moves, oldest first, with the clock stopped and resumed wherever it ran within the standstill: a wait that was
    going on is not counted twice. The same moves where it ran nowhere in it."""
    return tuple(_merged(moves, standstill))


def _merged(moves: Sequence[ClockMove], standstill: Standstill) -> Iterator[ClockMove]:
    runs = False
    for move, following in zip_longest(moves, moves[1:]):
        yield move
        runs = _RUNS.get(move.kind, runs)
        since = max(move.at, standstill.since)
        until = standstill.until if following is None else min(following.at, standstill.until)
        if runs and since < until:
            yield _move(ClockMoveKind.STOPPED, since, move, standstill)
            yield _move(ClockMoveKind.RESUMED, until, move, standstill)


def _move(kind: ClockMoveKind, at: datetime, before: ClockMove, standstill: Standstill) -> ClockMove:
    """Under the law of the move before it."""
    return ClockMove(
        kind=kind,
        cause=ClockCause.OUTAGE,
        at=at,
        law_id=before.law_id,
        outage_id=standstill.outage_id,
        ground=standstill.ground,
    )
