"""The law of 2026 as the starter catalogue has it: its regimes, and the national calendar with the decision on 2 January."""

from datetime import date, datetime
from functools import cache
from typing import Any

from tests.support.dossiers.samples import at, calendar, law

from catalog import starter
from catalog.domain.regimes import regime_on
from contracts.catalog import Regime, WorkingCalendar
from contracts.time import local_day
from dossiers.domain.model.law import Law

BIRTH = "2.000986"
RESIDENCE = "1.004222"


@cache
def calendar_of_2026() -> WorkingCalendar:
    """2 January 2026 is off and 10 January is worked, by the decision that the package of holidays does not have."""
    national = calendar()
    (decision,) = starter.decisions_on_days_off()
    return national.model_copy(
        update={
            "closed_days": tuple(sorted({*national.closed_days, *decision.closed_days})),
            "working_days": tuple(sorted({*national.working_days, *decision.working_days})),
        }
    )


def regime_of(when: str | datetime, procedure_code: str = RESIDENCE) -> Regime:
    """The regime of the day, with what it says of the procedure."""
    moment = at(when) if isinstance(when, str) else when
    found = regime_on(starter.regimes(), moment)
    assert found is not None
    return found.for_procedure(procedure_code, local_day(moment))


def law_of(when: str, procedure_code: str = RESIDENCE, **changes: Any) -> Law:
    """The law of a dossier that is received then."""
    changes = {"code": procedure_code, **changes}
    return law(regime_=regime_of(when, procedure_code), calendar_=calendar_of_2026(), **changes)


def day(text: str) -> date:
    return date.fromisoformat(text)
