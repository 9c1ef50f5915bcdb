"""Collectors and paid bills, for tests of receipts."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from tests.unit.payments.examples import bill

from chassis.core.ids import new_id
from contracts.dossiers import FeeItem
from contracts.payments import Bill
from contracts.receipts import ReceiptKind, ReceiptSeries, RegisterCollector

TAX_CODE = "0101243150"
SERVICE_FEE = FeeItem(code="P01", name="Phí thẩm định", legal_kind="phi", amount=250_000)
STATE_CHARGE = FeeItem(code="LP01", name="Lệ phí bản sao", legal_kind="le_phi", amount=8_000)
SERIES = (
    ReceiptSeries(kind=ReceiptKind.SERVICE_FEE, form_sign="01BLP0-001", series_sign="BP-26E"),
    ReceiptSeries(kind=ReceiptKind.STATE_CHARGE, form_sign="02BLP0-001", series_sign="BL-26E"),
)

_agencies = itertools.count(10)


def new_agency() -> str:
    """One that no other test counts receipts of."""
    return f"H26.{next(_agencies)}"


def registration(agency_code: str, valid_from: date, **changes: Any) -> RegisterCollector:
    base: dict[str, Any] = {
        "command_id": new_id(),
        "agency_code": agency_code,
        "name": "Công an phường mẫu số 5",
        "tax_code": TAX_CODE,
        "tax_office_code": "1054259",
        "treasury_code": "1611",
        "series": SERIES,
        "valid_from": valid_from,
    }
    return RegisterCollector(**{**base, **changes})


def bill_of(agency_code: str, *items: FeeItem, **changes: Any) -> Bill:
    """An open one of a dossier and a payer of its own."""
    charged = items or (STATE_CHARGE,)
    base = {
        "bill_id": new_id(),
        "dossier_id": new_id(),
        "payer_id": new_id(),
        "agency_code": agency_code,
        "items": charged,
        "amount": sum(item.amount for item in charged),
    }
    return bill().model_copy(update={**base, **changes})
