"""A dossier of ours, as the dossiers service answers with all of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.catalog import SubmissionChannel
from contracts.dossiers import (
    Applicant,
    ApplicantIdentity,
    Dossier,
    DossierPaper,
    DossierRecord,
    DossierResult,
    DossierStatus,
    FeeDue,
    FeeItem,
    IdentityType,
    Lateness,
    RecordedEntry,
    ResultOutcome,
    ResultReturn,
    ReturnMethod,
    Supplement,
)

AT = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)
"""08:00 in Viet Nam."""
CODE = "H26.31.05-20260420-0000001"
AGENCY = "H26.31.05"


def hours(count: float) -> datetime:
    return AT + timedelta(hours=count)


def dossier(**changes: Any) -> Dossier:
    base = Dossier(
        dossier_id="d1",
        code=CODE,
        version=3,
        status=DossierStatus.ACCEPTED,
        status_number=2,
        procedure_code="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        procedure_version=1,
        regime_id="nd-118-2025",
        agency_code=AGENCY,
        channel=SubmissionChannel.ONLINE,
        applicant_name="Nguyễn Văn An",
        applicant=Applicant(
            full_name="Nguyễn Văn An",
            identity=ApplicantIdentity(type=IdentityType.PERSONAL_NUMBER, number="027090000001"),
            phone="0900000000",
        ),
        form_data={},
        papers=(
            DossierPaper(
                component_code="000.00.00.G15-KQ004389",
                name="giay-chung-sinh.pdf",
                file_id="f1",
                sha256="0" * 64,
                size=100,
                media_type="application/pdf",
                digitised=True,
            ),
            DossierPaper(
                component_code="000.00.00.G15-KQ003785",
                name="Thông báo",
                file_id="f2",
                paper_id="p1",
                result_code="KQ.G01.000065",
                reused=True,
            ),
            DossierPaper(component_code="000.00.00.G15-KQ003159", name="Văn bản ủy quyền", quantity=2),
        ),
        return_method=ReturnMethod.POST,
        submitted_at=hours(0),
        received_at=hours(1),
        due_at=hours(9),
        lateness=Lateness.IN_TIME,
        fee=FeeDue(amount=8_000, requested_at=hours(1), paid_at=hours(2), bill_id="b1"),
    )
    return base.model_copy(update=changes)


def returned(**changes: Any) -> Dossier:
    """10, with its result."""
    result = DossierResult(
        outcome=ResultOutcome.APPROVED,
        result_code="KQ.G15.000031",
        number="12/2026",
        file_id="f9",
        issued_at=hours(6),
        sealed_file_id="f10",
    )
    ended = {
        "status": DossierStatus.RETURNED,
        "status_number": 10,
        "ended_at": hours(6),
        "returned": ResultReturn(recipient="Nguyễn Văn An", method=ReturnMethod.POST, returned_at=hours(8)),
        "results": (result,),
        "result": result,
    }
    return dossier(**{**ended, **changes})


def history(count: int) -> tuple[RecordedEntry, ...]:
    return tuple(
        RecordedEntry(
            version=number,
            event="dossiers.accepted",
            status=DossierStatus.ACCEPTED,
            occurred_at=hours(number / 10),
            actor_kind="officer",
            agency_code=AGENCY,
            text=f"Việc thứ {number}",
            hash="0",
        )
        for number in range(1, count + 1)
    )


def record(changed: Dossier | None = None, **changes: Any) -> DossierRecord:
    base = DossierRecord(
        dossier=changed or dossier(),
        agency_name="Ủy ban nhân dân phường mẫu số 5",
        field_code="G15-TP07",
        field_name="Hộ tịch",
        supplements=(
            Supplement(
                reason="Ảnh mờ",
                items=("Giấy chứng sinh",),
                requested_at=hours(3),
                answered_at=hours(4),
            ),
        ),
        fee_items=(FeeItem(code="LP01", name="Lệ phí", legal_kind="le_phi", amount=8_000),),
        history=history(3),
    )
    return base.model_copy(update=changes)
