"""The law that a dossier is filed and accepted under, stored with it unchanged."""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

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
    """The rules of one dossier: the procedure as published at filing, regime and calendar as in force at filing, then
    at reception.

    `law_id` is given once, when the law is made (a hash of its content at that time), and is stored with it. It is
    never computed again: a later release may know more fields, and a dossier names its laws by the ids of then.
    `step_agencies`: the agency of each step that belongs to another one than the dossier's.
    """

    law_id: str
    procedure: Procedure
    regime: Regime
    calendar: WorkingCalendar
    agency: Agency | None = None
    step_agencies: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, rules: FilingRules) -> "Law":
        """The law of these rules, under an id of its own."""
        return cls(law_id="", **_content(rules))._identified()

    def replace(self, changes: dict[str, Any]) -> "Law":
        """This law with other parts, under an id of its own; this very law when nothing differs."""
        changed = self.model_copy(update=changes)
        return self if changed == self else changed._identified()

    def _identified(self) -> "Law":
        content = self.model_dump_json(exclude={"law_id"})
        return self.model_copy(update={"law_id": hashlib.sha256(content.encode()).hexdigest()})


class RulesOfToday:
    """The rules of a procedure at an agency, and the laws that follow from them. Each law is made and hashed once."""

    def __init__(self, rules: FilingRules) -> None:
        self.rules = rules
        self._at_reception: dict[str, Law] = {}

    @cached_property
    def law(self) -> Law:
        """The law of a dossier that is filed now."""
        return Law.of(self.rules)

    def at_reception(self, filed: Law) -> Law:
        """The law of the day of reception: the procedure stays as it was promised at filing, the decree and the
        calendar are those of the day. The rules of an interlinked group are those of the day of filing (NĐ 301/2026/NĐ-CP
        art 18.1)."""
        law = self._at_reception.get(filed.law_id)
        if law is None:
            group = {"interlinked": filed.regime.interlinked}
            promised = {
                "procedure": filed.procedure,
                "step_agencies": filed.step_agencies,
                "regime": self.rules.regime.model_copy(update=group),
            }
            law = self._at_reception[filed.law_id] = filed.replace({**_content(self.rules), **promised})
        return law

    def at_agency(self, filed: Law) -> Law:
        """The law of a dossier that passes to the agency of these rules: the procedure stays as it was promised at
        filing, unless it is the same version, which has the fees of the agency's province."""
        content = _content(self.rules)
        if self.rules.procedure.version != filed.procedure.version:
            content["procedure"] = filed.procedure
        return filed.replace(content)

    def in_place_of(self, law: Law) -> Law:
        """The law of these rules; the very law in whose place it comes when they say the same."""
        return law.replace(_content(self.rules))


def _content(rules: FilingRules) -> dict[str, Any]:
    return {
        "procedure": rules.procedure,
        "regime": rules.regime,
        "calendar": rules.calendar,
        "agency": rules.agency,
        "step_agencies": rules.step_agencies,
    }


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
