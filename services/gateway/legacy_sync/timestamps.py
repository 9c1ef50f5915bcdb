"""Moments on the old wire: yyyyMMddHHmmss in local time, nothing for none."""

from datetime import datetime
from zoneinfo import ZoneInfo

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def format_timestamp(moment: datetime | None) -> str:
    return moment.astimezone(_LOCAL).strftime("%Y%m%d%H%M%S") if moment else ""
