"""Đối soát: a day of a sender, compared line by line."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from contracts.sync import DayDifference
from sync.domain.timestamps import format_local

MAX_DIFFERENCES = 1000


def line(code: str, status: int | None, event_at: datetime) -> str:
    return f"{code}|{'' if status is None else status}|{format_local(event_at)}"


def digest(lines: Iterable[str]) -> str:
    """SHA-256 over the sorted lines, each ended by a line feed."""
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(lines)).encode()).hexdigest()


def differences(ours: Iterable[str], theirs: Iterable[str]) -> tuple[DayDifference, ...]:
    """By code, at most 1000."""
    return tuple(islice(_differences(_by_code(ours), _by_code(theirs)), MAX_DIFFERENCES))


def _differences(ours: dict[str, str], theirs: dict[str, str]) -> Iterator[DayDifference]:
    for code in sorted(ours.keys() | theirs.keys()):
        our, their = ours.get(code), theirs.get(code)
        if our is None:
            yield DayDifference(code=code, kind="missing_here", theirs=their)
        elif their is None:
            yield DayDifference(code=code, kind="missing_there", ours=our)
        elif our != their:
            yield DayDifference(code=code, kind="differs", ours=our, theirs=their)


def _by_code(lines: Iterable[str]) -> dict[str, str]:
    return {one.partition("|")[0]: one for one in lines}
