"""How fees of an agency may be paid, and where in the state budget they go."""

from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Model, Query
from contracts.printable import ShortText
from contracts.receipts import BudgetLine


class GetPaymentMeans(Query):
    """Query for the ways in which fees may be paid. By anybody."""

    agency_code: AgencyCode
    """Code of the agency that collects (mã định danh cơ quan)."""
    fee_codes: Annotated[tuple[ShortText, ...], Field(max_length=200)] = ()
    """Codes of the fees."""


class PaymentProvider(Model):
    """A provider of payments (đơn vị cung ứng dịch vụ thanh toán) that is switched on."""

    name: str
    """Key of the provider, as an order names it."""
    title: str
    """Name of the provider, for people."""


class PaymentMeans(Model):
    """Providers in the order in which they are set, and the budget lines that the collector has registered."""

    providers: tuple[PaymentProvider, ...]
    """Payment providers that are switched on."""
    budget_lines: tuple[BudgetLine, ...] = ()
    """Budget lines of these fees, where the agency is registered as a collector today."""
