"""The content of the papers of the office: the control sheet of a dossier, the register of an agency's days."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from contracts.catalog import Agency
from contracts.dossiers import DossierAction, DossierStatus, HandOver, Lateness, RegisterRow, ReturnMethod
from contracts.error_messages import ACTIONS
from contracts.labels import RETURN_METHODS
from contracts.records import DocumentContent, ListedDossier, ListedHandOver
from contracts.time import local_day
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field

LONGEST_DAYS, MOST_ROWS = 31, 2_000

NameOf = Callable[[str | None], str]
"""The name of an officer by the id of his account; empty for nobody."""


@dataclass(frozen=True)
class Names:
    """How the sheet names whom it knows by id or code."""

    officer: NameOf
    agency: Callable[[str], str]


_LATENESS = {
    Lateness.EARLY: "Trước hạn",
    Lateness.ON_TIME: "Đúng hạn",
    Lateness.LATE: "Quá hạn",
}
_WITHOUT_RESULT = {
    DossierStatus.WITHDRAWN: "Rút hồ sơ",
    DossierStatus.NOT_ACCEPTED: "Không tiếp nhận",
    DossierStatus.STOPPED: "Dừng giải quyết",
}
"""What the register notes of a dossier that has no result."""
_QUEUE, _DESK = "Hàng chờ", "Bộ phận Một cửa"


def control_sheet_content(
    dossier: DossierState,
    agency: Agency | None,
    names: Names,
    issuer_name: str,
    place: str = "",
) -> DocumentContent:
    """Mẫu 05 of TT 01/2018/TT-VPCP, Mẫu 06 of TT 03/2025/TT-VPCP."""
    steps = {step.code: step.name for step in dossier.steps}
    return _of_agency(dossier.agency_code, agency, issuer_name, place).model_copy(
        update={
            "dossier_code": dossier.code or "",
            "procedure_name": dossier.procedure_name,
            "applicant_name": dossier.applicant.full_name,
            "received_at": dossier.received_at,
            "due_at": dossier.due_at,
            "hand_overs": tuple(
                _listed(row, steps, names, dossier.agency_code) for row in dossier.hand_overs
            ),
        }
    )


def register_content(
    agency_code: str,
    agency: Agency | None,
    days: tuple[date, date],
    rows: Iterable[RegisterRow],
    issuer_name: str,
    place: str = "",
) -> DocumentContent:
    """Mẫu 06 of TT 01/2018/TT-VPCP, Mẫu 07 of TT 03/2025/TT-VPCP."""
    head = _of_agency(agency_code, agency, issuer_name, place)
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


def _of_agency(code: str, agency: Agency | None, issuer_name: str, place: str) -> DocumentContent:
    return DocumentContent(
        agency_name=agency.name if agency else code,
        desk_name=agency.desk_name if agency else "",
        agency_address=agency.address if agency else "",
        agency_phone=agency.phone if agency else "",
        officer_name=issuer_name,
        place=place,
    )


def _listed(row: HandOver, steps: dict[str, str], names: Names, own: str) -> ListedHandOver:
    done = steps.get(row.step_code or "", row.step_code or "")
    what = (ACTIONS[row.what]["vi"] if row.what in ACTIONS else row.what).capitalize()
    return ListedHandOver(
        from_whom=_place(row.from_officer_id, row.from_unit, (row.from_agency_code or own,), names, own),
        to_whom=_DESK
        if row.what == DossierAction.ISSUE_RESULT
        else _place(row.to_officer_id, row.to_unit, row.to_agency_codes or (own,), names, own),
        at=row.at,
        what=f"{what}: {done}" if done else what,
        lateness=_LATENESS.get(row.lateness, "") if row.lateness else "",
        note=row.note or "",
    )


def _place(officer_id: str | None, unit: str, agencies: tuple[str, ...], names: Names, own: str) -> str:
    """A person with his unit, and with his agency where that is another's; a queue with its unit and agency."""
    of = "; ".join(names.agency(code) for code in agencies)
    if officer_id is None:
        return ", ".join(part for part in (f"{_QUEUE} {unit}".rstrip(), of) if part)
    name = names.officer(officer_id) or officer_id
    where = ", ".join(part for part in (unit, "" if agencies == (own,) else of) if part)
    return f"{name} ({where})" if where else name


def _register_line(row: RegisterRow, agency_name: str) -> ListedDossier:
    """Without a result nothing goes to where results are returned; what became of it is a note."""
    with_result = row.status in (DossierStatus.PROCESSED, DossierStatus.RETURNED)
    ended = f", ngày {local_day(row.ended_at):%d/%m/%Y}" if row.ended_at else ""
    note = _WITHOUT_RESULT.get(row.status, "")
    return ListedDossier(
        number=row.number,
        code=row.code,
        procedure_name=row.procedure_name,
        applicant_name=row.applicant_name,
        agency_name=agency_name,
        received_at=row.received_at,
        due_at=row.due_at,
        ended_at=row.ended_at if with_result else None,
        returned_at=row.returned_at,
        return_method=RETURN_METHODS[ReturnMethod(row.return_method)].vi if row.return_method else "",
        note=f"{note}{ended}" if note else "",
    )
