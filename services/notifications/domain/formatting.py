"""Values as they are written in a message: local times of Viet Nam, money in VND, lists as lines."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from contracts.accounts import BreachDutyKind
from contracts.dossiers import Lateness, ResultOutcome, ReturnMethod
from contracts.errors import DEFINITIONS
from contracts.i18n import Text, format_vnd
from contracts.labels import LABELS, LATENESS, RETURN_METHODS_IN_FULL
from contracts.printable import cleaned_line, cleaned_text
from contracts.time import VIETNAM

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
OUTCOMES: dict[ResultOutcome, Text] = {
    ResultOutcome.APPROVED: Text("đã được giải quyết", "granted"),
    ResultOutcome.REFUSED: Text("không đủ điều kiện giải quyết", "refused"),
}
DEADLINES: dict[str, Text] = {
    "due": Text("trả kết quả", "the result"),
    "reception": Text("trả lời việc tiếp nhận hồ sơ nộp trực tuyến", "the answer to an online submission"),
    "step": Text("bước xử lý", "a step of the process"),
    "consultation": Text("trả lời ý kiến", "an opinion that was asked for"),
    "supplement": Text("bổ sung hồ sơ", "the supplement"),
    "payment": Text("nộp phí, lệ phí", "the fee"),
    "consent": Text("ý kiến của chủ sở hữu chỗ ở", "the consent of the owner of the dwelling"),
    "synchronisation": Text("đồng bộ kết quả", "the synchronisation of a result"),
    "acknowledgement": Text("xác nhận tiếp nhận bước xử lý", "the acknowledgement of a step"),
    "transfer": Text("chuyển hồ sơ đến cơ quan có thẩm quyền", "passing it on to the competent agency"),
}
_ENUMS: dict[type, Mapping[Any, Text]] = {
    ResultOutcome: OUTCOMES,
    Lateness: LATENESS,
    ReturnMethod: RETURN_METHODS_IN_FULL,
    BreachDutyKind: LABELS[BreachDutyKind],
}
AMOUNTS = frozenset({"amount", "received_amount", "paid_at_counter"})
NO, YES = Text("không", "no"), Text("có", "yes")


def format_time(value: datetime, locale: str) -> str:
    """09:30 ngày 02/11/2026; 09:30, 2 Nov 2026."""
    local = value.astimezone(VIETNAM)
    if locale == "vi":
        return local.strftime("%H:%M ngày %d/%m/%Y")
    return f"{local:%H:%M}, {local.day} {MONTHS[local.month - 1]} {local.year}"


def format_value(name: str, value: Any, locale: str) -> str | None:
    """The value of a placeholder as text; None where the event has none."""
    if value is None or value == "":
        return None
    if name in AMOUNTS:
        return format_vnd(value)
    words = _words(name, value)
    if words is not None:
        return words[locale]
    if isinstance(value, datetime):
        return format_time(value, locale)
    if isinstance(value, tuple):
        return "\n".join(f"- {one_line(str(item))}" for item in value) or None
    return str(value.value if isinstance(value, Enum) else value)


def _words(name: str, value: Any) -> Text | None:
    """Of a value that has words in both languages."""
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return YES if value else NO
    if type(value) in _ENUMS:
        return _ENUMS[type(value)][value]
    if name == "what":
        return DEADLINES[value]
    if name == "reason" and value in DEFINITIONS:
        return DEFINITIONS[value].title
    return None


def one_line(text: str) -> str:
    """Without line breaks, control and invisible characters: fit for a subject."""
    return " ".join(cleaned_line(text).split())


def lines(text: str) -> str:
    """Without control and invisible characters other than line breaks."""
    return cleaned_text(text)
