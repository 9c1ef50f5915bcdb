"""How values read in a message: times of Viet Nam, money in dong, lists as lines."""

import unicodedata
from datetime import datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from contracts.dossiers import ResultOutcome

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
OUTCOMES: dict[tuple[str, ResultOutcome], str] = {
    ("vi", ResultOutcome.APPROVED): "đã được giải quyết",
    ("vi", ResultOutcome.REFUSED): "không đủ điều kiện giải quyết",
    ("en", ResultOutcome.APPROVED): "granted",
    ("en", ResultOutcome.REFUSED): "refused",
}


DEADLINES: dict[str, tuple[str, str]] = {
    "due": ("hẹn trả kết quả", "the result"),
    "reception": ("trả lời việc tiếp nhận hồ sơ nộp trực tuyến", "the answer to an online submission"),
    "step": ("bước xử lý", "a step of the process"),
    "consultation": ("trả lời ý kiến", "an opinion that was asked for"),
    "supplement": ("bổ sung hồ sơ", "the supplement"),
}
YES_NO = {"vi": ("không", "có"), "en": ("no", "yes")}


def format_time(value: datetime, locale: str) -> str:
    """09:30 ngày 02/11/2026; 09:30, 2 Nov 2026."""
    local = value.astimezone(VIETNAM)
    if locale == "vi":
        return local.strftime("%H:%M ngày %d/%m/%Y")
    return f"{local:%H:%M}, {local.day} {MONTHS[local.month - 1]} {local.year}"


def format_amount(amount: int) -> str:
    """20.000 ₫."""
    return f"{amount:,} ₫".replace(",", ".")


def format_value(name: str, value: Any, locale: str) -> str | None:
    """The value of a placeholder in words, or None where there is none."""
    if value is None or value == "":
        return None
    if name == "amount":
        return format_amount(value)
    if name == "what":
        return DEADLINES[value][1 if locale == "en" else 0]
    if isinstance(value, bool):
        return YES_NO[locale][value]
    if isinstance(value, datetime):
        return format_time(value, locale)
    if isinstance(value, ResultOutcome):
        return OUTCOMES[locale, value]
    if isinstance(value, tuple):
        return "\n".join(f"- {one_line(str(item))}" for item in value) or None
    return str(value.value if isinstance(value, Enum) else value)


def one_line(text: str) -> str:
    """Without line breaks and control characters: fit for a subject."""
    return " ".join(_printable(text, keep="\n\t").split())


def lines(text: str) -> str:
    """Without control characters other than line breaks."""
    return _printable(text.replace("\r\n", "\n"), keep="\n\t")


def _printable(text: str, keep: str) -> str:
    return "".join(
        letter if letter in keep or unicodedata.category(letter) != "Cc" else " " for letter in text
    )
