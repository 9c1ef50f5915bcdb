"""Thẩm quyền: a dossier goes to an agency that is competent for its procedure on the day, and to none that has ended.

What the catalogue says of the agency becomes a refusal that names those who are competent. At the desk a dossier of
another agency is received for it (không phụ thuộc địa giới hành chính, NĐ 118/2025/NĐ-CP art 14, 17.3) with the reason.
"""

from datetime import date

from contracts.catalog import Agency, FilingCompetence
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.i18n import Text

_WHY = {
    "other_agency": Text(
        "Cơ quan này không có thẩm quyền giải quyết thủ tục.",
        "This agency is not competent for the procedure.",
    ),
    "ended": Text("Cơ quan này đã kết thúc hoạt động.", "This agency has ended."),
    "not_begun": Text("Cơ quan này chưa bắt đầu hoạt động.", "This agency has not begun its work."),
}
_COMPETENT = Text("Cơ quan có thẩm quyền: {agencies}.", "Competent: {agencies}.")
_SUCCESSOR = Text("Cơ quan thay thế: {agencies}.", "Its place took: {agencies}.")
_CODES = {"other_agency": "not_competent", "ended": "agency_ended", "not_begun": "agency_not_begun"}


def check_competence(competence: FilingCompetence | None, pointer: str, locale: str) -> None:
    """Raises INVALID_REQUEST at `pointer`, with the competent agencies by name and code."""
    if competence is not None and not competence.competent:
        raise _refusal(competence.why, competence.agencies, pointer, locale)


def check_in_force(agency: Agency, day: date, pointer: str, locale: str) -> None:
    """Raises INVALID_REQUEST at `pointer` for an agency that has ended, or has not begun, on the local day."""
    if agency.valid_from is not None and agency.valid_from > day:
        raise _refusal("not_begun", (), pointer, locale)
    if agency.valid_to is not None and agency.valid_to < day:
        raise _refusal("ended", (), pointer, locale)


def _refusal(why: str, agencies: tuple[Agency, ...], pointer: str, locale: str) -> ServiceError:
    sentences = [_WHY[why][locale]]
    named = "; ".join(f"{agency.name} ({agency.code})" for agency in agencies)
    if named:
        of = _COMPETENT if why == "other_agency" else _SUCCESSOR
        sentences.append(of[locale].format(agencies=named))
    params = {"agencies": named, "expected": "named"} if named else None
    wrong = FieldError(pointer=pointer, code=_CODES[why], detail=" ".join(sentences), params=params)
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
