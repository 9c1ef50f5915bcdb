"""Timestamps of the wire: yyyyMMddHHmmss in local time, or ISO 8601 in the newer contract."""

from datetime import UTC, datetime
from functools import lru_cache

from contracts.time import VIETNAM

_EARLIEST_YEAR, _LATEST_YEAR = 1976, 2199
_FORMS = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M", 8: "%Y%m%d"}


@lru_cache(maxsize=65536)
def parse(text: str) -> datetime | None:
    """UTC; None for what has neither form. A timestamp without an offset is local."""
    found = _digits(text) if text.isdigit() else _iso(text)
    if found is None or not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        return None
    return found.astimezone(UTC).replace(microsecond=0)


def _digits(text: str) -> datetime | None:
    form = _FORMS.get(len(text))
    if form is None or not text.isascii():
        return None
    try:
        return datetime.strptime(text, form).replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        return None  # before any arithmetic: year 1 has no earlier offset
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def format_local(at: datetime) -> str:
    """yyyyMMddHHmmss, local."""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")
