"""What would have been due under a regime, over the dossiers of an agency that were received in a time."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from contracts.base import ActorKind
from contracts.dossiers import RegimeTrial, TryRegime
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.domain.clock.trial import regime_trial, tried
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository.register import RegisterPeriod, RegisterRepository

WRITERS = (ActorKind.OPERATOR, ActorKind.ADMINISTRATOR)
"""Who writes regimes."""


def try_regime(deps: Dependencies, request: TryRegime, context: Context) -> RegimeTrial:
    """Raises FORBIDDEN, INVALID_REQUEST for a time that ends before it begins. Stores nothing and names no dossier."""
    if context.actor.kind not in WRITERS:
        raise ServiceError(ErrorCode.FORBIDDEN)
    if request.to_day < request.from_day:
        raise invalid_field("/to_day", "backwards", "The end is before the beginning.")
    period = RegisterPeriod(request.agency_code, request.from_day, request.to_day)
    found = deps.store.repository(RegisterRepository).latest(period, request.limit + 1)
    counted = found[: request.limit]
    rows = (tried(dossier, deps.laws.of(dossier), request.regime) for dossier in counted)
    return regime_trial(rows, utcnow(), more=len(found) > request.limit)
