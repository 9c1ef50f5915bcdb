"""Why the due date is what it is: each move of the clock in plain words, Vietnamese and English."""

from collections.abc import Sequence

from contracts.catalog import TimeLimit, TimeUnit
from contracts.dossiers import ClockCause, ClockLine, ClockMove, ClockMoveKind
from contracts.i18n import Text
from contracts.labels import TIME_UNITS
from dossiers.domain.clock.due_date import LawOf, TimeLimitKey, clock_states, needs_stated_date

K, C = ClockMoveKind, ClockCause

_KINDS: dict[ClockMoveKind, Text] = {
    K.STARTED: Text("Thời hạn bắt đầu", "The time limit begins"),
    K.STATED: Text(
        "Cán bộ ấn định ngày hẹn trả vì quy định không nêu một số ngày duy nhất",
        "The officer states the due date, as the law gives no single number",
    ),
    K.STOPPED: Text("Tạm dừng tính thời hạn", "The clock stops"),
    K.RESUMED: Text("Thời hạn còn lại được tính tiếp", "What was left of the time is left again"),
    K.RESTARTED: Text("Thời hạn được tính lại từ đầu", "The whole time limit begins again"),
    K.EXTENDED: Text("Hẹn lại ngày trả", "A new date was promised"),
    K.LAW_CHANGED: Text(
        "Chuyển sang quy định hiện hành, tính lại từ khi tiếp nhận",
        "Moved to the law of today and counted anew from reception",
    ),
    K.ENDED: Text("Kết thúc tính thời hạn", "The clock ends"),
}
_CAUSES: dict[ClockCause, Text] = {
    C.RECEPTION: Text("tiếp nhận hồ sơ", "reception"),
    C.SUPPLEMENT: Text("bổ sung hồ sơ", "supplement"),
    C.PAYMENT: Text("nộp phí, lệ phí", "payment"),
    C.STOP: Text("dừng giải quyết", "processing stopped"),
    C.EXTENSION: Text("xin lỗi và hẹn lại", "apology and extension"),
    C.LAW: Text("thay đổi quy định áp dụng", "another law applies"),
    C.RESULT: Text("đã có kết quả", "the result is ready"),
    C.WITHDRAWAL: Text("rút hồ sơ", "withdrawal"),
    C.CONSENT: Text("chờ chủ sở hữu chỗ ở đồng ý", "consent of the owner of the dwelling"),
    C.OUTAGE: Text("sự cố hệ thống", "outage of the system"),
}
_COUNTED = (K.STARTED, K.RESTARTED, K.LAW_CHANGED)


def explain_moves(
    moves: Sequence[ClockMove], law_of: LawOf, limit_key: TimeLimitKey, locale: str
) -> tuple[ClockLine, ...]:
    """Every move with what it made of the due date. Raises CALENDAR_INCOMPLETE."""
    lines: list[ClockLine] = []
    for move, state in zip(moves, clock_states(moves, law_of, limit_key), strict=True):
        limit = limit_key.limit(law_of(move.law_id)) if move.kind in _COUNTED else None
        lines.append(
            ClockLine(
                **move.model_dump(),
                due_before=lines[-1].due_after if lines else None,
                due_after=state.due_at,
                text=_text(move, limit, locale),
            )
        )
    return tuple(lines)


def _text(move: ClockMove, limit: TimeLimit | None, locale: str) -> str:
    kind, cause = _KINDS[move.kind][locale], _CAUSES[move.cause][locale]
    more = move.ground or _length(limit, locale)
    return f"{kind} ({cause}{f': {more}' if more else ''})."


def _length(limit: TimeLimit | None, locale: str) -> str:
    if limit is None or needs_stated_date(limit):
        return ""
    if limit.unit is TimeUnit.SAME_DAY:
        return TIME_UNITS[limit.unit][locale]
    return f"{limit.quantity:g} {TIME_UNITS[limit.unit][locale]}"
