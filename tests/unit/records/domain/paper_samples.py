"""Papers to test the store with."""

from datetime import UTC, datetime
from typing import Any

from contracts.base import Actor, ActorKind, OfficerRole
from contracts.records import PaperOrigin, PaperOwner, PaperReuseRequest
from records.domain.papers import PaperFile, PaperState, SealedPaper, sealed

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
AGENCY = "H05.34.44"
NUMBER = "001099000001"
KIND = "KQ.G15.000031"
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen")


def officer(*roles: OfficerRole, agency: str = AGENCY) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id="officer", agency_code=agency, roles=roles)


def seal(**changes: Any) -> SealedPaper:
    base = SealedPaper(
        paper_id="p1",
        file_id="f1",
        sha256="0" * 64,
        size=100,
        media_type="application/pdf",
        verification_code="ABCD-EFGH-IJKL-MNOP",
        result_code=KIND,
        title="Giấy khai sinh",
        number="12/2026",
        issuer_code=AGENCY,
        issuer_name="Ủy ban nhân dân phường mẫu",
        issued_at=AT,
        owner=PaperOwner(account_id="citizen", identity_number=NUMBER, name="Nguyễn Văn An"),
        dossier_id="d1",
        dossier_code="H05.34.44-20260302-0000001",
    )
    return base.model_copy(update=changes)


def paper(**changes: Any) -> PaperState:
    return sealed(seal(), AT).model_copy(update=changes)


def own_upload(**changes: Any) -> PaperState:
    base = PaperState(
        paper_id="u1",
        version=1,
        origin=PaperOrigin.UPLOADED,
        owner=PaperOwner(account_id="citizen"),
        file=PaperFile(file_id="f2", sha256="1" * 64, size=7, media_type="image/png"),
        title="Ảnh chụp sổ hộ khẩu",
        issued_at=AT,
        created_at=AT,
    )
    return base.model_copy(update=changes)


def question(paper_id: str = "p1", *kinds: str) -> PaperReuseRequest:
    return PaperReuseRequest(paper_id=paper_id, component_code="tp1", result_codes=kinds)
