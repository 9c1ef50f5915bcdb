"""Parser of the national catalogue's rows: a procedure with its questions, or the reasons for the row's quarantine.

Nothing is repaired. A row is set aside as a whole when
- it is not the JSON object that the format has, or a field that is read is missing, of another type or of an unknown
  kind (state, type, channel, unit, kind of fee); a code with a space or an odd suffix is malformed;
- another row of the same run has its code.
A detail that is set aside leaves the procedure findable from its list row. What is there and cannot be right, or says
two things, is a question for an editor (`inquiry`); until the answer it is kept in words for the officer to decide, and
where that would promise something false the procedure cannot be filed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from catalog.domain.national.content import from_detail, from_list
from catalog.domain.national.inquiry import Answers, Inquiry, RaisedQuestion, RowKind
from catalog.domain.national.reasons import shape_reasons
from catalog.domain.national.row_models import DetailAnswer, ListRow
from contracts.catalog import ProcedureContent

NO_ANSWERS: Answers = {}
MAX_CODE_LENGTH = 64


@dataclass(frozen=True)
class RejectedRow:
    """Every reason, and the code as far as the row has one."""

    code: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ParsedRow:
    """A procedure, and the questions that its row raises."""

    content: ProcedureContent
    questions: tuple[RaisedQuestion, ...] = ()

    @property
    def code(self) -> str:
        return self.content.code


def parse_row(kind: RowKind, raw: Any, answers: Answers = NO_ANSWERS) -> ParsedRow | RejectedRow:
    """Never raises: whatever comes is a procedure or is rejected by name. `answers` are those that editors gave before."""
    if isinstance(raw, str):
        return RejectedRow(None, ("not_json: the text is not a JSON object",))
    try:
        return _read_list(raw, answers) if kind == "list" else _read_detail(raw, answers)
    except ValidationError as error:
        return RejectedRow(stated_code(kind, raw), shape_reasons(error))


def stated_code(kind: RowKind, raw: Any) -> str | None:
    """The code that a row gives itself, well-formed or not."""
    row = raw.get("data") if kind == "detail" and isinstance(raw, dict) else raw
    code = row.get("code") if isinstance(row, dict) else None
    return code[:MAX_CODE_LENGTH] if isinstance(code, str) else None


def _read_list(raw: Any, answers: Answers) -> ParsedRow | RejectedRow:
    row = ListRow.model_validate(raw, extra="ignore")
    if len(row.categories) != len(row.category_ids):
        return RejectedRow(row.code, ("categories_disagree: names and ids differ in number",))
    inquiry = Inquiry(row.code, "list", answers)
    return ParsedRow(from_list(row, inquiry), tuple(inquiry.questions))


def _read_detail(raw: Any, answers: Answers) -> ParsedRow:
    row = DetailAnswer.model_validate(raw, extra="ignore").data
    inquiry = Inquiry(row.code, "detail", answers)
    return ParsedRow(from_detail(row, inquiry), tuple(inquiry.questions))


def reject_repeated(
    rows: Sequence[tuple[str, ParsedRow | RejectedRow]], earlier: Mapping[str, str]
) -> list[tuple[str, ParsedRow | RejectedRow]]:
    """Reject each row whose code another row of the run named before.

    `earlier` maps codes to the refs of the rows that named them in earlier batches; the same ref is the same row,
    sent again.
    """
    here: dict[str, str] = {}
    return [(ref, _unless_repeated(ref, outcome, earlier, here)) for ref, outcome in rows]


def _unless_repeated(
    ref: str, outcome: ParsedRow | RejectedRow, earlier: Mapping[str, str], here: dict[str, str]
) -> ParsedRow | RejectedRow:
    if isinstance(outcome, RejectedRow):
        return outcome
    first = here.get(outcome.code) or earlier.get(outcome.code, ref)
    if outcome.code in here or first != ref:
        return RejectedRow(outcome.code, (f"duplicate_code: {outcome.code} is also {first}",))
    here[outcome.code] = ref
    return outcome
