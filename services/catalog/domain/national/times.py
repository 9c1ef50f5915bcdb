"""Time limits of the national catalogue (thời hạn giải quyết).

A row states a limit at each way of handing in, sometimes twice, and again at each case. The limit of a
(case × channel) is a number only where all that the row says of it agrees; otherwise it is all that the row
says, in words, and the officer states the due date (TimeUnit.TEXT). "1 OTHER" is words too, not a defect.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.domain.national.row_models import CaseRow, DetailRow, MethodRow
from contracts.catalog import SubmissionChannel, TimeLimit, TimeUnit

UNITS = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
    "OTHER": TimeUnit.TEXT,
}
UNIT_WORDS = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.HOUR: "giờ làm việc",
    TimeUnit.MONTH: "tháng",
    TimeUnit.TEXT: "(đơn vị khác)",
}


@dataclass(frozen=True)
class StatedTimeLimit:
    """A time limit as one part of the row states it. `quantity` None: words only."""

    unit: TimeUnit
    quantity: float | None
    words: str = ""

    @property
    def limit(self) -> tuple[TimeUnit, float | None, str]:
        """What must agree: the number, or the words where there is none."""
        return self.unit, self.quantity, self.words if self.unit == TimeUnit.TEXT else ""

    @property
    def in_words(self) -> str:
        """Number, unit and words as one text."""
        number = "" if self.quantity is None else f"{self.quantity:g} {UNIT_WORDS[self.unit]}"
        return ": ".join(part for part in (number, self.words) if part)


def time_defects(detail: DetailRow) -> Iterator[str]:
    """A reason for each time that has a unit and no positive number."""
    for method in detail.execution_methods:
        if method.processing_time_unit == "OTHER":
            continue
        if not isinstance(method.processing_time, int | float) or method.processing_time <= 0:
            yield f"time_not_a_number: {method.processing_time!r:.80} at {method.submission_method}"
    for case in detail.cases:
        if case.processing_day.type != "OTHER" and case.processing_day.qty <= 0:
            yield f"time_not_a_number: {case.processing_day.qty!r} at {case.code}"


def time_limits_of(detail: DetailRow) -> tuple[TimeLimit, ...]:
    """The limits by channel, and by case where the cases differ."""
    channels = dict.fromkeys(method.submission_method for method in detail.execution_methods)
    return tuple(limit for channel in channels for limit in _limits_of(channel, detail))


def _limits_of(channel: str, detail: DetailRow) -> Iterator[TimeLimit]:
    general = [_of_method(m) for m in detail.execution_methods if m.submission_method == channel]
    by_case = {case.code: _agreed([*general, _of_case(case)]) for case in detail.cases}
    if len({stated.limit for stated in by_case.values()}) <= 1:
        by_case = {"": next(iter(by_case.values()), None) or _agreed(general)}
    for code, stated in by_case.items():
        yield TimeLimit(
            case_code=code or None,
            channel=SubmissionChannel(channel.lower()),
            quantity=stated.quantity,
            unit=stated.unit,
            text=stated.words,
        )


def _of_method(row: MethodRow) -> StatedTimeLimit:
    unit, time = UNITS[row.processing_time_unit], row.processing_time
    if isinstance(time, str) or time is None:
        return StatedTimeLimit(unit, None, "; ".join(part for part in (time, row.description) if part))
    return StatedTimeLimit(unit, time, row.description)


def _of_case(row: CaseRow) -> StatedTimeLimit:
    return StatedTimeLimit(UNITS[row.processing_day.type], row.processing_day.qty)


def _agreed(stated: Iterable[StatedTimeLimit]) -> StatedTimeLimit:
    """One number that all state, or all of it in words."""
    everything = list(stated)
    units = {(each.unit, each.quantity) for each in everything}
    if len(units) == 1 and everything[0].unit != TimeUnit.TEXT:
        return StatedTimeLimit(*units.pop(), _joined(each.words for each in everything))
    return StatedTimeLimit(TimeUnit.TEXT, None, _joined(each.in_words for each in everything))


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
