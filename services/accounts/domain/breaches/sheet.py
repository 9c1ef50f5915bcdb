"""The sheet of facts of a breach (phiếu dữ kiện): one for both addressees, in the words of form 08 of NĐ 356/2025/NĐ-CP."""

from collections.abc import Iterable
from datetime import datetime

from contracts.accounts import (
    Breach,
    BreachAct,
    BreachAddressee,
    BreachDuty,
    BreachDutyKind,
    BreachEntry,
    BreachSheetLine,
    IncidentSeverity,
)
from contracts.labels import LABELS
from contracts.records import DocumentContent, DossierReaders, IssueDocument, StatedFact
from contracts.time import VIETNAM

KIND = "BREACH_NOTICE"
FORM_NUMBER = "08"
PORTAL = "portal"
"""In the place of an agency's code, where the breach is of who runs the portal."""

_AUTHORITIES = (BreachAddressee.DATA_PROTECTION_AUTHORITY, BreachAddressee.CYBER_SECURITY_AUTHORITY)


def lines(breach: Breach, entries: Iterable[BreachEntry]) -> tuple[BreachSheetLine, ...]:
    """In the order of the form; what is not known is left out."""
    facts = breach.facts
    stated = [
        ("Kính gửi", _addressees(breach)),
        ("Bên kiểm soát dữ liệu cá nhân", facts.controller_name),
        ("Nhân sự bảo vệ dữ liệu cá nhân", f"{facts.contact_name}, {facts.contact}"),
        ("Thời điểm phát hiện", _moment(facts.discovered_at)),
        ("Thời điểm xảy ra", _moment(facts.occurred_at) if facts.occurred_at else "chưa xác định"),
        ("Mô tả, tính chất vi phạm", facts.nature),
        ("Loại dữ liệu cá nhân", ", ".join(LABELS[type(each)][each]["vi"] for each in facts.data)),
        ("Số chủ thể dữ liệu bị ảnh hưởng", f"{facts.persons:,}".replace(",", ".")),
        ("Dữ liệu vị trí, sinh trắc học", "có" if facts.location_or_biometric else "không"),
        ("Hậu quả, thiệt hại có thể xảy ra", facts.consequences),
        ("Biện pháp khắc phục", facts.measures),
    ]
    if facts.severity is not IncidentSeverity.NONE:
        severity = LABELS[IncidentSeverity][facts.severity]["vi"]
        stated.append(("Mức độ sự cố an ninh mạng", severity))
    stated += [(LABELS[BreachDutyKind][each.duty]["vi"], _standing(each)) for each in breach.duties]
    references = [each for each in entries if each.act is BreachAct.NOTICE_GIVEN and each.reference]
    if references:
        stated.append(("Văn bản, biên nhận", "; ".join(each.reference or "" for each in references)))
    if breach.told_persons:
        count = f"{breach.told_persons:,}".replace(",", ".")
        stated.append(("Chủ thể dữ liệu đã được thông báo qua Cổng", count))
    return tuple(BreachSheetLine(label=label, text=text) for label, text in stated)


def document(
    breach: Breach, entries: Iterable[BreachEntry], command_id: str, account_id: str
) -> IssueDocument:
    """The signed PDF, which who asks for it reads."""
    facts = breach.facts
    stated = tuple(StatedFact(label=each.label, text=each.text) for each in lines(breach, entries))
    return IssueDocument(
        command_id=command_id,
        kind=KIND,
        form_number=FORM_NUMBER,
        regime_id=breach.regime,
        agency_code=breach.agency_code or PORTAL,
        content=DocumentContent(
            agency_name=facts.controller_name, officer_name=facts.contact_name, facts=stated
        ),
        readers=DossierReaders(account_ids=(account_id,)),
    )


def _addressees(breach: Breach) -> str:
    kinds = dict.fromkeys(each.addressee for each in breach.duties if each.addressee in _AUTHORITIES)
    return "; ".join(LABELS[type(each)][each]["vi"] for each in kinds)


def _standing(duty: BreachDuty) -> str:
    due = f"hạn {_moment(duty.due_at)}"
    if duty.done_at is None:
        return f"chưa thực hiện, {due}"
    late = " (quá hạn)" if duty.done_at > duty.due_at else ""
    return f"đã thực hiện {_moment(duty.done_at)}{late}, {due}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%H giờ %M phút, ngày %d/%m/%Y}"
