"""Báo phí, lệ phí: what a dossier would owe if it were filed and received today."""

from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Day, Model, Query, Vnd
from contracts.catalog import ProcedureCode, SubmissionChannel
from contracts.dossiers.commands import FeeReductionGrounds
from contracts.dossiers.fee_reductions import FeeReduction
from contracts.printable import ShortText

UnitCounts = Annotated[
    dict[ShortText, Annotated[int, Field(ge=0, le=10_000)]],
    Field(max_length=20, examples=[{"so_ban": 2}]),
]


class QuoteFeesBody(Body):
    """Which fees a dossier would owe (báo phí, lệ phí trước khi nộp).

    Names nobody. Errors: not_found, procedure_not_fileable, invalid_request for a case or channel that the procedure does
    not have and an agency that is not competent.
    """

    procedure_code: ProcedureCode
    """Code of the procedure (mã thủ tục hành chính)."""
    agency_code: AgencyCode
    """Code of the agency to file at (mã định danh cơ quan)."""
    case_code: ShortText | None = None
    """Code of the case (trường hợp thực hiện) of the procedure."""
    channel: SubmissionChannel = SubmissionChannel.ONLINE
    """How the dossier comes (cách thức thực hiện)."""
    claims: FeeReductionGrounds = ()
    """Grounds on which a fee is reduced or waived (đối tượng được miễn, giảm), as if the officer had confirmed them."""
    quantities: UnitCounts = Field(default_factory=dict)
    """Numbers of units and copies, by the fields of the form that count them (`quantity_field`, `times_field` of a fee)."""


class QuoteFees(QuoteFeesBody, Query):
    """Query for the fees that a dossier would owe."""


class QuotedFee(Model):
    """One fee in a quote."""

    code: str
    """Code of the fee."""
    name: str
    """Name of the fee (tên phí, lệ phí)."""
    legal_kind: str
    """Service fee (phí) or state charge (lệ phí)."""
    full_amount: Vnd | None = None
    """The fee without any reduction, VND; none: see `text`, or name the quantities."""
    amount: Vnd | None = None
    """What is due, VND; 0: exempt. None: only the officer can say at reception."""
    text: str = ""
    """The fee as the law words it (mức phí bằng lời)."""
    reduction: FeeReduction | None = None
    """The reduction or exemption that was taken off; none: none applies."""


class FeeQuote(Model):
    """Báo phí, lệ phí: by the rules that a dossier is charged by at reception, as of today.

    A rule that ends, or claims that are not confirmed, may change it until then.
    """

    procedure_code: str
    """Code of the procedure (mã thủ tục hành chính)."""
    agency_code: str
    """Code of the agency that collects (mã định danh cơ quan)."""
    day: Day
    """Day for which it holds (local day of Viet Nam)."""
    fees: tuple[QuotedFee, ...]
    """Every fee of the case and channel, also what is waived."""
    total: Vnd
    """Sum of the amounts that are known, VND."""
    complete: bool
    """Whether every amount is known, so that the total is all that is due."""
