"""The accounts of the ledger (tài khoản kế toán), as text: the kind, then what it is about.

A debit is positive, a credit negative. Names hold no personal data.
"""

from collections.abc import Callable
from enum import StrEnum


class AccountKind(StrEnum):
    """What an account counts."""

    RECEIVABLE = "receivable"  # phải thu, by bill
    BILLED = "billed"  # số phải nộp đã thông báo, by agency, legal kind and fee
    CLEARING = "clearing"  # tiền đang chuyển tại đơn vị thanh toán, by provider
    COLLECTED = "collected"  # số đã thu, by agency, legal kind and fee
    SURPLUS = "surplus"  # khoản nộp thừa, by bill
    REFUND_PAYABLE = "refund_payable"  # phải hoàn trả, by bill
    PARKED = "parked"  # tạm giữ chờ xử lý, by bill
    AGENCY = "agency"  # tài khoản của cơ quan, by agency: what it pays back by itself


def receivable(bill_id: str) -> str:
    return f"{AccountKind.RECEIVABLE}:{bill_id}"


def billed(agency_code: str, legal_kind: str, fee_code: str) -> str:
    return f"{AccountKind.BILLED}:{agency_code}:{legal_kind}:{fee_code}"


def clearing(provider: str) -> str:
    return f"{AccountKind.CLEARING}:{provider}"


def collected(agency_code: str, legal_kind: str, fee_code: str) -> str:
    return f"{AccountKind.COLLECTED}:{agency_code}:{legal_kind}:{fee_code}"


def surplus(bill_id: str) -> str:
    return f"{AccountKind.SURPLUS}:{bill_id}"


def refund_payable(bill_id: str) -> str:
    return f"{AccountKind.REFUND_PAYABLE}:{bill_id}"


def parked(bill_id: str) -> str:
    return f"{AccountKind.PARKED}:{bill_id}"


def agency(agency_code: str) -> str:
    return f"{AccountKind.AGENCY}:{agency_code}"


def kind_of(account: str) -> AccountKind:
    return AccountKind(account.split(":", 1)[0])


ByFee = Callable[[str, str, str], str]
"""An account of one fee of an agency: by its code, the legal kind (phí, lệ phí) and the code of the fee."""
