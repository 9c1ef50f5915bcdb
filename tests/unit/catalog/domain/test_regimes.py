"""The decree in force on the local day rules, with what an agency has fixed under it."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from catalog import starter
from catalog.domain.regimes import FIXABLE, regime_faults, regime_on, with_agency_terms
from contracts.catalog import (
    SEPARATED_BY_LAW,
    AgencyTerms,
    OfficeAct,
    ProcedureSeparation,
    Regime,
    SeparatedActs,
)


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


def test_the_law_leaves_four_terms_to_an_agency() -> None:
    assert set(FIXABLE) == {
        "late_reception_time", "separated_acts", "procedure_separations", "supplement_answer_working_days",
    }  # fmt: skip


LAND, BIRTH, OTHER = "1.004222", "1.001193", "2.000635"
STRICT = (SeparatedActs(done=OfficeAct.PROCESS, excluded=OfficeAct.SIGN, ground="Quy chế mẫu"),)
DAY = date(2026, 11, 28)


def separated(*codes: str, acts: tuple[SeparatedActs, ...] = STRICT) -> ProcedureSeparation:
    return ProcedureSeparation(procedure_codes=codes, separated_acts=acts)


def acts_of(regime: Regime, code: str) -> tuple[SeparatedActs, ...]:
    return regime.for_procedure(code, DAY).separated_acts


def test_acts_are_separated_by_procedure_and_elsewhere_in_general() -> None:
    by_procedure = (separated(LAND, BIRTH), separated(BIRTH, OTHER, acts=()))
    regime = DECREE.model_copy(update={"procedure_separations": by_procedure})
    found = [acts_of(regime, code) for code in (LAND, BIRTH, OTHER, "1.000001")]
    assert found == [STRICT, STRICT, (), SEPARATED_BY_LAW], "the first row that names it counts"
    bound = regime.for_procedure(BIRTH, DAY)
    assert bound.procedure_separations == (separated(BIRTH),), "it keeps what is said of it, and of no other"
    assert bound.for_procedure(BIRTH, DAY) == bound
    assert acts_of(DECREE, LAND) == SEPARATED_BY_LAW


def test_an_agency_separates_by_procedure_too_and_states_all_of_it() -> None:
    regime = DECREE.model_copy(update={"procedure_separations": (separated(LAND),)})
    own_rows = with_agency_terms(regime, [terms("H26", procedure_separations=(separated(OTHER),))])
    assert [acts_of(own_rows, code) for code in (LAND, OTHER)] == [SEPARATED_BY_LAW, STRICT]
    alone = with_agency_terms(regime, [terms("H26", separated_acts=())])
    assert [acts_of(alone, code) for code in (LAND, OTHER)] == [(), ()], "an office of one person"
    above = terms("H26", procedure_separations=(separated(OTHER),))
    below = terms("H26.31", separated_acts=SEPARATED_BY_LAW)
    assert acts_of(with_agency_terms(regime, [below, above]), OTHER) == SEPARATED_BY_LAW
    both = terms("H26.31", separated_acts=(), procedure_separations=(separated(LAND),))
    assert [acts_of(with_agency_terms(regime, [both, above]), code) for code in (LAND, OTHER)] == [STRICT, ()]


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
