"""The law that a dossier is filed and accepted under, kept with it unchanged."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from pydantic import Field

from contracts.base import Model
from contracts.catalog import (
    Agency,
    Fee,
    FilingRules,
    Procedure,
    Regime,
    SubmissionChannel,
    TimeLimit,
    WorkingCalendar,
)

Row = TypeVar("Row", Fee, TimeLimit)


class Law(Model):
    """Procedure as published at filing; regime and calendar as in force at filing, then at reception.

    `step_agencies`: the agency of each step that belongs to another one than the dossier's.
    """

    procedure: Procedure
    regime: Regime
    calendar: WorkingCalendar
    agency: Agency | None = None
    step_agencies: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, rules: FilingRules) -> "Law":
        return cls(
            procedure=rules.procedure,
            regime=rules.regime,
            calendar=rules.calendar,
            agency=rules.agency,
            step_agencies=rules.step_agencies,
        )

    def at_reception(self, rules: FilingRules) -> "Law":
        """What the applicant was promised stays; the decree and the calendar are those of the day."""
        kept = {"procedure": self.procedure, "step_agencies": self.step_agencies}
        return Law.of(rules).model_copy(update=kept)

    @property
    def law_id(self) -> str:
        """A hash of the content: the same law has the same id, another law never has."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def most_specific(rows: Iterable[Row], case_code: str | None, channel: SubmissionChannel) -> tuple[Row, ...]:
    """The rows for this case and channel; one that names the case goes before one that names the channel."""
    fitting = [row for row in rows if row.case_code in (None, case_code) and row.channel in (None, channel)]
    best = max((_rank(row) for row in fitting), default=(False, False))
    return tuple(row for row in fitting if _rank(row) == best)


def time_limit(law: Law, case_code: str | None, channel: SubmissionChannel) -> TimeLimit | None:
    """Thời hạn giải quyết; None where the law has no single answer, so that the officer states the date."""
    rows = most_specific(law.procedure.time_limits, case_code, channel)
    answers = {(row.unit, row.quantity) for row in rows}
    return rows[0] if len(answers) == 1 else None


def _rank(row: Fee | TimeLimit) -> tuple[bool, bool]:
    return (row.case_code is not None, row.channel is not None)
