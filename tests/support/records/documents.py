"""Documents of every kind, short, long and hostile."""

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.records import (
    DocumentContent,
    IssueDocument,
    ListedDossier,
    ListedHandOver,
    ListedPaper,
    StatedCharge,
    StatedFact,
    StatedReceipt,
)
from records.domain.issued_documents import verification_url
from records.domain.numbering import DocumentNumber
from records.rendering.template_data import SignedBy, template_data
from records.rendering.typesetting import qr_svg, typeset

CODE = "ABCD-2345-EFGH-WXYZ"
ADDRESS = verification_url("https://dichvucong.example.vn", CODE)
AT = datetime(2026, 5, 4, 2, 15, tzinfo=UTC)
NUMBER = DocumentNumber(number=7, symbol="TNHS", year=2026)
HOSTILE = '#panic("x") #read("/etc/passwd") $x^2$ [*đậm*] \\ "\' <a> @ref // /* `x` ~ _ = - +'


def short(**changes: Any) -> DocumentContent:
    base = DocumentContent(
        agency_name="Công an phường mẫu số 5",
        desk_name="Bộ phận Tiếp nhận và Trả kết quả",
        dossier_code="H26.31.05-260504-0007",
        procedure_name="Đăng ký thường trú",
        applicant_name="Nguyễn Văn An",
        papers=(ListedPaper(name="Giấy tờ về chỗ ở", form="original"),),
        received_at=AT,
        due_at=AT + timedelta(days=9),
        reason="Thiếu giấy tờ chứng minh chỗ ở hợp pháp.",
        items=("Giấy tờ về chỗ ở, bản chụp rõ nét",),
        officer_name="Trần Thị Bình",
        hand_overs=(ListedHandOver(from_whom="Trần Thị Bình", to_whom="Lê Văn Cường", at=AT),),
        register_rows=(row(1),),
        period="Từ ngày 01/05/2026 đến ngày 31/05/2026",
    )
    return base.model_copy(update=changes)


def row(number: int, name: str = "Nguyễn Văn An") -> ListedDossier:
    return ListedDossier(
        number=number,
        code=f"H26.31.05-260504-{number:04d}",
        procedure_name="Đăng ký thường trú",
        applicant_name=name,
        agency_name="Công an phường mẫu số 5",
        received_at=AT,
    )


def receipt(text: str, rows: int) -> StatedReceipt:
    charge = StatedCharge(name=text, amount="8.000 đồng")
    return StatedReceipt(
        form_sign="02BLP0-001",
        series_sign="BL-26E",
        number="7",
        charges=(charge,) * rows,
        total="8.000 đồng",
        total_in_words=text,
    )


def filled(text: str, rows: int) -> DocumentContent:
    """The same text wherever there is text, in that many rows."""
    words = {name: text for name, field in DocumentContent.model_fields.items() if field.annotation is str}
    return short(
        **words,
        papers=tuple(ListedPaper(name=text, quantity=2, form="copy") for _ in range(rows)),
        items=(text,) * rows,
        receipt=receipt(text, rows),
        facts=(StatedFact(label=text, text=text),) * rows,
        hand_overs=tuple(
            ListedHandOver(from_whom=text, to_whom=text, at=AT, what=text, lateness="Trước hạn", note=text)
            for _ in range(rows)
        ),
        register_rows=tuple(row(number, text) for number in range(1, rows + 1)),
    )


def request(kind: str, content: DocumentContent, regime_id: str = "nd-118-2025") -> IssueDocument:
    return IssueDocument(
        command_id="c",
        kind=kind,
        form_number="01",
        regime_id=regime_id,
        agency_code="H26.31.05",
        dossier_id="d1",
        content=content,
    )


def rendered(
    kind: str, content: DocumentContent, regime_id: str = "nd-118-2025", signed: SignedBy | None = None
) -> bytes:
    signed = signed or SignedBy("Motcua (con dấu thử nghiệm)")
    about = request(kind, content, regime_id)
    data = template_data(about, CODE, ADDRESS, qr_svg(ADDRESS), AT, signed, NUMBER)
    return typeset(kind, data)
