"""Publication figures (công khai, minh bạch): indicators 1.1 to 1.3 of QĐ 766/QĐ-TTg."""

from collections.abc import Iterable

from catalog.domain.agency_codes import is_of_a_province, root
from catalog.domain.calendars.working_days import days_later
from catalog.domain.versions.completeness import missing_parts
from contracts.catalog import (
    Decision,
    GetPublicationFigures,
    ProcedureVersion,
    PublicationFigures,
    WorkingCalendar,
)
from contracts.time import local_day

DECIDED_BEFORE = {"ministry": 20, "province": 5}
"""Working days between the decision and the day it takes effect, at least."""
PUBLICISED_WITHIN = {"ministry": 10, "province": 5}
"""Working days between the decision and the publication, at most."""


def figures(
    request: GetPublicationFigures, versions: Iterable[ProcedureVersion], calendar: WorkingCalendar
) -> PublicationFigures:
    """Of versions published here under a decision. Raises CALENDAR_INCOMPLETE for days outside the calendar."""
    counted = [version for version in versions if _counts(version, request.agency_code)]
    return PublicationFigures(
        from_day=request.from_day,
        to_day=request.to_day,
        agency_code=request.agency_code,
        published=len(counted),
        decided_in_time=sum(decided_in_time(version, calendar) for version in counted),
        publicised_in_time=sum(publicised_in_time(version, calendar) for version in counted),
        complete=sum(not missing_parts(version.content) for version in counted),
    )


def decided_in_time(version: ProcedureVersion, calendar: WorkingCalendar) -> bool:
    """1.1: the decision is at least 20 (province: 5) working days before the day it takes effect."""
    decision = _decision(version)
    return decision.decided_on <= days_later(
        calendar, decision.effective_from, -DECIDED_BEFORE[_kind(version)]
    )


def publicised_in_time(version: ProcedureVersion, calendar: WorkingCalendar) -> bool:
    """1.2: made public at most 10 (province: 5) working days after the decision."""
    if version.publicised_at is None:
        return False
    last = days_later(calendar, _decision(version).decided_on, PUBLICISED_WITHIN[_kind(version)])
    return local_day(version.publicised_at) <= last


def _counts(version: ProcedureVersion, agency_code: str | None) -> bool:
    promulgator = version.content.promulgator.code
    mine = agency_code is None or promulgator == agency_code or root(promulgator) == agency_code
    return version.decision is not None and version.published_at is not None and mine


def _decision(version: ProcedureVersion) -> Decision:
    if version.decision is None:
        raise ValueError(f"version {version.version} of {version.code} has no decision")
    return version.decision


def _kind(version: ProcedureVersion) -> str:
    return "province" if is_of_a_province(version.content.promulgator.code) else "ministry"
