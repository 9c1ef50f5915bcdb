"""The present moment, as the database can keep it."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """UTC, cut to milliseconds: what MongoDB stores is what was said."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
