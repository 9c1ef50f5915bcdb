"""Figures of digitisation and reuse, for the agency itself."""

from datetime import timedelta

from chassis.core.context import Context
from contracts.dossiers import DigitisationFigures, GetDigitisationFigures, IndicatorFigure
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.officers import is_desk_officer
from dossiers.domain.service_index import Indicator, points, rate, rule_on
from dossiers.repository.digitisation_figures import DigitisationFigureRepository

LONGEST = timedelta(days=366)
"""Days that are counted at once."""


def get_digitisation_figures(
    deps: Dependencies, request: GetDigitisationFigures, context: Context
) -> DigitisationFigures:
    """Of the caller's agency, by the index of the last day. Raises FORBIDDEN for who does not work at its desk,
    INVALID_REQUEST for days that are none or too many."""
    if not is_desk_officer(context.actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if request.to_day < request.from_day:
        raise invalid_field("/to_day", "not_later", "The last day is before the first.")
    if request.to_day - request.from_day >= LONGEST:
        raise invalid_field("/to_day", "too_many", "A year is counted at most.")
    repository = deps.store.repository(DigitisationFigureRepository)
    counts = repository.counts(context.actor.agency_code, request.from_day, request.to_day)
    rule = rule_on(request.to_day)
    return DigitisationFigures(
        from_day=request.from_day,
        to_day=request.to_day,
        digitised=_figure(rule.digitised, counts.digitised, counts.handled),
        reused=_figure(rule.reused, counts.reused, counts.handled),
    )


def _figure(indicator: Indicator, count: int, needed: int) -> IndicatorFigure:
    share = rate(count, needed)
    return IndicatorFigure(
        count=count,
        needed=needed,
        rate=float(share),
        points=float(points(indicator, share)),
        most_points=float(indicator.points),
    )
