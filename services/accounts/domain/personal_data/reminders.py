"""When who answers a request is reminded of its time limits: once before each, and each day after one has passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.accounts import DataRequest, DataRequestDeadline, DataRequestState

SOON = timedelta(days=1)
AGAIN = timedelta(days=1)
"""Between two reminders of a limit that has passed: from the first on, administrators are reminded too."""


@dataclass(frozen=True)
class DataReminder:
    """A reminder of a time limit, before it (`soon`) or after it."""

    at: datetime
    limit: DataRequestDeadline
    deadline: datetime
    soon: bool


def current_deadline(request: DataRequest) -> tuple[DataRequestDeadline, datetime] | None:
    """The limit that counts now; None when nothing is left to do."""
    if request.state is DataRequestState.RECEIVED:
        return DataRequestDeadline.ANSWER, request.answer_due_at
    if request.state is DataRequestState.ACCEPTED:
        return DataRequestDeadline.EXECUTION, request.due_at
    return None


def next_reminder(request: DataRequest, after: datetime) -> DataReminder | None:
    """The first reminder that is due later than `after`; None when nothing is left to do."""
    found = current_deadline(request)
    if found is None:
        return None
    limit, deadline = found
    if after < deadline - SOON:
        return DataReminder(deadline - SOON, limit, deadline, soon=True)
    at = deadline
    if after >= deadline:
        at = deadline + ((after - deadline) // AGAIN + 1) * AGAIN
    return DataReminder(at, limit, deadline, soon=False)
