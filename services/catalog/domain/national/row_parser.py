"""Parser of the national catalogue's rows: a procedure, or the reasons for the row's quarantine.

Nothing is repaired. A row is unusable as a whole, because filing under it would promise or charge something
false, when
- it is not the JSON object that the format has, or a field that is read is missing, empty, of another type or of
  an unknown kind (state, type, channel, unit, kind of fee); a code with a space or an odd suffix is malformed;
- a fee is a number that must be wrong: below 1,000 VND;
- a time has a unit and no positive number;
- two of its cases have one code and differ, so that the filed one is not determined;
- a paper has no code or no name, so that it cannot be handed in;
- another row of the same run has its code.
A detail that is set aside leaves the procedure findable from its list row. Not defects, but kept in words for the
officer to decide: a time of unit OTHER, times of one row that disagree, fees in another currency, fees of which
the row does not say whether they add up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from catalog.domain.national.content import from_detail, from_list
from catalog.domain.national.fees import fee_defects
from catalog.domain.national.reasons import shape_reasons
from catalog.domain.national.row_models import DetailAnswer, DetailRow, ListRow
from catalog.domain.national.times import time_defects
from contracts.catalog import ProcedureContent

RowKind = Literal["list", "detail"]
MAX_CODE_LENGTH = 64


@dataclass(frozen=True)
class RejectedRow:
    """Every reason, and the code as far as the row has one."""

    code: str | None
    reasons: tuple[str, ...]


def parse_row(kind: RowKind, raw: Any) -> ProcedureContent | RejectedRow:
    """Never raises: whatever comes is a procedure or is rejected by name."""
    if isinstance(raw, str):
        return RejectedRow(None, ("not_json: the text is not a JSON object",))
    try:
        return _read_list(raw) if kind == "list" else _read_detail(raw)
    except ValidationError as error:
        return RejectedRow(stated_code(kind, raw), shape_reasons(error))


def stated_code(kind: RowKind, raw: Any) -> str | None:
    """The code that a row gives itself, well-formed or not."""
    row = raw.get("data") if kind == "detail" and isinstance(raw, dict) else raw
    code = row.get("code") if isinstance(row, dict) else None
    return code[:MAX_CODE_LENGTH] if isinstance(code, str) else None


def _read_list(raw: Any) -> ProcedureContent | RejectedRow:
    row = ListRow.model_validate(raw, extra="ignore")
    if len(row.categories) != len(row.category_ids):
        return RejectedRow(row.code, ("categories_disagree: names and ids differ in number",))
    return from_list(row)


def _read_detail(raw: Any) -> ProcedureContent | RejectedRow:
    row = DetailAnswer.model_validate(raw, extra="ignore").data
    reasons = tuple(dict.fromkeys(_defects(row)))
    return RejectedRow(row.code, reasons) if reasons else from_detail(row)


def _defects(row: DetailRow) -> Iterator[str]:
    yield from fee_defects(row.execution_methods)
    yield from time_defects(row)
    repeated = Counter(case.code for case in dict.fromkeys(row.cases))
    yield from (f"duplicate_case_code: {code}" for code, times in repeated.items() if times > 1)


def reject_repeated(
    rows: Sequence[tuple[str, ProcedureContent | RejectedRow]], earlier: Mapping[str, str]
) -> list[tuple[str, ProcedureContent | RejectedRow]]:
    """Reject each row whose code another row of the run named before.

    `earlier` maps codes to the refs of the rows that named them in earlier batches; the same ref is the same row,
    sent again.
    """
    here: dict[str, str] = {}
    return [(ref, _unless_repeated(ref, outcome, earlier, here)) for ref, outcome in rows]


def _unless_repeated(
    ref: str, outcome: ProcedureContent | RejectedRow, earlier: Mapping[str, str], here: dict[str, str]
) -> ProcedureContent | RejectedRow:
    if isinstance(outcome, RejectedRow):
        return outcome
    first = here.get(outcome.code) or earlier.get(outcome.code, ref)
    if outcome.code in here or first != ref:
        return RejectedRow(outcome.code, (f"duplicate_code: {outcome.code} is also {first}",))
    here[outcome.code] = ref
    return outcome
