"""What is recorded of an interruption before it begins (NĐ 224/2026/NĐ-CP art 13), and what outages move elsewhere."""

from datetime import date, datetime
from typing import Any

import pytest
from tests.support.dossiers.law_of_2026 import RESIDENCE, calendar_of_2026, law_of, regime_of
from tests.support.dossiers.samples import at
from tests.unit.dossiers.domain.law_of_2026.test_outages import (
    DUE,
    DUE_AFTER,
    TWO_DAYS,
    moved,
    outage,
    received,
)

from contracts.catalog import Regime
from contracts.dossiers import Announcement, OutageEffect, OutageKind, RecordOutageBody
from contracts.errors import ServiceError
from dossiers.domain.actions.outage import interruption
from dossiers.domain.clock.outage import outage_effect
from dossiers.domain.clock.planned_outage import check_plan, last_day_to_announce

CALENDAR = calendar_of_2026()
NOW = "2026-08-28 08:00"


def plan(announced: str | None = "2026-08-27 16:00", **changes: Any) -> RecordOutageBody:
    """Thursday 10 September 20:00 to midnight."""
    fields: dict[str, Any] = {
        "kind": OutageKind.PLANNED,
        "system_name": "Cổng dịch vụ công",
        "description": "Nâng cấp.",
        "started_at": at("2026-09-10 20:00"),
        "expected_end_at": at("2026-09-11 00:00"),
        "announcement": announced and Announcement(announced_at=at(announced), place="Cổng"),
    }
    return RecordOutageBody(**{**fields, **changes})


def wrong(request: RecordOutageBody, now: str = NOW) -> list[tuple[str, str]]:
    try:
        check_plan(request, at(now), CALENDAR)
    except ServiceError as error:
        return [(each.pointer, each.code) for each in error.errors]
    return []


def test_vector_12_a_plan_that_is_announced_by_the_day_is_taken_and_a_later_one_is_not() -> None:
    assert last_day_to_announce(plan(), CALENDAR) == date(2026, 8, 27)
    assert wrong(plan("2026-08-27 23:59")) == []
    late = [("/announcement/announced_at", "announced_late")]
    assert wrong(plan("2026-08-28 00:00")) == late
    assert wrong(plan("2026-08-28 00:00", force_majeure="Bão số 9.")) == []


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (plan(None), [("/announcement", "required")]),
        (plan(expected_end_at=None), [("/expected_end_at", "required")]),
        (plan(expected_end_at=at("2026-09-10 19:00")), [("/expected_end_at", "backwards")]),
        (plan(kind=OutageKind.FAULT), [("/expected_end_at", "not_expected")]),
        (plan(kind=OutageKind.FAULT, expected_end_at=None), [("/started_at", "not_yet")]),
        (
            plan(kind=OutageKind.FAULT, expected_end_at=None, force_majeure="Bão."),
            [("/force_majeure", "not_expected")],
        ),
    ],
    ids=["not announced", "no expected end", "ends before", "fault with a plan", "fault to come", "fault by force"],
)  # fmt: skip
def test_a_plan_says_all_that_the_law_asks_for(
    request_: RecordOutageBody, expected: list[tuple[str, str]]
) -> None:
    assert wrong(request_) == expected


def test_what_has_begun_is_recorded_as_it_was_and_moves_nothing_where_it_was_announced_late() -> None:
    begun = plan("2026-09-04 08:00")
    assert wrong(begun, "2026-09-11 08:00") == []
    late = outage(
        kind=OutageKind.PLANNED,
        started_at=at("2026-10-06 09:30"),
        announcement=Announcement(announced_at=at("2026-10-05 09:30"), place="Cổng"),
    )
    assert outage_effect(interruption(late), CALENDAR) is OutageEffect.ANNOUNCED_LATE
    forced = late.model_copy(update={"force_majeure": "Bão số 9."})
    assert outage_effect(interruption(forced), CALENDAR) is OutageEffect.MOVES


@pytest.mark.parametrize(("clock", "due"), [("run", DUE), ("stop", DUE_AFTER)])
def test_outside_of_interlinked_groups_the_regime_says_whether_an_announced_outage_moves_a_limit(
    clock: str, due: datetime
) -> None:
    """No text at hand says so: a dated setting. What was not announced moves nothing under either."""
    ordinary = law_of("2026-10-05 09:00", RESIDENCE, time_limits=TWO_DAYS)
    law = ordinary.replace({"regime": ordinary.regime.model_copy(update={"outage_clock": clock})})
    assert moved(received(law), outage(), law).dossier.due_at == due
    silent = outage(effect=OutageEffect.NOT_ANNOUNCED, announcement=None)
    assert moved(received(law), silent, law).events == ()


def test_the_regimes_of_the_starter_move_no_other_limits() -> None:
    assert regime_of("2026-10-05 09:00").outage_clock == Regime.model_fields["outage_clock"].default == "run"
