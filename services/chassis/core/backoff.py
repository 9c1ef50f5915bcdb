"""How long to wait after how many failures."""

from datetime import timedelta

_FIRST_S = 5.0
_LONGEST_S = 3600.0


def pause_after(attempts: int) -> timedelta:
    """5 s after the first failure, doubling up to an hour."""
    return timedelta(seconds=min(_LONGEST_S, _FIRST_S * 2.0 ** min(attempts - 1, 20)))
