"""The decree in force on the local day rules, with what an agency has fixed under it."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from catalog import starter
from catalog.domain.regimes import FIXABLE, regime_faults, regime_on, with_agency_terms
from contracts.catalog import AgencyTerms, Regime


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2018-06-20T16:59:59", None),
        ("2018-06-20T17:00:00", "nd-61-2018"),
        ("2025-06-30T16:59:59", "nd-61-2018"),
        ("2025-06-30T17:00:00", "nd-118-2025"),
        ("2026-08-04T16:59:59", "nd-118-2025"),
        ("2026-08-04T17:00:00", "nd-118-2025-309-2026"),
        ("2026-11-21T03:00:00", "nd-118-2025-309-2026"),
    ],
)
def test_the_regime_changes_at_local_midnight(at: str, expected: str | None) -> None:
    regime = regime_on(starter.regimes(), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert (regime and regime.regime_id) == expected


DECREE: Regime = starter.regimes()[-1]


def terms(agency_code: str, **fields: Any) -> AgencyTerms:
    return AgencyTerms(
        regime_id=DECREE.regime_id,
        agency_code=agency_code,
        decision_number=f"1/QĐ-{agency_code}",
        version=1,
        **fields,
    )


def test_an_agency_without_terms_works_by_the_decree() -> None:
    assert with_agency_terms(DECREE, []) == DECREE
    assert DECREE.late_after == time(15)


def test_terms_change_what_they_fix_and_nothing_else() -> None:
    fixed = with_agency_terms(DECREE, [terms("H26", late_reception_time=time(14, 30))])
    assert (fixed.late_after, fixed.agency_decision) == (time(14, 30), "1/QĐ-H26")
    changed = {"late_reception_time", "agency_decision"}
    assert fixed.model_dump(exclude=changed) == DECREE.model_dump(exclude=changed)


def test_each_term_is_that_of_the_nearest_agency_that_fixed_it() -> None:
    near = terms("H26.31", late_reception_time=time(14))
    far = terms("H26", late_reception_time=time(16), supplement_answer_working_days=10)
    fixed = with_agency_terms(DECREE, [near, far])
    assert (fixed.late_after, fixed.supplement_answer_working_days) == (time(14), 10)
    assert fixed.agency_decision == "1/QĐ-H26.31"


def test_the_law_leaves_three_terms_to_an_agency() -> None:
    assert set(FIXABLE) == {"late_reception_time", "separated_acts", "supplement_answer_working_days"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"effective_to": date(2025, 6, 30)}, "/regime/effective_to backwards"),
        ({"supplement_limit": -1}, "/regime/supplement_limit negative"),
        ({"late_reception_hour": 24}, "/regime/late_reception_hour not_an_hour"),
    ],
)
def test_an_unusable_regime_is_named_by_its_fault(changes: dict[str, Any], fault: str) -> None:
    assert list(regime_faults(DECREE)) == []
    (found,) = regime_faults(DECREE.model_copy(update=changes))
    assert f"{found.pointer} {found.code}" == fault
