"""Phí, lệ phí of a dossier at reception (Luật Phí và lệ phí 97/2015), whole VND."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from contracts.catalog import Channel, Fee, FeeKind
from contracts.dossiers import FeeItem
from dossiers.domain.guards import invalid_field
from dossiers.domain.law import most_specific

MAX_QUANTITY = 10_000


def applicable_fees(fees: Iterable[Fee], case_code: str | None, channel: Channel) -> tuple[Fee, ...]:
    """Of each fee, by its code, the row that names this case and channel most closely."""
    by_code = sorted(fees, key=lambda fee: fee.code)
    groups = (most_specific(group, case_code, channel) for _, group in groupby(by_code, lambda fee: fee.code))
    return tuple(fee for group in groups for fee in group)


def fee_items(
    fees: tuple[Fee, ...], form_data: dict[str, Any], stated_amount: int | None
) -> tuple[FeeItem, ...]:
    """What is to be paid, item by item, nothing where the amount is 0.

    The officer states one amount for all that the law puts in words, and only then.
    """
    amounts = [(fee, computed_amount(fee, form_data)) for fee in fees]
    worded = [fee for fee, amount in amounts if amount is None]
    items = [_item(fee, amount) for fee, amount in amounts if amount]
    return (*items, *_stated_items(worded, stated_amount))


def computed_amount(fee: Fee, form_data: dict[str, Any]) -> int | None:
    """None where the law gives words, or a number of units that the form does not tell."""
    if fee.kind is FeeKind.FIXED:
        return fee.amount
    if fee.kind is FeeKind.PER_UNIT:
        quantity = _quantity(form_data.get(fee.quantity_field or ""))
        return None if quantity is None else fee.amount * quantity
    return None


def _quantity(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= MAX_QUANTITY else None


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
