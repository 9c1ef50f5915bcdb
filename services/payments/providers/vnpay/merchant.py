"""The merchant account at VNPAY, and how VNPAY writes times, amounts and languages."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from contracts.time import VIETNAM

VERSION = "2.1.0"
LOCALES = {"vi": "vn", "en": "en"}


@dataclass(frozen=True)
class VnpayMerchant:
    """`tmn_code` names the merchant; `secret` signs; people pay at `pay_url` and come back to `return_url`."""

    tmn_code: str
    secret: str = field(repr=False)
    pay_url: str
    return_url: str


def format_timestamp(at: datetime) -> str:
    """yyyyMMddHHmmss, GMT+7."""
    return at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def format_amount(amount: int) -> str:
    """Whole VND as VNPAY writes them: times 100."""
    return str(amount * 100)


def parse_amount(text: str) -> int | None:
    """Whole VND; None for what `format_amount` never writes."""
    return int(text[:-2]) if re.fullmatch(r"[1-9][0-9]{0,14}00", text) else None
