"""The receipt (biên lai): what it says, its number, and the states that it may pass through.

NĐ 254/2026/NĐ-CP art 23-25: made at the moment of collection; numbered from 1 on 1 January, or at first use, to
31 December, in at most 8 digits; cancelled or replaced, never changed.
"""

from dataclasses import dataclass
from datetime import datetime

from contracts.dossiers import FeeItem
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import Bill
from contracts.receipts import Collector, Receipt, ReceiptEvent, ReceiptFile, ReceiptKind, ReceiptState
from contracts.time import local_day
from payments.domain.receipts.amount_in_words import Spelling
from payments.domain.receipts.collectors import series_of

_KINDS = frozenset(ReceiptKind)
LAST_NUMBER = 99_999_999
"""The greatest number of 8 digits."""


@dataclass(frozen=True)
class Series:
    """What is numbered without a gap: the receipts of one collector, form, series and year."""

    agency_code: str
    form_sign: str
    series_sign: str
    year: int

    @property
    def key(self) -> str:
        return f"{self.agency_code}|{self.form_sign}|{self.series_sign}|{self.year}"


@dataclass(frozen=True)
class Collection:
    """Money that was taken for a bill: by which order, and when."""

    bill: Bill
    order_id: str
    at: datetime


def items_by_kind(items: tuple[FeeItem, ...]) -> dict[ReceiptKind, tuple[FeeItem, ...]]:
    """One receipt is for charges of one kind: phí and lệ phí paid together are two. What costs nothing is on none, and
    neither are taxes and payments for land, for which others give receipts."""
    found: dict[ReceiptKind, tuple[FeeItem, ...]] = {}
    for item in items:
        if item.amount and item.legal_kind in _KINDS:
            kind = ReceiptKind(item.legal_kind)
            found[kind] = (*found.get(kind, ()), item)
    return found


def series_for(collector: Collector, kind: ReceiptKind, at: datetime) -> Series | None:
    """Of the local year; None where the collector has no series for the kind."""
    signs = series_of(collector, kind)
    if signs is None:
        return None
    return Series(collector.agency_code, signs.form_sign, signs.series_sign, local_day(at).year)


def issued(
    collector: Collector,
    collection: Collection,
    kind: ReceiptKind,
    numbered: tuple[Series, int],
    receipt_id: str,
    at: datetime,
) -> Receipt:
    """Version 1 of the receipt with this number in its series; `at` is the moment of the collection, but for one that had
    to wait for the registration of its collector."""
    (series, number), bill = numbered, collection.bill
    items = items_by_kind(bill.items)[kind]
    amount = sum(item.amount for item in items)
    return Receipt(
        receipt_id=receipt_id,
        version=1,
        state=ReceiptState.ISSUED,
        kind=kind,
        form_sign=series.form_sign,
        series_sign=series.series_sign,
        year=series.year,
        number=number,
        agency_code=collector.agency_code,
        collector_name=collector.name,
        collector_tax_code=collector.tax_code,
        treasury_code=collector.treasury_code,
        payer_id=bill.payer_id,
        bill_id=bill.bill_id,
        order_id=collection.order_id,
        dossier_id=bill.dossier_id,
        dossier_code=bill.dossier_code,
        procedure_name=bill.procedure_name,
        items=items,
        amount=amount,
        amount_in_words=Spelling(frozenset(collector.spelling)).amount(amount),
        collected_at=collection.at,
        issued_at=at,
    )


def replacement(
    old: Receipt, collector: Collector, numbered: tuple[Series, int], receipt_id: str, at: datetime
) -> Receipt:
    """Version 1 of the receipt that takes the place of `old`: the same collection, as the collector is registered now."""
    series, number = numbered
    return old.model_copy(
        update={
            "receipt_id": receipt_id,
            "version": 1,
            "form_sign": series.form_sign,
            "series_sign": series.series_sign,
            "year": series.year,
            "number": number,
            "collector_name": collector.name,
            "collector_tax_code": collector.tax_code,
            "treasury_code": collector.treasury_code,
            "amount_in_words": Spelling(frozenset(collector.spelling)).amount(old.amount),
            "issued_at": at,
            "replaces": old.receipt_id,
            "pdf": None,
            "xml": None,
        }
    )


def cancelled(receipt: Receipt, reason: str, at: datetime) -> Receipt:
    """One version on. Raises ILLEGAL_TRANSITION unless it is good."""
    return _ended(receipt, ReceiptState.CANCELLED, reason, at)


def replaced(receipt: Receipt, by: str, reason: str, at: datetime) -> Receipt:
    """One version on. Raises ILLEGAL_TRANSITION unless it is good."""
    return _ended(receipt, ReceiptState.REPLACED, reason, at).model_copy(update={"replaced_by": by})


def documented(receipt: Receipt, pdf: ReceiptFile, xml: ReceiptFile) -> Receipt:
    """One version on, with its signed files."""
    return receipt.model_copy(update={"version": receipt.version + 1, "pdf": pdf, "xml": xml})


def receipt_event(receipt: Receipt) -> ReceiptEvent:
    """The payload of an event about it."""
    names = set(ReceiptEvent.model_fields) - {"reason"}
    return ReceiptEvent(**{name: getattr(receipt, name) for name in names}, reason=receipt.end_reason)


def _ended(receipt: Receipt, state: ReceiptState, reason: str, at: datetime) -> Receipt:
    if receipt.state is not ReceiptState.ISSUED:
        raise ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=receipt.state, action=state)
    ended = {"version": receipt.version + 1, "state": state, "end_reason": reason, "ended_at": at}
    return receipt.model_copy(update=ended)
