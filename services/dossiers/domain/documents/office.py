"""The content of the papers of the office: the control sheet of a dossier, the register of an agency's days."""

from collections.abc import Callable, Iterable
from datetime import date

from contracts.catalog import Agency
from contracts.dossiers import DossierAction, HandOver, Lateness, RegisterRow, ReturnMethod
from contracts.error_messages import ACTIONS
from contracts.labels import RETURN_METHODS
from contracts.records import DocumentContent, ListedDossier, ListedHandOver
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field

LONGEST_DAYS, MOST_ROWS = 31, 2_000

NameOf = Callable[[str | None], str]
"""The name of an officer by the id of his account; empty for nobody."""

_LATENESS = {
    Lateness.EARLY: "Trước hạn",
    Lateness.ON_TIME: "Đúng hạn",
    Lateness.LATE: "Quá hạn",
}
_QUEUE, _DESK = "Hàng chờ", "Bộ phận Một cửa"


def control_sheet_content(
    dossier: DossierState, agency: Agency | None, name_of: NameOf, issuer_name: str
) -> DocumentContent:
    """Mẫu 05 of TT 01/2018/TT-VPCP, Mẫu 06 of TT 03/2025/TT-VPCP."""
    steps = {step.code: step.name for step in dossier.steps}
    return _of_agency(dossier.agency_code, agency, issuer_name).model_copy(
        update={
            "dossier_code": dossier.code or "",
            "procedure_name": dossier.procedure_name,
            "applicant_name": dossier.applicant.full_name,
            "received_at": dossier.received_at,
            "due_at": dossier.due_at,
            "hand_overs": tuple(_listed(row, steps, name_of) for row in dossier.hand_overs),
        }
    )


def register_content(
    agency_code: str,
    agency: Agency | None,
    days: tuple[date, date],
    rows: Iterable[RegisterRow],
    issuer_name: str,
) -> DocumentContent:
    """Mẫu 06 of TT 01/2018/TT-VPCP, Mẫu 07 of TT 03/2025/TT-VPCP."""
    head = _of_agency(agency_code, agency, issuer_name)
    listed = tuple(_register_line(row, head.agency_name) for row in rows)
    period = f"Từ ngày {days[0]:%d/%m/%Y} đến ngày {days[1]:%d/%m/%Y}"
    return head.model_copy(update={"register_rows": listed, "period": period})


def check_days(first: date, last: date) -> None:
    """Raises INVALID_REQUEST for more days than one register holds."""
    if (last - first).days >= LONGEST_DAYS:
        raise invalid_field("/to_day", "too_many", f"A register holds {LONGEST_DAYS} days at most.")


def check_rows(count: int) -> None:
    """Raises INVALID_REQUEST for more rows than one document holds."""
    if count > MOST_ROWS:
        raise invalid_field("/to_day", "too_many", f"{count} dossiers; a register holds {MOST_ROWS} at most.")


def _of_agency(code: str, agency: Agency | None, issuer_name: str) -> DocumentContent:
    return DocumentContent(
        agency_name=agency.name if agency else code,
        desk_name=agency.desk_name if agency else "",
        agency_address=agency.address if agency else "",
        agency_phone=agency.phone if agency else "",
        officer_name=issuer_name,
    )


def _listed(row: HandOver, steps: dict[str, str], name_of: NameOf) -> ListedHandOver:
    done = steps.get(row.step_code or "", row.step_code or "")
    what = ACTIONS.get(row.what, row.what).capitalize()
    return ListedHandOver(
        from_whom=_place(row.from_officer_id, row.from_unit, name_of),
        to_whom=_DESK
        if row.what == DossierAction.ISSUE_RESULT
        else _place(row.to_officer_id, row.to_unit, name_of),
        at=row.at,
        what=f"{what}: {done}" if done else what,
        lateness=_LATENESS.get(row.lateness, "") if row.lateness else "",
        note=row.note or "",
    )


def _place(officer_id: str | None, unit: str, name_of: NameOf) -> str:
    """Name and unit; a queue by its unit, that of the desk without one."""
    if officer_id is None:
        return f"{_QUEUE} {unit}".rstrip()
    name = name_of(officer_id) or officer_id
    return f"{name} ({unit})" if unit else name


def _register_line(row: RegisterRow, agency_name: str) -> ListedDossier:
    return ListedDossier(
        number=row.number,
        code=row.code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        agency_name=agency_name,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        returned_at=row.returned_at,
        return_method=RETURN_METHODS[ReturnMethod(row.return_method)].vi if row.return_method else "",
    )
