"""When those who are responsible are reminded of what is to be told of a breach: before each limit, and after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.accounts import Breach, BreachDutyKind

BEFORE = (timedelta(hours=24), timedelta(hours=6))
"""How long before a limit."""
ESCALATED = timedelta(hours=6)
"""From how long before a limit on administrators are reminded too."""
AGAIN = timedelta(hours=6)
"""Between two reminders of a limit that has passed."""


@dataclass(frozen=True)
class BreachReminder:
    """A reminder of one duty."""

    at: datetime
    duty: BreachDutyKind
    deadline: datetime

    @property
    def passed(self) -> bool:
        return self.at >= self.deadline

    @property
    def escalated(self) -> bool:
        return self.at >= self.deadline - ESCALATED


def next_reminder(breach: Breach, after: datetime) -> BreachReminder | None:
    """The first one that is due later than `after`; None when nothing is left to tell."""
    found = [
        BreachReminder(_next_moment(each.due_at, after), each.duty, each.due_at)
        for each in breach.duties
        if each.done_at is None
    ]
    return min(found, key=lambda each: (each.at, each.deadline), default=None)


def _next_moment(due_at: datetime, after: datetime) -> datetime:
    """The first moment of a limit that lies after this one."""
    for before in BEFORE:
        if after < due_at - before:
            return due_at - before
    if after < due_at:
        return due_at
    return due_at + ((after - due_at) // AGAIN + 1) * AGAIN
