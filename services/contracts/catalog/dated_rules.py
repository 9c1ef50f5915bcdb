"""Rules that hold from one local day to another: how far a desk receives, whose system handles, which database holds what
a paper shows."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from contracts.base import Day, Model
from contracts.printable import MendedLine


class DatedRule(Model):
    """A rule with its days, both inclusive; without them it holds always."""

    valid_from: Day | None = None
    """First day of validity; none: since ever (local day of Viet Nam)."""
    valid_to: Day | None = None
    """Last day of validity, inclusive; none: without end (local day of Viet Nam)."""

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on the local day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


Rule = TypeVar("Rule", bound=DatedRule)


def rule_on(rules: Iterable[Rule], day: date) -> Rule | None:
    """The rule of the day: of several, the one that came into force last; None where none is in force."""
    return max(
        (rule for rule in rules if rule.holds_on(day)),
        key=lambda rule: rule.valid_from or date.min,
        default=None,
    )


class ReceptionArea(StrEnum):
    """How far from the competent agency a desk may receive (phạm vi tiếp nhận không phụ thuộc địa giới hành chính)."""

    NONE = "none"  # the competent agency's own desk only
    PROVINCE = "province"  # any desk of the province
    NATION = "nation"  # any desk of the country


class ReceptionBoundary(DatedRule):
    """How far a procedure may be received on the days of a published list (NĐ 118/2025/NĐ-CP art 14.4)."""

    area: ReceptionArea
    """How far."""
    decision_number: MendedLine = ""
    """Decision that published the list."""


class HostKind(StrEnum):
    """Whose system handles a procedure's dossiers (NĐ 224/2026/NĐ-CP art 15.1i)."""

    NATIONAL_PORTAL = "national_portal"  # Cổng Dịch vụ công quốc gia
    MINISTRY = "ministry"  # hệ thống tập trung của bộ, ngành
    PROVINCE = "province"  # hệ thống của tỉnh, only what those do not handle


class HostSystem(DatedRule):
    """The system that handles a procedure on its days."""

    kind: HostKind
    """Whose system it is."""
    name: MendedLine = ""
    """Name of the system."""


class PaperSource(DatedRule):
    """A published database that holds what a paper shows (NĐ 118/2025/NĐ-CP art 4.2a)."""

    database_code: MendedLine
    """Code of the database (mã CSDL)."""
    database_name: MendedLine
    """Name of the database (tên CSDL)."""
    correct_at: MendedLine = ""
    """Where wrong data are corrected: agency or address."""
