"""Writing the starter catalogue. Repeated, it changes nothing; after a release with other texts, it updates."""

from catalog import starter
from catalog.domain.access import require_keeper
from catalog.domain.calendars import NATIONAL, national_calendar
from catalog.domain.regimes import local_day
from catalog.publication import Press, report
from catalog.repository.rules import Rules
from chassis.context import Context
from chassis.moments import now
from chassis.mongo import Store, Unit
from contracts import catalog as contract
from contracts.catalog import ImportReport, SeedStarter, WorkingCalendar

FIRST_YEAR = 2018


def seed_starter(store: Store, request: SeedStarter, context: Context) -> ImportReport:
    """The report counts procedures."""
    require_keeper(context.actor)
    return store.command(contract.seed_starter, request, context, lambda unit: _seed(store, unit))


def _seed(store: Store, unit: Unit) -> ImportReport:
    rules = Rules(store.database)
    for regime in starter.regimes():
        rules.keep_regime(regime, unit.session)
    for agency in starter.agencies():
        rules.keep_agency(agency, unit.session)
    rules.keep_calendar(_calendar_after(rules.calendar(NATIONAL, unit.session)), unit.session)
    return report(Press(unit).bring_in(starter.procedures()))


def _calendar_after(kept: WorkingCalendar | None) -> WorkingCalendar:
    """To the end of next year; a new version only where the days have changed."""
    computed = national_calendar(FIRST_YEAR, local_day(now()).year + 1, version=1)
    if kept is None:
        return computed
    same = computed.model_copy(update={"version": kept.version})
    return same if same == kept else computed.model_copy(update={"version": kept.version + 1})
