"""Keywords of our forms that JSON Schema does not have: the days between which a date must lie.

- `formatMinimum`, `formatMaximum`: the first and last day that is taken, yyyy-mm-dd (as in ajv-formats)
- `x-not-after`: `"today"`; for dates of birth, death, registration and issue

They are checked beside `"format": "date"`; what is no date is left to that.
"""

from abc import ABC, abstractmethod
from datetime import date
from typing import Any

CODES = {
    "formatMinimum": "date_too_early",
    "formatMaximum": "date_too_late",
    "x-not-after": "date_in_future",
}
"""What the error of a keyword is called."""
TODAY = "today"


class DateKeyword(ABC):
    """One keyword of one field, as the validator makes and calls it. Raises ValueError for a value that is no day."""

    def __init__(self, _parent: Any, value: Any, _path: Any) -> None:
        self.limit = self.limit_of(value)

    def limit_of(self, value: Any) -> date:
        return date.fromisoformat(value)

    @abstractmethod
    def complaint(self, day: date) -> str | None:
        """What is wrong with a day; None when it is within the limit."""

    def validate(self, instance: Any) -> None:
        """Raises ValueError with the words of the error."""
        day = _day(instance)
        complaint = day and self.complaint(day)
        if complaint:
            raise ValueError(complaint)


class FormatMinimum(DateKeyword):
    """The first day that is taken."""

    def complaint(self, day: date) -> str | None:
        return f"Before {self.limit}." if day < self.limit else None


class FormatMaximum(DateKeyword):
    """The last day that is taken."""

    def complaint(self, day: date) -> str | None:
        return f"After {self.limit}." if day > self.limit else None


def date_keywords(today: date) -> dict[str, type[Any]]:
    """The keywords for a validator that is used on this local day."""

    class NotAfter(DateKeyword):
        def limit_of(self, value: Any) -> date:
            if value != TODAY:
                raise ValueError(f'x-not-after is "{TODAY}"')
            return today

        def complaint(self, day: date) -> str | None:
            return "This day has not come yet." if day > self.limit else None

    return {"formatMinimum": FormatMinimum, "formatMaximum": FormatMaximum, "x-not-after": NotAfter}


def _day(instance: Any) -> date | None:
    try:
        return date.fromisoformat(instance)
    except (TypeError, ValueError):
        return None
