"""Nghĩa vụ tài chính: fees, charges and taxes that are assessed after reception, and amounts that an officer states."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Model, Vnd
from contracts.printable import ShortText, Title


class ObligationKind(StrEnum):
    """What kind of money an obligation is (loại nghĩa vụ tài chính)."""

    PHI = "phi"  # phí
    LE_PHI = "le_phi"  # lệ phí
    TAX = "tax"  # thuế, lệ phí trước bạ
    LAND = "land"  # tiền sử dụng đất, tiền thuê đất
    OTHER = "other"  # khoản khác


class StatedFee(Model):
    """The amount that an officer states of one fee that the law gives in words (mức phí, lệ phí)."""

    code: ShortText
    """Code of the fee."""
    amount: Vnd
    """Amount in VND; 0: nothing is due."""


class ObligationItem(Model):
    """One line of a financial obligation (khoản phải nộp), as the notice that assesses it has it."""

    code: ShortText
    """Code of the fee or the budget line (mã khoản thu)."""
    name: Title
    """Name (tên khoản thu)."""
    kind: ObligationKind
    """What kind of money it is."""
    amount: Annotated[Vnd, Field(gt=0)]
    """Amount in VND."""


StatedFees = Annotated[tuple[StatedFee, ...], Field(max_length=20)]
ObligationItems = Annotated[tuple[ObligationItem, ...], Field(min_length=1, max_length=20)]
