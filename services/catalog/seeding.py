"""Writing the starter catalogue. Repeated, it changes nothing; after a release with other texts, it updates.

Agencies, units, calendars and rules of competence that somebody has written since stay as that.
"""

from datetime import date

from catalog import starter
from catalog.calendars import Composing
from catalog.domain.access import require_keeper
from catalog.domain.regimes import local_day
from catalog.publication import Press, report
from catalog.repository.agencies import Agencies
from catalog.repository.calendars import Calendars
from catalog.repository.competences import Competences
from catalog.repository.rules import Rules
from catalog.repository.units import Units
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.catalog import ImportReport, SeedStarter


def seed_starter(store: Store, request: SeedStarter, context: Context) -> ImportReport:
    """The report counts procedures."""
    require_keeper(context.actor)
    return store.command(contract.seed_starter, request, context, lambda unit: _seed(store, unit))


def _seed(store: Store, unit: Unit) -> ImportReport:
    rules = Rules(store.database)
    for regime in starter.regimes():
        rules.keep_regime(regime, unit.session)
    _seed_calendars(Calendars(store.database), unit)
    Agencies(store.database).plant(starter.agencies(), unit.session)
    Units(store.database).plant(starter.units(), unit.session)
    Competences(store.database).plant(starter.competences(), unit.session)
    return report(Press(unit).bring_in(starter.procedures()))


def _seed_calendars(calendars: Calendars, unit: Unit) -> None:
    """The law's own days to the end of next year; new versions only where the days have changed."""
    calendars.plant_weeks(starter.weeks(), unit.session)
    composing = Composing(calendars, unit)
    composing.compute_law(date(local_day(unit.now).year + 1, 12, 31))
    composing.write_all()
