"""Seeding of the starter catalogue. Repeated, it changes nothing; after a release with other texts, it updates.

Regimes, agencies, units, calendars, decisions on days off, rules of competence and the search thesaurus stay as they are
where somebody has edited them since.
"""

from datetime import date

from catalog import starter
from catalog.application.agency_ends import with_ends_recorded
from catalog.application.calendars import CalendarComposer
from catalog.application.changes import run_command
from catalog.application.search.thesaurus import seed_thesaurus
from catalog.application.versions.publisher import Publisher, import_report
from catalog.domain.access import require_keeper
from catalog.repository.agencies import AgencyRepository
from catalog.repository.competences import CompetenceRepository
from catalog.repository.regimes import RegimeRepository
from catalog.repository.units import UnitRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import ImportReport, SeedStarter
from contracts.time import local_day


def seed_starter(store: Store, request: SeedStarter, context: Context) -> ImportReport:
    """The report counts procedures. Raises ServiceError(FORBIDDEN)."""
    require_keeper(context.actor)
    return run_command(store, contract.seed_starter, request, context, _seed)


def _seed(uow: UnitOfWork) -> ImportReport:
    uow.repository(RegimeRepository).save_starter(starter.regimes())
    _seed_calendars(uow)
    agencies = uow.repository(AgencyRepository)
    with_ends_recorded(uow, starter.agencies(), lambda: agencies.save_starter(starter.agencies()))
    uow.repository(UnitRepository).save_starter(starter.units())
    uow.repository(CompetenceRepository).save_starter(starter.competences())
    seed_thesaurus(uow)
    return import_report(Publisher(uow).import_contents(starter.procedures()))


def _seed_calendars(uow: UnitOfWork) -> None:
    """The law's own days to the end of next year and the decisions known; new versions only where the days have changed."""
    composer = CalendarComposer(uow)
    composer.weeks.save_starter(starter.weeks())
    composer.decisions.save_starter(starter.decisions_on_days_off())
    composer.recompute_statutory_days(date(local_day(uow.now).year + 1, 12, 31))
    composer.write_all()
