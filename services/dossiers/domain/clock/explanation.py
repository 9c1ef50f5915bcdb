"""Why the due date is what it is: each move of the clock in plain words, Vietnamese and English."""

from collections.abc import Sequence

from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import ClockCause, ClockLine, ClockMove, ClockMoveKind
from dossiers.domain.clock.due_date import LawOf, TimeLimitKey, clock_states, needs_stated_date

Words = tuple[str, str]
K, C = ClockMoveKind, ClockCause

_KINDS: dict[ClockMoveKind, Words] = {
    K.STARTED: ("Thời hạn bắt đầu", "The time limit begins"),
    K.STATED: (
        "Cán bộ ấn định ngày hẹn trả vì quy định không nêu số ngày",
        "The officer states the due date, as the law gives no number",
    ),
    K.STOPPED: ("Tạm dừng tính thời hạn", "The clock stops"),
    K.RESUMED: ("Thời hạn còn lại được tính tiếp", "What was left of the time is left again"),
    K.RESTARTED: ("Thời hạn được tính lại từ đầu", "The whole time limit begins again"),
    K.EXTENDED: ("Hẹn lại ngày trả", "A new date was promised"),
    K.LAW_CHANGED: (
        "Chuyển sang quy định hiện hành, tính lại từ khi tiếp nhận",
        "Moved to the law of today and counted anew from reception",
    ),
    K.ENDED: ("Kết thúc tính thời hạn", "The clock ends"),
}
_CAUSES: dict[ClockCause, Words] = {
    C.RECEPTION: ("tiếp nhận hồ sơ", "reception"),
    C.SUPPLEMENT: ("bổ sung hồ sơ", "supplement"),
    C.PAYMENT: ("nộp phí, lệ phí", "payment"),
    C.STOP: ("dừng giải quyết", "processing stopped"),
    C.EXTENSION: ("xin lỗi và hẹn lại", "apology and extension"),
    C.LAW: ("thay đổi quy định áp dụng", "another law applies"),
    C.RESULT: ("đã có kết quả", "the result is ready"),
    C.WITHDRAWAL: ("rút hồ sơ", "withdrawal"),
}
_UNITS: dict[TimeUnit, Words] = {
    TimeUnit.HOUR: ("giờ làm việc", "working hours"),
    TimeUnit.WORKING_DAY: ("ngày làm việc", "working days"),
    TimeUnit.DAY: ("ngày", "days"),
    TimeUnit.MONTH: ("tháng", "months"),
}
_SAME_DAY: Words = ("trong ngày", "the same day")
_COUNTED = (K.STARTED, K.RESTARTED, K.LAW_CHANGED)


def explain_moves(
    moves: Sequence[ClockMove], law_of: LawOf, matter: TimeLimitKey, locale: str
) -> tuple[ClockLine, ...]:
    """Every move with what it made of the due date. Raises CALENDAR_INCOMPLETE."""
    lines: list[ClockLine] = []
    for move, shown in zip(moves, clock_states(moves, law_of, matter), strict=True):
        limit = matter.limit(law_of(move.law_id)) if move.kind in _COUNTED else None
        lines.append(
            ClockLine(
                **move.model_dump(),
                due_before=lines[-1].due_after if lines else None,
                due_after=shown.due_at,
                text=_text(move, limit, 1 if locale == "en" else 0),
            )
        )
    return tuple(lines)


def _text(move: ClockMove, limit: TimeLimit | None, language: int) -> str:
    kind, cause = _KINDS[move.kind][language], _CAUSES[move.cause][language]
    length = _length(limit, language)
    return f"{kind} ({cause}{f': {length}' if length else ''})."


def _length(limit: TimeLimit | None, language: int) -> str:
    if limit is None or needs_stated_date(limit):
        return ""
    if limit.unit is TimeUnit.SAME_DAY:
        return _SAME_DAY[language]
    return f"{limit.quantity:g} {_UNITS[limit.unit][language]}"
