"""Cases of a row (trường hợp thực hiện). Cases that nobody can tell apart are one, until an editor has named them apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.domain.national.inquiry import Inquiry
from catalog.domain.national.row_models import CaseRow, DurationRow
from contracts.catalog import NamedCode, ProcedureCase, QuestionAnswer, QuestionKind, SourceWords


@dataclass(frozen=True)
class ReadCase:
    """A case as it can be chosen, with every time that the rows of it state."""

    code: str
    name: str
    times: tuple[DurationRow, ...]

    @property
    def case(self) -> ProcedureCase:
        return ProcedureCase(code=self.code, name=self.name)


def cases_of(rows: Iterable[CaseRow], inquiry: Inquiry) -> tuple[ReadCase, ...]:
    """The cases; rows that say the same are one row. The second row of a code gets a number behind it."""
    distinct = list(_numbered(dict.fromkeys(rows)))
    groups = list(_alike(distinct))
    alike = [each for group in groups if len(group) > 1 for each in group]
    if not alike:
        return tuple(distinct)
    answer = inquiry.ask(
        QuestionKind.CASES_ALIKE,
        "cases",
        [_words(each) for each in alike],
        [QuestionAnswer(cases=())],
        topic="cases",
        cases=[NamedCode(code=each.code, name=each.name) for each in alike],
    )
    if answer is not None and answer.cases:
        names = {each.code: each.name for each in answer.cases}
        return tuple(ReadCase(each.code, names.get(each.code, each.name), each.times) for each in distinct)
    return tuple(_one(group) for group in groups)


def _numbered(rows: Iterable[CaseRow]) -> Iterator[ReadCase]:
    times_seen: dict[str, int] = {}
    for row in rows:
        number = times_seen[row.code] = times_seen.get(row.code, 0) + 1
        code = row.code if number == 1 else f"{row.code}#{number}"
        yield ReadCase(code, row.name, (row.processing_day,))


def _alike(cases: Sequence[ReadCase]) -> Iterator[list[ReadCase]]:
    """Groups of one name, or of one code in the source, each in its order."""
    groups: list[list[ReadCase]] = []
    for case in cases:
        group = next((group for group in groups if any(_same(case, other) for other in group)), None)
        if group is None:
            groups.append([case])
        else:
            group.append(case)
    yield from groups


def _same(one: ReadCase, other: ReadCase) -> bool:
    names = [" ".join(each.name.casefold().split()) for each in (one, other)]
    codes = [each.code.partition("#")[0] for each in (one, other)]
    return names[0] == names[1] or codes[0] == codes[1]


def _one(group: Sequence[ReadCase]) -> ReadCase:
    times = dict.fromkeys(time for each in group for time in each.times)
    return ReadCase(group[0].code, group[0].name, tuple(times))


def _words(case: ReadCase) -> SourceWords:
    times = "; ".join(f"{time.qty:g} {time.type}" for time in case.times)
    return SourceWords(place=f"cases/{case.code}", text=f"{case.name}: {times}")
