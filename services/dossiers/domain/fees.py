"""Phí, lệ phí of a dossier at reception (Luật Phí và lệ phí 97/2015), whole VND."""

from collections.abc import Iterable, Mapping
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
from contracts.dossiers import FeeItem, FeeReduction, StatedFee
from contracts.errors import ErrorCode, FieldError, ServiceError
from dossiers.domain.model.law import most_specific
from dossiers.domain.model.refusals import invalid_field

MAX_QUANTITY = 10_000
MAX_AMOUNT = 10**12


@dataclass(frozen=True)
class FeeTerms:
    """What a fee hangs on beside the form: how the dossier came, which claims are confirmed, the local day, and what a
    decree takes off every fee of the procedure."""

    channel: SubmissionChannel
    claims: frozenset[FeeReductionGround]
    day: date
    exemption: FeeExemption | None = None


@dataclass(frozen=True)
class FeeLine:
    """One fee of a dossier: without any reduction, the rule that reduces it, and what is due (whole VND).

    The amounts are None where only the officer can tell them.
    """

    fee: Fee
    full_amount: int | None
    amount: int | None
    rule: Discount | FeeExemption | None = None

    def reduction(self) -> FeeReduction | None:
        """What was taken off, with the rule that did."""
        if self.rule is None:
            return None
        return FeeReduction(
            fee_code=self.fee.code,
            fee_name=self.fee.name,
            legal_kind=self.fee.legal_kind,
            full_amount=self.full_amount,
            amount=self.amount,
            percent=self.rule.percent,
            source="fee" if isinstance(self.rule, Discount) else "decree",
            code=self.rule.code,
            name=self.rule.name,
            claimed=self.rule.claim is not None,
        )


def terms_at(
    exemptions: Iterable[FeeExemption],
    channel: SubmissionChannel,
    claims: frozenset[FeeReductionGround],
    filed_on: date,
    received_on: date,
) -> FeeTerms:
    """The terms at reception.

    With what a decree takes off all fees of the procedure: the most favourable rule (NQ 66.22/2026/NQ-CP art 5.2). Each says
    whether the local day of filing or of reception decides.
    """
    applying = (
        each
        for each in exemptions
        if each.channel in (None, channel)
        and each.claim in (None, *claims)
        and each.holds_on(filed_on if each.decided_by == "filing" else received_on)
    )
    exemption = max(applying, key=lambda each: each.percent, default=None)
    return FeeTerms(channel, claims, received_on, exemption)


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


def fee_lines(
    fees: Iterable[Fee], case_code: str | None, form_data: Mapping[str, Any], terms: FeeTerms
) -> tuple[FeeLine, ...]:
    """Every fee of the case and channel on the day, also what is waived."""
    return tuple(fee_line(fee, form_data, terms) for fee in applicable_fees(fees, case_code, terms))


def fee_items(
    lines: tuple[FeeLine, ...],
    stated_amount: int | None,
    stated_fees: tuple[StatedFee, ...] = (),
) -> tuple[FeeItem, ...]:
    """What is to be paid, item by item, nothing where the amount is 0.

    The officer states the amount of each fee that the law puts in words, and only then; it is what is to be paid, with any
    reduction in it. `stated_amount` says it where there is one such fee: phí and lệ phí are never one line (Luật Phí và lệ
    phí 97/2015/QH13). Of a fee in words that the applicant is exempt from, nothing is stated.
    """
    worded = [line.fee for line in lines if line.amount is None]
    items = [_item(line.fee, line.amount) for line in lines if line.amount]
    return (*items, *_stated_items(worded, stated_amount, stated_fees))


def fee_line(fee: Fee, form_data: Mapping[str, Any], terms: FeeTerms) -> FeeLine:
    """After the greatest reduction, which is taken off the whole amount; a fraction of a đồng is not charged.

    Who is exempt owes nothing, whatever the amount would be.
    """
    full, rule = full_amount(fee, form_data), greatest_reduction(fee, terms)
    percent = 0 if rule is None else rule.percent
    if percent == 100:
        return FeeLine(fee, full, 0, rule)
    return FeeLine(fee, full, None if full is None else full * (100 - percent) // 100, rule)


def greatest_reduction(fee: Fee, terms: FeeTerms) -> Discount | FeeExemption | None:
    """Mức miễn, giảm: the greatest of those that apply, that of the fee itself where a decree gives no more."""
    applying: list[Discount | FeeExemption] = [each for each in fee.discounts if _applies(each, terms)]
    if terms.exemption is not None:
        applying.append(terms.exemption)
    return max(applying, key=lambda rule: rule.percent, default=None)


def reductions_of(lines: Iterable[FeeLine]) -> tuple[FeeReduction, ...]:
    """What was taken off, as it is stored with what is due: of a claim not which ground it is (Luật Bảo vệ dữ liệu cá nhân
    91/2025/QH15: no more than the purpose needs)."""
    taken_off = (line.reduction() for line in lines)
    return tuple(
        each.model_copy(update={"code": None, "name": None}) if each.claimed else each
        for each in taken_off
        if each is not None
    )


def full_amount(fee: Fee, form_data: Mapping[str, Any]) -> int | None:
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


def _of_units(fee: Fee, form_data: Mapping[str, Any]) -> int | None:
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


def _stated_items(
    worded: list[Fee], amount: int | None, stated: tuple[StatedFee, ...]
) -> tuple[FeeItem, ...]:
    by_code = {fee.code: fee for fee in worded}
    if amount is not None and stated:
        raise invalid_field("/fee_amount", "not_expected", "The amounts are stated one by one.")
    if worded and amount is None and not stated:
        pointer = "/fee_amount" if len(by_code) == 1 else "/fee_amounts"
        raise invalid_field(pointer, "required", "The law gives this fee in words: state the amount.")
    if not worded and (amount is not None or stated):
        pointer = "/fee_amounts" if stated else "/fee_amount"
        raise invalid_field(pointer, "not_expected", "The law gives the amount of the fee.")
    if amount is not None:
        stated = _one_by_one(tuple(by_code), amount)
    if sorted(each.code for each in stated) != sorted(by_code):
        raise _each_of(by_code.values())
    return tuple(_item(by_code[each.code], each.amount) for each in stated if each.amount)


def _one_by_one(codes: tuple[str, ...], amount: int) -> tuple[StatedFee, ...]:
    """One amount for one fee; that nothing is due may be said of all at once."""
    return (
        tuple(StatedFee(code=code, amount=amount) for code in codes) if len(codes) == 1 or not amount else ()
    )


def _each_of(fees: Iterable[Fee]) -> ServiceError:
    choices = "; ".join(f"{fee.code} ({fee.name})" for fee in fees)
    wrong = FieldError(
        pointer="/fee_amounts",
        code="required",
        detail="State an amount for each fee.",
        params={"choices": choices, "expected": "fees"},
    )
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))


def _item(fee: Fee, amount: int) -> FeeItem:
    return FeeItem(code=fee.code, name=fee.name, legal_kind=fee.legal_kind, amount=amount)
