"""Phí, lệ phí of a dossier at reception (Luật Phí và lệ phí 97/2015), whole VND."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from contracts.catalog import (
    Discount,
    Fee,
    FeeExemption,
    FeeKind,
    FeeReductionGround,
    FeeTier,
    SubmissionChannel,
)
from contracts.dossiers import FeeItem
from dossiers.domain.model.law import most_specific
from dossiers.domain.model.refusals import invalid_field

MAX_QUANTITY = 10_000
MAX_AMOUNT = 10**12


@dataclass(frozen=True)
class FeeTerms:
    """What a fee hangs on beside the form: how the dossier came, which claims are confirmed, the local day, and the percent
    that a decree takes off every fee of the procedure."""

    channel: SubmissionChannel
    claims: frozenset[FeeReductionGround]
    day: date
    exempt_percent: int = 0


def exempt_percent(
    exemptions: Iterable[FeeExemption],
    channel: SubmissionChannel,
    claims: frozenset[FeeReductionGround],
    filed_on: date,
    received_on: date,
) -> int:
    """What a decree takes off all fees of the procedure: the most favourable rule (NQ 66.22/2026/NQ-CP art 5.2).

    Each says whether the local day of filing or of reception decides.
    """
    return max(
        (
            each.percent
            for each in exemptions
            if each.channel in (None, channel)
            and each.claim in (None, *claims)
            and each.holds_on(filed_on if each.decided_by == "filing" else received_on)
        ),
        default=0,
    )


def applicable_fees(fees: Iterable[Fee], case_code: str | None, terms: FeeTerms) -> tuple[Fee, ...]:
    """Of each fee, by its code, the rows of the day that name this case and channel most closely.

    Of rows that name them equally closely, those that came into force last.
    """
    in_force = (fee for fee in fees if _valid(fee, terms.day))
    by_code = sorted(in_force, key=lambda fee: fee.code)
    groups = (
        _newest(most_specific(group, case_code, terms.channel))
        for _, group in groupby(by_code, lambda fee: fee.code)
    )
    return tuple(fee for group in groups for fee in group)


def fee_items(
    fees: tuple[Fee, ...], form_data: dict[str, Any], stated_amount: int | None, terms: FeeTerms
) -> tuple[FeeItem, ...]:
    """What is to be paid, item by item, nothing where the amount is 0.

    The officer states one amount for all that the law puts in words, and only then; it is what is to be paid,
    with any reduction in it. Of a fee in words that the applicant is exempt from, nothing is stated.
    """
    amounts = [(fee, amount_due(fee, form_data, terms)) for fee in fees]
    worded = [fee for fee, amount in amounts if amount is None]
    items = [_item(fee, amount) for fee, amount in amounts if amount]
    return (*items, *_stated_items(worded, stated_amount))


def amount_due(fee: Fee, form_data: dict[str, Any], terms: FeeTerms) -> int | None:
    """After the greatest reduction, which is taken off the whole amount; a fraction of a đồng is not charged.

    None where only the officer can tell the amount.
    """
    percent = max(reduction(fee.discounts, terms), terms.exempt_percent)
    if percent == 100:
        return 0
    full = full_amount(fee, form_data)
    return None if full is None else full * (100 - percent) // 100


def reduction(discounts: Iterable[Discount], terms: FeeTerms) -> int:
    """Mức miễn, giảm in percent: the greatest of those that apply."""
    return max((discount.percent for discount in discounts if _applies(discount, terms)), default=0)


def full_amount(fee: Fee, form_data: dict[str, Any]) -> int | None:
    """None where the law gives words, or a number of units that the form does not tell."""
    if fee.kind is FeeKind.TEXT:
        return None
    one_set = fee.amount if fee.kind is FeeKind.FIXED else _of_units(fee, form_data)
    sets = 1 if fee.times_field is None else _quantity(form_data.get(fee.times_field))
    if one_set is None or sets is None:
        return None
    total = sets * (one_set if fee.cap is None else min(one_set, fee.cap))
    return total if total <= MAX_AMOUNT else None


def tiered(tiers: Iterable[FeeTier], units: int) -> int:
    """2,000 for each of the first two pages and 1,000 for each from the third on: 4 pages cost 6,000."""
    total, last = 0, units
    for tier in sorted(tiers, key=lambda tier: tier.first, reverse=True):
        total += tier.amount * max(0, last - tier.first + 1)
        last = min(last, tier.first - 1)
    return total


def _of_units(fee: Fee, form_data: dict[str, Any]) -> int | None:
    units = _quantity(form_data.get(fee.quantity_field or ""))
    if units is None:
        return None
    return tiered(fee.tiers, units) if fee.kind is FeeKind.TIERED else fee.amount * units


def _quantity(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= MAX_QUANTITY else None


def _applies(discount: Discount, terms: FeeTerms) -> bool:
    return (
        discount.claim in (None, *terms.claims)
        and discount.channel in (None, terms.channel)
        and _valid(discount, terms.day)
    )


def _valid(rule: Fee | Discount, day: date) -> bool:
    """Both local days belong to the validity."""
    begun = rule.valid_from is None or rule.valid_from <= day
    return begun and (rule.valid_to is None or day <= rule.valid_to)


def _newest(fees: tuple[Fee, ...]) -> tuple[Fee, ...]:
    latest = max((fee.valid_from or date.min for fee in fees), default=date.min)
    return tuple(fee for fee in fees if (fee.valid_from or date.min) == latest)


def _stated_items(worded: list[Fee], stated_amount: int | None) -> tuple[FeeItem, ...]:
    if worded and stated_amount is None:
        raise invalid_field("/fee_amount", "required", "The law gives this fee in words: state the amount.")
    if not worded and stated_amount is not None:
        raise invalid_field("/fee_amount", "not_expected", "The law gives the amount of the fee.")
    if not stated_amount:
        return ()
    names = "; ".join(fee.name for fee in worded)
    return (_item(worded[0].model_copy(update={"name": names}), stated_amount),)


def _item(fee: Fee, amount: int) -> FeeItem:
    return FeeItem(code=fee.code, name=fee.name, legal_kind=fee.legal_kind, amount=amount)
