"""Time limits of the national catalogue (thời hạn giải quyết).

A row states a limit at each way of handing in, sometimes twice, and again at each case, as numbers and in words. The
limit of a (case × channel) is a number where the row has one number for it: of several cases with numbers of their own,
that of the case. Where its words or its other numbers say something else, an editor is asked; until the answer an
officer may state the due date up to the longest length that is named, and must where no number is left
(TimeUnit.TEXT). A number of unit OTHER is no length and is printed nowhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.domain.national.cases import ReadCase
from catalog.domain.national.durations import by_place, prolongs, same_day, spans_in
from catalog.domain.national.inquiry import Inquiry
from catalog.domain.national.row_models import DetailRow, MethodRow
from contracts.catalog import (
    QuestionAnswer,
    QuestionKind,
    SourceWords,
    SubmissionChannel,
    TimeAnswer,
    TimeLimit,
    TimeSpan,
    TimeUnit,
)

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
}


@dataclass(frozen=True)
class StatedTimeLimit:
    """A time limit as one part of the row states it. `span` None: words only, or no number that can be one."""

    span: TimeSpan | None
    words: str = ""
    of_unknown_unit: float | None = None
    raw: str = ""
    """The number and its unit as they came."""

    @property
    def in_words(self) -> str:
        """Number, unit and words as one text."""
        number = "" if self.span is None else f"{self.span.quantity:g} {UNIT_WORDS[self.span.unit]}"
        return ": ".join(part for part in (number, self.words) if part)


@dataclass(frozen=True)
class LimitReading:
    """What the row says of the limit of one (case × channel): a number or none, and what stays open."""

    span: TimeSpan | None
    text: str
    alternatives: tuple[TimeSpan, ...]
    kind: QuestionKind | None
    stated: tuple[StatedTimeLimit, ...]

    @property
    def words(self) -> str:
        """All words, without the numbers."""
        return _joined(each.words for each in self.stated)


def time_limits_of(detail: DetailRow, cases: Sequence[ReadCase], inquiry: Inquiry) -> tuple[TimeLimit, ...]:
    """The limits by channel, and by case where the cases differ. One question for channels that say the same."""
    channels = dict.fromkeys(method.submission_method for method in detail.execution_methods)
    answers: dict[tuple[str, LimitReading], QuestionAnswer | None] = {}
    limits: list[TimeLimit] = []
    for channel in channels:
        for case_code, reading in _by_case(channel, detail, cases).items():
            if reading.kind is not None and (case_code, reading) not in answers:
                answers[case_code, reading] = _ask(reading, case_code, channel, inquiry)
            limits.append(_limit(reading, answers.get((case_code, reading)), case_code, channel))
    return tuple(limits)


def _by_case(channel: str, detail: DetailRow, cases: Sequence[ReadCase]) -> dict[str, LimitReading]:
    """By the code of the case; under an empty one where all cases have the same limit."""
    general = [_of_method(m) for m in detail.execution_methods if m.submission_method == channel]
    by_case = {case.code: _read(general, case, cases) for case in cases}
    if len(set(by_case.values())) > 1:
        return by_case
    return {"": next(iter(by_case.values()), None) or _read(general, None, ())}


def _read(
    general: Sequence[StatedTimeLimit], case: ReadCase | None, cases: Sequence[ReadCase]
) -> LimitReading:
    own = _of_case(case)
    stated = tuple(dict.fromkeys((*general, *own)))
    known = _spans(stated)
    spoken = tuple(span for each in stated for span in spans_in(each.words))
    places = any(by_place(each.words) for each in stated)
    span, others = _chosen(known, _spans(general), _spans(own), spoken, cases, by_place=places)
    unknown = [each for each in stated if each.of_unknown_unit is not None]
    kind = _kind(span, others, known, unknown, stated)
    unsure = [
        TimeSpan(quantity=each.of_unknown_unit, unit=TimeUnit.DAY) for each in unknown if each.of_unknown_unit
    ]
    named = dict.fromkeys((*([span] if span else known), *others, *unsure))
    return LimitReading(
        span=span,
        text=_joined(each.words if span else each.in_words for each in stated),
        alternatives=() if kind is None else tuple(sorted(named, key=_roughly)),
        kind=kind,
        stated=stated,
    )


def _chosen(
    known: Sequence[TimeSpan],
    general: Sequence[TimeSpan],
    own: Sequence[TimeSpan],
    spoken: Sequence[TimeSpan],
    cases: Sequence[ReadCase],
    *,
    by_place: bool,
) -> tuple[TimeSpan | None, list[TimeSpan]]:
    """The number, and the lengths beside it that say something else.

    Of several cases each has its own number, and the numbers of the others are no contradiction. The number of the only
    case rules where the words name it too, unless they go by the place.
    """
    of_cases = {span for each in cases for span in _spans(_of_case(each))}
    named = {*general, *spoken}
    if len(own) == 1 and (len(of_cases) > 1 or (own[0] in named and not by_place)):
        return own[0], [span for span in dict.fromkeys((*general, *spoken)) if span not in of_cases]
    if len(known) == 1:
        return known[0], [span for span in dict.fromkeys(spoken) if span != known[0]]
    return None, [span for span in dict.fromkeys(spoken) if span not in known]


def _kind(
    span: TimeSpan | None,
    others: Sequence[TimeSpan],
    known: Sequence[TimeSpan],
    unknown: Sequence[StatedTimeLimit],
    stated: Sequence[StatedTimeLimit],
) -> QuestionKind | None:
    if span is None:
        if len(known) > 1:
            return QuestionKind.TIME_NUMBERS_DIFFER
        if unknown:
            return QuestionKind.TIME_UNIT_UNKNOWN
        return None if all(each.words and each.raw == "" for each in stated) else QuestionKind.TIME_MISSING
    if any(other in known for other in others):
        return QuestionKind.TIME_NUMBERS_DIFFER
    if others:
        same = all(other.quantity == span.quantity for other in others)
        return QuestionKind.TIME_UNIT_DIFFERS if same else QuestionKind.TIME_WORDS_DIFFER
    differs = any(each.of_unknown_unit != span.quantity for each in unknown)
    return QuestionKind.TIME_UNIT_UNKNOWN if differs else None


def _ask(reading: LimitReading, case_code: str, channel: str, inquiry: Inquiry) -> QuestionAnswer | None:
    assert reading.kind is not None
    words = [
        SourceWords(place="time limit", text=": ".join(filter(None, (each.raw, each.words))))
        for each in reading.stated
        if each.raw or each.words
    ]
    return inquiry.ask(
        reading.kind,
        " ".join(filter(None, ("time limit", case_code, channel.lower()))),
        words,
        _suggestions(reading),
        topic="time limit",
        blocks_filing=reading.kind is QuestionKind.TIME_MISSING and not reading.words,
    )


def _suggestions(reading: LimitReading) -> Iterator[QuestionAnswer]:
    if same_day(reading.words):
        yield QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.SAME_DAY))
    for span in reading.alternatives:
        yield QuestionAnswer(time_limit=TimeAnswer(unit=span.unit, quantity=span.quantity))
        if span == reading.span and len(reading.alternatives) > 1:
            answer = TimeAnswer(unit=span.unit, quantity=span.quantity, officer_may_state=True)
            yield QuestionAnswer(time_limit=answer)
    yield QuestionAnswer(time_limit=TimeAnswer(unit=TimeUnit.TEXT, officer_may_state=True))


def _limit(reading: LimitReading, answer: QuestionAnswer | None, case_code: str, channel: str) -> TimeLimit:
    given = None if answer is None else answer.time_limit
    read = reading if given is None else _answered(reading, given)
    unit = TimeUnit.TEXT if read.span is None else read.span.unit
    if given is not None and given.unit is TimeUnit.SAME_DAY:
        unit = TimeUnit.SAME_DAY
    return TimeLimit(
        case_code=case_code or None,
        channel=SubmissionChannel(channel.lower()),
        quantity=read.span and read.span.quantity,
        unit=unit,
        text=read.text,
        alternatives=read.alternatives,
        open_ended=bool(read.alternatives) and prolongs(read.words),
    )


def _answered(reading: LimitReading, given: TimeAnswer) -> LimitReading:
    span = None if given.quantity is None else TimeSpan(quantity=given.quantity, unit=given.unit)
    alternatives = reading.alternatives if given.officer_may_state else ()
    return replace(
        reading,
        span=span,
        alternatives=alternatives,
        text=reading.text if given.unit is TimeUnit.TEXT else reading.words,
    )


def _of_method(row: MethodRow) -> StatedTimeLimit:
    unit, time = UNITS[row.processing_time_unit], row.processing_time
    raw = f"{time:g} {row.processing_time_unit}" if isinstance(time, int | float) else ""
    if unit is TimeUnit.TEXT:
        number = time if isinstance(time, int | float) and time > 0 else None
        text = time if isinstance(time, str) else ""
        return StatedTimeLimit(None, _joined((text, row.description)), number, raw)
    if isinstance(time, int | float) and 0 < time <= 10_000:
        return StatedTimeLimit(TimeSpan(quantity=time, unit=unit), row.description, None, raw)
    return StatedTimeLimit(None, row.description, None, f"{time!r:.80} {row.processing_time_unit}")


def _of_case(case: ReadCase | None) -> list[StatedTimeLimit]:
    stated = []
    for time in case.times if case else ():
        unit, raw = UNITS[time.type], f"{time.qty:g} {time.type}"
        if unit is TimeUnit.TEXT:
            stated.append(StatedTimeLimit(None, "", time.qty if time.qty > 0 else None, raw))
        elif 0 < time.qty <= 10_000:
            stated.append(StatedTimeLimit(TimeSpan(quantity=time.qty, unit=unit), "", None, raw))
        else:
            stated.append(StatedTimeLimit(None, "", None, raw))
    return stated


def _spans(stated: Iterable[StatedTimeLimit]) -> tuple[TimeSpan, ...]:
    return tuple(dict.fromkeys(each.span for each in stated if each.span))


def _roughly(span: TimeSpan) -> float:
    """Its length in days, to sort by."""
    days = {TimeUnit.HOUR: 1 / 8, TimeUnit.WORKING_DAY: 1.4, TimeUnit.MONTH: 30}
    return span.quantity * days.get(span.unit, 1)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
