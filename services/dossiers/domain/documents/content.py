"""Which act calls for which document, and what the document says (TT 01/2018/TT-VPCP, TT 03/2025/TT-VPCP)."""

import re
from dataclasses import dataclass

from contracts import dossiers as contract
from contracts.accounts import Contact
from contracts.catalog import AdminUnit, Agency, ProcedureComponent, TimeLimit, TimeUnit
from contracts.contact_details import readable_phone
from contracts.dossiers import ClockMoveKind, DocumentKind, DossierPaper, ResultOutcome, ReturnMethod
from contracts.events import AnyEventType
from contracts.labels import RETURN_METHODS_IN_FULL, TIME_UNITS
from contracts.records import DocumentContent, DossierReaders, ListedPaper
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.law import Law, time_limit

Kind = DocumentKind

_CALLED_FOR = {
    contract.ACCEPTED.name: Kind.RECEIPT,
    contract.SUPPLEMENT_REQUESTED.name: Kind.SUPPLEMENT_REQUEST,
    contract.RECEPTION_REFUSED.name: Kind.REFUSAL,
    contract.RESULT_ISSUED.name: Kind.REFUSAL,
    contract.EXTENDED.name: Kind.APOLOGY_EXTENSION,
    contract.STOPPED.name: Kind.STOP_NOTICE,
}


_FORM_DATA = "Tờ khai điện tử"
"""The form of the procedure, which the applicant has filled in, as a line among the papers."""

_UNKNOWN_UNIT = re.compile(r"[\d.]+ \(đơn vị khác\)(?:: |; )?")
"""What imports of before wrote for a number without a unit; nobody can read anything in it."""
_KIND_OF_UNIT = re.compile(
    r"^(tỉnh|thành phố|quận|huyện|thị xã|phường|xã|thị trấn|đặc khu)\s+(?=[^\W\d])", re.IGNORECASE
)


@dataclass(frozen=True)
class DocumentDraft:
    """A document to be made: by which form of which law, about which version of which dossier (0 of none), and who reads
    it beside the agency from the start (None: nobody); who signs it, and whether it is a decision of the agency."""

    kind: DocumentKind
    form_number: str
    law: Law
    agency_code: str
    content: DocumentContent
    dossier_id: str | None = None
    about_version: int = 0
    readers: DossierReaders | None = None
    signer_id: str | None = None
    decides: bool = False


@dataclass(frozen=True)
class NamedPeople:
    """Whom the document names, as far as their accounts say more than the dossier."""

    officer: Contact | None = None
    applicant: Contact | None = None
    place: str = ""
    """Where the agency sits (địa danh)."""
    desk: Agency | None = None
    """The agency whose desk received it for another one, on the receipt of that desk."""


def document_for(event_type: AnyEventType, dossier: DossierState) -> DocumentKind | None:
    """What the event of this dossier, as it stood after it, calls for.

    A desk that receives for another agency gives its receipt at once; the other one gives it with the due date. An immediate
    result needs no receipt unless the applicant asks for it (NĐ 61/2018/NĐ-CP art 17.4); an approval is its
    own paper.
    """
    if event_type is contract.SUBMITTED:
        return Kind.RECEIPT if dossier.forwarded_from and dossier.code else None
    kind = _CALLED_FOR.get(event_type.name)
    if kind is Kind.RECEIPT and dossier.immediate and not dossier.receipt_requested:
        return None
    result = dossier.result
    approved = result is not None and result.outcome is ResultOutcome.APPROVED
    return None if event_type is contract.RESULT_ISSUED and (approved or result is None) else kind


def is_decision(kind: DocumentKind, dossier: DossierState) -> bool:
    """Whether it is issued in the name of the agency by who is competent: the apology, the stop, a refusal after reception
    (NĐ 61/2018/NĐ-CP art 19). Receipts, requests and refusals at reception are the desk's."""
    after_reception = kind is Kind.REFUSAL and dossier.received_at is not None
    return after_reception or kind in (Kind.APOLOGY_EXTENSION, Kind.STOP_NOTICE)


def form_number(law: Law, kind: DocumentKind) -> str | None:
    """The number of the form in the regime; None where the regime has no such form."""
    return law.regime.forms.get(kind.value)


def document_content(
    kind: DocumentKind, dossier: DossierState, law: Law, people: NamedPeople
) -> DocumentContent:
    """The content of a document about the dossier as it stood when the document was called for."""
    head = _head(dossier, law, people)
    match kind:
        case Kind.RECEIPT:
            return head.model_copy(update=_receipt(dossier, law))
        case Kind.SUPPLEMENT_REQUEST:
            return head.model_copy(update=_supplement(dossier))
        case Kind.REFUSAL:
            return head.model_copy(update=_refusal(dossier))
        case Kind.APOLOGY_EXTENSION:
            return head.model_copy(update=_apology(dossier))
        case _:
            return head.model_copy(update=_decision(dossier))


def _head(dossier: DossierState, law: Law, people: NamedPeople) -> DocumentContent:
    applicant, account, officer = dossier.applicant, people.applicant, people.officer
    agency = people.desk or law.agency
    return DocumentContent(
        agency_name=agency.name if agency else dossier.agency_code,
        desk_name=agency.desk_name if agency else "",
        agency_address=agency.address if agency else "",
        agency_phone=agency.phone if agency else "",
        place=people.place,
        dossier_code=dossier.code or "",
        submission_number=dossier.submission_number or "",
        procedure_name=dossier.procedure_name,
        applicant_name=applicant.full_name,
        applicant_address=applicant.address or "",
        applicant_phone=readable_phone(applicant.phone or (account and account.phone) or ""),
        applicant_email=applicant.email or (account and account.email) or "",
        represented_by=dossier.filer.full_name if dossier.filer else "",
        received_at=dossier.received_at or (dossier.submitted_at if people.desk else None),
        due_at=dossier.due_at,
        officer_name=officer.full_name if officer else "",
        officer_contact=_contact(officer, agency),
    )


def _was_stated(dossier: DossierState) -> bool:
    return any(move.kind is ClockMoveKind.STATED for move in dossier.clock)


def place_of_issue(unit: AdminUnit | None) -> str:
    """Địa danh: the name of the unit, with its kind only where that is a number (NĐ 30/2020/NĐ-CP, annex I, II.4)."""
    return "" if unit is None else _KIND_OF_UNIT.sub("", unit.name)


def _receipt(dossier: DossierState, law: Law) -> dict[str, object]:
    limit = time_limit(law, dossier.case_code, dossier.channel)
    form = (ListedPaper(name=_FORM_DATA, form="electronic"),) if dossier.form_data else ()
    return {
        "papers": (*form, *(_listed(paper, law) for paper in dossier.papers)),
        "time_limit": time_limit_text(limit, stated=_was_stated(dossier)) if limit else "",
        "return_place": _return_place(dossier, law),
        "return_method": RETURN_METHODS_IN_FULL[dossier.return_method].vi,
    }


def _supplement(dossier: DossierState) -> dict[str, object]:
    supplement = dossier.supplements[-1]
    return {
        "reason": supplement.reason,
        "items": supplement.items,
        "legal_ground": supplement.legal_ground or "",
        "answer_until": supplement.answer_until,
    }


def _refusal(dossier: DossierState) -> dict[str, object]:
    """At reception the dossier says why, after it the result does."""
    result = dossier.result
    if result is None:
        return _decision(dossier)
    return {"reason": result.reason or "", "legal_ground": result.legal_ground or ""}


def _decision(dossier: DossierState) -> dict[str, object]:
    return {"reason": dossier.reason or "", "legal_ground": dossier.legal_ground or ""}


def _apology(dossier: DossierState) -> dict[str, object]:
    """The promised date is stated even where the apology came too late to move the due date."""
    assert dossier.extension is not None, "an apology follows an extension"
    extension = dossier.extension
    return {
        "reason": extension.reason,
        "due_before": extension.due_before,
        "due_at": extension.promised_at,
    }


def time_limit_text(limit: TimeLimit, *, stated: bool = False) -> str:
    """Thời hạn giải quyết. Where the officer stated the date beside a number: the words that allow it."""
    if limit.unit is TimeUnit.SAME_DAY:
        return "Trong ngày làm việc"
    if limit.unit is TimeUnit.TEXT or limit.quantity is None or (stated and limit.alternatives):
        return _UNKNOWN_UNIT.sub("", limit.text) or "Theo thời điểm hẹn trả kết quả"
    return f"{limit.quantity:02g} {TIME_UNITS[limit.unit].vi}"


def _listed(paper: DossierPaper, law: Law) -> ListedPaper:
    component = next((each for each in law.procedure.components if each.code == paper.component_code), None)
    name = component.name if component else paper.name
    if paper.file_id or paper.paper_id:
        return ListedPaper(name=name, quantity=paper.quantity, form="electronic")
    return ListedPaper(
        name=name, quantity=paper.quantity, form="original" if _original(component) else "copy"
    )


def _original(component: ProcedureComponent | None) -> bool:
    return component is not None and component.originals > 0


def _return_place(dossier: DossierState, law: Law) -> str:
    if dossier.return_method is ReturnMethod.POST:
        return dossier.return_address or dossier.applicant.address or ""
    agency = law.agency
    if dossier.return_method is ReturnMethod.ONLINE or agency is None:
        return ""
    return ", ".join(part for part in (agency.desk_name or agency.name, agency.address) if part)


def _contact(officer: Contact | None, agency: Agency | None) -> str:
    phone = (agency and agency.phone) or ""
    mail = (officer and officer.email) or ""
    parts = (f"điện thoại {phone}" if phone else "", f"email {mail}" if mail else "")
    return ", ".join(part for part in parts if part)
