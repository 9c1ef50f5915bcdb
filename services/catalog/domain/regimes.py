"""Regimes: the decree in force on a day, and what an agency may fix under it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from contracts.catalog import AgencyTerms, AgencyTermsContent, DatedRule, Regime
from contracts.errors import FieldError
from contracts.time import local_day

COUNTS = (
    "supplement_limit",
    "supplement_notice_working_days",
    "extension_limit",
    "extension_notice_days",
    "due_soon_working_hours",
    "online_ack_hours",
)
FIXABLE = tuple(AgencyTermsContent.model_fields.keys() & Regime.model_fields.keys())
"""Fields of a regime that the law lets an agency fix for itself: those that the contract's terms have too."""


def regime_on(regimes: Iterable[Regime], at: datetime) -> Regime | None:
    """The regime in force on the local day of `at`; None before the first one. Of two in force, the newer one rules."""
    day = local_day(at)
    return max(
        (regime for regime in regimes if _holds(regime, day)),
        key=lambda regime: regime.effective_from,
        default=None,
    )


def with_agency_terms(regime: Regime, terms: Sequence[AgencyTerms]) -> Regime:
    """The regime as an agency works by it. `terms` are those of the agency and its ancestors, nearest first.

    Each term is that of the nearest agency that fixed it; `agency_decision` is the nearest agency's. Who states what is
    separated states all of it: the acts of single procedures that were separated before are so no longer.
    """
    changes: dict[str, object] = {}
    for fixed in reversed(terms):
        own = {name: getattr(fixed, name) for name in FIXABLE}
        if fixed.separated_acts is not None:
            changes["procedure_separations"] = ()
        changes |= {name: value for name, value in own.items() if value is not None}
        changes["agency_decision"] = fixed.decision_number
    return regime.model_copy(update=changes)


def own_terms(regime: Regime, terms: Iterable[AgencyTerms], agency_codes: Sequence[str]) -> list[AgencyTerms]:
    """The terms of these agencies under the regime and the one that it amends, in the order of `agency_codes`; of one agency
    those under the regime itself go before."""
    rank = {regime.regime_id: 0, regime.amends: 1}
    fitting = [each for each in terms if each.regime_id in rank and each.agency_code in agency_codes]
    return sorted(fitting, key=lambda each: (agency_codes.index(each.agency_code), rank[each.regime_id]))


def regime_faults(regime: Regime) -> Iterator[FieldError]:
    """All that makes a regime unusable."""
    if regime.effective_to is not None and regime.effective_to < regime.effective_from:
        yield _fault("effective_to", "backwards", "The end is before the beginning.")
    for name in COUNTS:
        if getattr(regime, name) < 0:
            yield _fault(name, "negative", "This counts from 0.")
    if not 0 <= regime.late_reception_hour <= 23:
        yield _fault("late_reception_hour", "not_an_hour", "An hour of the day is 0 to 23.")
    if regime.amends == regime.regime_id:
        yield _fault("amends", "itself", "A decree amends another one.")
    yield from _faults_of_days(regime)


def _faults_of_days(regime: Regime) -> Iterator[FieldError]:
    dated: dict[str, Sequence[DatedRule]] = {
        "interlinked": regime.interlinked,
        "fee_exemptions": regime.fee_exemptions,
    }
    for name, rules in dated.items():
        for index, rule in enumerate(rules):
            if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
                yield _fault(f"{name}/{index}/valid_to", "backwards", "The end is before the beginning.")


def _holds(regime: Regime, day: date) -> bool:
    return regime.effective_from <= day and (regime.effective_to is None or day <= regime.effective_to)


def _fault(field: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=f"/regime/{field}", code=code, detail=detail)
