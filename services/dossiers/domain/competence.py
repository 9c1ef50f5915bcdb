"""Thẩm quyền: a dossier goes to an agency that is competent for its procedure on the day, and to none that has ended.

What the catalogue says of the agency becomes a refusal that names those who are competent. At the desk a dossier of
another agency is received for it (không phụ thuộc địa giới hành chính, NĐ 118/2025/NĐ-CP art 14, 17.3) with the reason.
"""

from dataclasses import dataclass
from datetime import date

from contracts import agency_codes
from contracts.catalog import Agency, FilingCompetence, Procedure, ReceptionArea, Regime, rule_on
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.i18n import Text

_WHY = {
    "other_agency": Text(
        "Cơ quan này không có thẩm quyền giải quyết thủ tục.",
        "This agency is not competent for the procedure.",
    ),
    "ended": Text("Cơ quan này đã kết thúc hoạt động.", "This agency has ended."),
    "not_begun": Text("Cơ quan này chưa bắt đầu hoạt động.", "This agency has not begun its work."),
    "still_there": Text("Cơ quan này chưa kết thúc hoạt động.", "This agency has not ended."),
    "no_successor": Text(
        "Cơ quan này kết thúc hoạt động mà chưa có cơ quan kế thừa.",
        "This agency has ended, and no other is known to have taken its place.",
    ),
    "outside_area": Text(
        "Thủ tục không thuộc danh mục được tiếp nhận tại đây; đề nghị nộp tại nơi có thẩm quyền hoặc trực tuyến.",
        "The procedure is not on the list of those received here: file it where it is decided, or online.",
    ),
}
_COMPETENT = Text("Cơ quan có thẩm quyền: {agencies}.", "Competent: {agencies}.")
_SUCCESSOR = Text("Cơ quan thay thế: {agencies}.", "Its place took: {agencies}.")
_CODES = {
    "other_agency": "not_competent",
    "ended": "agency_ended",
    "not_begun": "agency_not_begun",
    "outside_area": "outside_area",
    "still_there": "agency_not_ended",
    "no_successor": "no_successor",
}


@dataclass(frozen=True)
class Seat:
    """Where an agency sits: its own code, and the code of the province as an administrative unit, where that is known."""

    agency_code: str
    province_unit: str | None = None


def reception_area(procedure: Procedure, regime: Regime, day: date) -> ReceptionArea:
    """How far from the competent agency a desk may receive on the local day (NĐ 118/2025/NĐ-CP art 14).

    Any desk of the province where no list says otherwise; the whole country only for procedures of the published list, and
    not before NĐ 309/2026/NĐ-CP.
    """
    rule = rule_on(procedure.reception_boundaries, day)
    area = ReceptionArea.PROVINCE if rule is None else rule.area
    nationwide = area is ReceptionArea.NATION and regime.nationwide_reception
    return area if nationwide or area is not ReceptionArea.NATION else ReceptionArea.PROVINCE


def check_reception_area(
    area: ReceptionArea, desk: Seat, competent: Agency, seat: Seat, pointer: str, locale: str
) -> None:
    """Raises INVALID_REQUEST at `pointer` where a desk may not receive for the competent agency, which it names."""
    if area is ReceptionArea.NATION or desk.agency_code == seat.agency_code:
        return
    if area is ReceptionArea.NONE or not same_province(desk, seat):
        raise _refusal("outside_area", (competent,), pointer, locale)


def same_province(one: Seat, other: Seat) -> bool:
    """Whether both sit in one province. An agency of which nothing tells is one of the whole country."""
    if one.province_unit and other.province_unit:
        return one.province_unit == other.province_unit
    roots = [_province_of_code(seat.agency_code) for seat in (one, other)]
    return None in roots or roots[0] == roots[1]


def _province_of_code(code: str) -> str | None:
    """The province that the code names, None for one of a ministry."""
    root = agency_codes.root_of(code)
    return root if root.startswith("H") else None


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


def check_succession(
    agency: Agency, successor: Agency | None, day: date, pointer: str, locale: str
) -> Agency:
    """The agency that took the place of one that has ended by the local day. Raises INVALID_REQUEST where it has not, or
    where nobody did."""
    if agency.valid_to is None or agency.valid_to >= day:
        raise _refusal("still_there", (), pointer, locale)
    if successor is None:
        raise _refusal("no_successor", (), pointer, locale)
    return successor


def _refusal(why: str, agencies: tuple[Agency, ...], pointer: str, locale: str) -> ServiceError:
    sentences = [_WHY[why][locale]]
    named = "; ".join(f"{agency.name} ({agency.code})" for agency in agencies)
    if named:
        of = _COMPETENT if why in ("other_agency", "outside_area") else _SUCCESSOR
        sentences.append(of[locale].format(agencies=named))
    params = {"agencies": named, "expected": "named"} if named else None
    wrong = FieldError(pointer=pointer, code=_CODES[why], detail=" ".join(sentences), params=params)
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
