"""What a person reads while a dossier walks: one line per step, one per check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

WriteLine = Callable[[str], None]

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
STATUSES = {
    "submitted": "1 Mới đăng ký",
    "accepted": "2 Được tiếp nhận",
    "not_accepted": "3 Không được tiếp nhận",
    "processing": "4 Đang xử lý",
    "supplement_requested": "5 Yêu cầu bổ sung giấy tờ",
    "payment_due": "6 Yêu cầu thực hiện nghĩa vụ tài chính",
    "withdrawn": "7 Công dân yêu cầu rút hồ sơ",
    "stopped": "8 Dừng xử lý",
    "processed": "9 Đã xử lý xong",
    "returned": "10 Đã trả kết quả",
}


class WalkReport:
    """Counts the steps and the failed checks."""

    def __init__(self, out: WriteLine) -> None:
        self._out = out
        self._steps = 0
        self.failures = 0

    def step(self, title: str, found: str, seconds: float) -> None:
        self._steps += 1
        self._out(f"{self._steps:2}. {title:<46} {seconds * 1000:6.0f} ms  {found}".rstrip())

    def failed_step(self, title: str, error: Exception) -> None:
        self._steps += 1
        self.failures += 1
        self._out(f"{self._steps:2}. {title:<46} FAILED")
        self._out(f"    {type(error).__name__}: {error}")

    def check(self, what: str, wrong: str) -> None:
        """`wrong` is what was found instead, empty when all is well."""
        self.failures += bool(wrong)
        self._out(f"    FAILED  {what}: {wrong}" if wrong else f"    ok      {what}")

    def end(self, seconds: float) -> None:
        verdict = f"{self.failures} FAILED" if self.failures else "all passed"
        self._out(f"    {self._steps} steps in {seconds:.1f} s, {verdict}")


def format_local(instant: str) -> str:
    return f"{local_datetime(instant):%H:%M %d/%m/%Y}"


def local_datetime(instant: str) -> datetime:
    """The instant by the clock on the wall in Viet Nam."""
    return datetime.fromisoformat(instant).astimezone(VIETNAM)


def format_vnd(amount: int) -> str:
    return f"{amount:,} ₫".replace(",", ".")
