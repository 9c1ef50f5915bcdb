"""Regimes (chế độ của một nghị định): listing and writing them, and the terms that agencies fix under them."""

from catalog.application.changes import run_command
from catalog.domain.access import require_keeper, require_terms_writer
from catalog.domain.regimes import regime_faults
from catalog.repository.agencies import AgencyRepository
from catalog.repository.regimes import AgencyTermsRepository, RegimeRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Model
from contracts.catalog import (
    AgencyTerms,
    AgencyTermsContent,
    ListRegimes,
    Regime,
    RegimeList,
    RegimeSaved,
    SaveRegime,
    SetAgencyTerms,
)
from contracts.errors import ErrorCode, ServiceError, not_found


def list_regimes(store: Store, request: ListRegimes, _: Context) -> RegimeList:
    """By their first day. Raises ServiceError(NOT_FOUND) for an agency that there is not."""
    regimes = sorted(store.repository(RegimeRepository).all(), key=lambda regime: regime.effective_from)
    if request.agency_code is None:
        return RegimeList(regimes=tuple(regimes))
    agency = store.repository(AgencyRepository).get(request.agency_code)
    if agency is None:
        raise not_found("agency")
    terms = store.repository(AgencyTermsRepository).of_agency(agency.code)
    return RegimeList(regimes=tuple(regimes), agency_terms=tuple(terms))


def save_regime(store: Store, request: SaveRegime, context: Context) -> Regime:
    """Raises ServiceError: FORBIDDEN, VERSION_STALE, INVALID_REQUEST."""
    require_keeper(context.actor)
    if faults := tuple(regime_faults(request.regime)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)
    return run_command(store, contract.save_regime, request, context, lambda uow: _save_regime(uow, request))


def set_agency_terms(store: Store, request: SetAgencyTerms, context: Context) -> AgencyTerms:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE."""
    require_terms_writer(context.actor, request.agency_code)
    return run_command(
        store, contract.set_agency_terms, request, context, lambda uow: _set_terms(uow, request)
    )


def store_regime(uow: UnitOfWork, regime: Regime) -> Regime:
    """Write the regime as the next version of its id."""
    stored = uow.repository(RegimeRepository).get(regime.regime_id)
    return _write(uow, regime, 0 if stored is None else stored.version)


def _save_regime(uow: UnitOfWork, request: SaveRegime) -> Regime:
    stored = uow.repository(RegimeRepository).get(request.regime.regime_id)
    _check_version(0 if stored is None else stored.version, request.expected_version)
    return _write(uow, request.regime, request.expected_version)


def _write(uow: UnitOfWork, content: Regime, version_before: int) -> Regime:
    regime = content.model_copy(update={"version": version_before + 1})
    uow.repository(RegimeRepository).save([regime])
    _append_event(uow, RegimeSaved(regime_id=regime.regime_id), regime)
    return regime


def _set_terms(uow: UnitOfWork, request: SetAgencyTerms) -> AgencyTerms:
    if uow.repository(RegimeRepository).get(request.regime_id) is None:
        raise not_found("regime")
    agency = uow.repository(AgencyRepository).get(request.agency_code)
    if agency is None:
        raise not_found("agency")
    repository = uow.repository(AgencyTermsRepository)
    stored = repository.of_agencies(request.regime_id, [agency.code])
    _check_version(stored[0].version if stored else 0, request.expected_version)
    terms = AgencyTerms(
        **{name: getattr(request, name) for name in AgencyTermsContent.model_fields},
        regime_id=request.regime_id,
        agency_code=agency.code,
        version=request.expected_version + 1,
    )
    repository.save([terms])
    _append_event(uow, RegimeSaved(regime_id=terms.regime_id, agency_code=terms.agency_code), terms)
    return terms


def _check_version(current: int, expected: int) -> None:
    if current != expected:
        raise ServiceError(ErrorCode.VERSION_STALE, current=current)


def _append_event(uow: UnitOfWork, payload: RegimeSaved, stored: Model) -> None:
    """The whole content is the private part of the log entry: the log alone shows each version."""
    aggregate_id = ":".join(filter(None, ("regime", payload.regime_id, payload.agency_code)))
    entry = uow.last_version(aggregate_id) + 1
    private = {"content": stored.model_dump(mode="json")}
    uow.record_event(contract.REGIME_SAVED, aggregate_id, entry, payload, private=private)
