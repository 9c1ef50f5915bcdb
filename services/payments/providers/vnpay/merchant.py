"""What VNPAY gave us to be known by, and how it writes times and money."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

VERSION = "2.1.0"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class VnpayMerchant:
    tmn_code: str
    secret: str = field(repr=False)
    pay_url: str
    return_url: str


def format_timestamp(moment: datetime) -> str:
    """yyyyMMddHHmmss, GMT+7."""
    return moment.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")


def format_amount(amount: int) -> str:
    """Whole dong as VNPAY writes them: times 100."""
    return str(amount * 100)
