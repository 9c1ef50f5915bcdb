"""What is to be told of a breach, to whom, until when (Luật 91/2025/QH15 art 23, NĐ 331/2026/NĐ-CP art 31.2d).

Hours run by the clock from the discovery, day off or not. The authority for the protection of personal data is told within
72 hours. A serious cyber incident is told within 24 hours, one that interrupts seriously at once, and reported within 72.
Where places of persons or biometric data are among what was breached, the persons are told too; the law names no time for
it, and the register holds it to the 72 hours of the notice. Before 2026 NĐ 13/2023/NĐ-CP art 23 had the 72 hours alone.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.accounts import BreachAddressee, BreachDuty, BreachDutyKind, BreachFacts, IncidentSeverity
from contracts.time import local_day

ADDRESSEES = {
    BreachDutyKind.CYBER_FIRST_NOTICE: BreachAddressee.CYBER_SECURITY_AUTHORITY,
    BreachDutyKind.CYBER_REPORT: BreachAddressee.CYBER_SECURITY_AUTHORITY,
    BreachDutyKind.DATA_PROTECTION_NOTICE: BreachAddressee.DATA_PROTECTION_AUTHORITY,
    BreachDutyKind.PERSONS_TOLD: BreachAddressee.DATA_SUBJECTS,
}


@dataclass(frozen=True)
class BreachRegime:
    """The times of one decree, in force from a day on. None: nothing of the kind is to be told."""

    regime_id: str
    valid_from: date
    notice: timedelta
    persons: timedelta | None = None
    first_notice: timedelta | None = None
    incident_report: timedelta | None = None


ND_13_2023 = BreachRegime("nd-13-2023", date(2023, 7, 1), timedelta(hours=72))
ND_356_2025 = BreachRegime(
    "nd-356-2025",
    date(2026, 1, 1),
    notice=timedelta(hours=72),
    persons=timedelta(hours=72),
    first_notice=timedelta(hours=24),
    incident_report=timedelta(hours=72),
)
REGIMES = (ND_13_2023, ND_356_2025)
"""Oldest first."""
_BY_ID = {regime.regime_id: regime for regime in REGIMES}
AT_ONCE = timedelta()
"""Of an incident that interrupts seriously."""


def regime_on(discovered_at: datetime) -> BreachRegime:
    """The regime of the local day of discovery; the first one before it began."""
    day = local_day(discovered_at)
    return next((each for each in reversed(REGIMES) if each.valid_from <= day), REGIMES[0])


def regime_of(regime_id: str) -> BreachRegime:
    """Raises KeyError."""
    return _BY_ID[regime_id]


def duties(
    facts: BreachFacts, regime: BreachRegime, done: dict[BreachDutyKind, datetime]
) -> tuple[BreachDuty, ...]:
    """All of them in the order of their limits. `done`: when what has been told was told."""
    limits = _limits(facts, regime)
    found = [
        BreachDuty(
            duty=kind,
            addressee=ADDRESSEES[kind],
            due_at=facts.discovered_at + limit,
            done_at=done.get(kind),
        )
        for kind, limit in limits.items()
        if limit is not None
    ]
    return tuple(sorted(found, key=lambda each: each.due_at))


def _limits(facts: BreachFacts, regime: BreachRegime) -> dict[BreachDutyKind, timedelta | None]:
    limits: dict[BreachDutyKind, timedelta | None] = {BreachDutyKind.DATA_PROTECTION_NOTICE: regime.notice}
    if facts.severity is not IncidentSeverity.NONE and regime.first_notice is not None:
        at_once = facts.severity is IncidentSeverity.INTERRUPTING
        limits[BreachDutyKind.CYBER_FIRST_NOTICE] = AT_ONCE if at_once else regime.first_notice
        limits[BreachDutyKind.CYBER_REPORT] = regime.incident_report
    if facts.location_or_biometric:
        limits[BreachDutyKind.PERSONS_TOLD] = regime.persons
    return limits
