"""A regime is tried on dossiers of before: what would have been due under it."""

from datetime import time, timedelta

import pytest
from tests.support.dossiers.law_of_2026 import calendar_of_2026, regime_of
from tests.support.dossiers.samples import acceptance, action_context, at, law, officer, regime, submitted

from contracts.base import OfficerRole
from contracts.catalog import Regime, SubmissionChannel, TimeLimit, TimeUnit
from dossiers.domain.actions.reception import accept
from dossiers.domain.clock.trial import Tried, regime_trial, tried
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law

OWN = officer(OfficerRole.RECEPTION)
TODAY = regime_of("2026-11-27 09:00")


def received(limit: TimeLimit, when: str, **changes: object) -> tuple[DossierState, Law]:
    made = law(calendar_=calendar_of_2026(), regime_=regime(), time_limits=(limit,))
    filed = submitted("2026-04-20 08:00", made, channel=SubmissionChannel.DIRECT).model_copy(update=changes)
    return accept(filed, acceptance(), action_context(when, made, OWN), code="C-1").dossier, made


@pytest.mark.parametrize(
    ("limit", "rules", "due", "would_be"),
    [
        (TimeLimit(unit=TimeUnit.SAME_DAY), regime(), "2026-04-20 17:00", "2026-04-20 17:00"),
        (
            TimeLimit(unit=TimeUnit.SAME_DAY),
            regime(late_reception_time=time(14, 30)),
            "2026-04-20 17:00",
            "2026-04-21 17:00",
        ),
        (TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3), TODAY, "2026-04-23 14:40", "2026-04-23 17:00"),
    ],
)
def test_the_clock_is_counted_again_from_reception(
    limit: TimeLimit, rules: Regime, due: str, would_be: str
) -> None:
    dossier, made = received(limit, "2026-04-20 14:40")
    assert (dossier.due_at, tried(dossier, made, rules).would_be_due_at) == (at(due), at(would_be))


def test_the_clock_of_what_another_desk_received_begins_as_the_regime_has_it() -> None:
    limit = TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=1)
    dossier, made = received(limit, "2026-04-21 09:00", forwarded_from="H26.31.06")
    desk = regime(out_of_area_clock="receiving_desk")
    assert dossier.due_at == at("2026-04-22 09:00")
    assert tried(dossier, made, desk).would_be_due_at == at("2026-04-21 08:00")


def test_a_calendar_that_ends_too_early_gives_no_due_date() -> None:
    dossier, made = received(TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3), "2026-04-20 14:40")
    short = made.model_copy(
        update={"calendar": made.calendar.model_copy(update={"covers_to": at("2026-04-22 00:00").date()})}
    )
    assert tried(dossier, short, TODAY).would_be_due_at is None


def test_the_trial_counts_what_moves_and_what_would_be_late() -> None:
    dossier, _ = received(TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3), "2026-04-20 14:40")
    assert dossier.due_at is not None
    later, earlier = dossier.due_at + timedelta(hours=2), dossier.due_at - timedelta(hours=2)
    rows = [Tried(dossier, due) for due in (dossier.due_at, later, earlier, None)]
    trial = regime_trial(rows, dossier.due_at + timedelta(hours=1), more=True)
    assert (trial.tried, trial.unchanged, trial.earlier, trial.later) == (4, 1, 1, 1)
    assert (trial.late, trial.would_be_late, trial.without_due_date, trial.more) == (3, 2, 1, True)
    assert [each.would_be_due_at for each in trial.moved] == [later, earlier]
