"""Writing the starter catalogue. Repeated, it changes nothing; after a release with other texts, it updates.

Agencies, units, calendars and rules of competence that somebody has written since stay as that.
"""

from datetime import date

from catalog import starter
from catalog.application.calendars import CalendarComposer
from catalog.application.versions.publisher import Publisher, import_report
from catalog.domain.access import require_keeper
from catalog.domain.regimes import local_day
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import CalendarRepository
from catalog.repository.competences import CompetenceRepository
from catalog.repository.regimes import RegimeRepository
from catalog.repository.units import UnitRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import ImportReport, SeedStarter


def seed_starter(store: Store, request: SeedStarter, context: Context) -> ImportReport:
    """The report counts procedures."""
    require_keeper(context.actor)
    return store.run_idempotent(contract.seed_starter, request, context, lambda uow: _seed(store, uow))


def _seed(store: Store, uow: UnitOfWork) -> ImportReport:
    rules = RegimeRepository(store.database)
    for regime in starter.regimes():
        rules.save(regime, uow.session)
    _seed_calendars(CalendarRepository(store.database), uow)
    AgencyRepository(store.database).save_starter(starter.agencies(), uow.session)
    UnitRepository(store.database).save_starter(starter.units(), uow.session)
    CompetenceRepository(store.database).save_starter(starter.competences(), uow.session)
    return import_report(Publisher(uow).import_contents(starter.procedures()))


def _seed_calendars(calendars: CalendarRepository, uow: UnitOfWork) -> None:
    """The law's own days to the end of next year; new versions only where the days have changed."""
    calendars.save_starter_weeks(starter.weeks(), uow.session)
    composing = CalendarComposer(calendars, uow)
    composing.recompute_statutory_days(date(local_day(uow.now).year + 1, 12, 31))
    composing.write_all()
