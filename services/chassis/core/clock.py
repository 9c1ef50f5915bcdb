"""The clock of the suite."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """The time now in UTC, cut to milliseconds as MongoDB stores it, so that a value reads back equal."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
