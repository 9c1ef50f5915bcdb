"""Numbers handed out to a sender (GetNextValue)."""

from datetime import datetime

from sync.domain.moments import LOCAL


def code_series(unit_code: str, at: datetime) -> str:
    """`UNIT-yyyyMMdd`: the date of the central style, so that no number meets one given at our own desk (yyMMdd)."""
    return f"{unit_code}-{at.astimezone(LOCAL):%Y%m%d}"


def numbered_code(of_series: str, number: int) -> str:
    """As `G09.20-20260609-0092637`: seven digits."""
    return f"{of_series}-{number:07d}"
