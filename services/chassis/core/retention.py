"""Parts of the records whose period is over: looked at in the order of their ids, those that are held left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from contracts.retention import RetentionPart

PART_RECORDS = 500
"""Records that one part looks at: some 100 ms of the database's time."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class LookedAt(Generic[Row]):
    """Records that one part looked at: those that go, how many are held, and where the next part begins."""

    due: list[Row]
    held: int
    next_cursor: str | None

    @property
    def part(self) -> RetentionPart:
        return RetentionPart(due=len(self.due), held=self.held, next_cursor=self.next_cursor)


def look_at(
    rows: Sequence[Row],
    *,
    id_of: Callable[[Row], str],
    is_over: Callable[[Row], bool],
    is_held: Callable[[Row], bool],
) -> LookedAt[Row]:
    """`rows` in the order of their ids, at most PART_RECORDS: fewer are the last ones."""
    over = [each for each in rows if is_over(each)]
    due = [each for each in over if not is_held(each)]
    next_cursor = id_of(rows[-1]) if len(rows) >= PART_RECORDS else None
    return LookedAt(due, len(over) - len(due), next_cursor)
