"""Forms of the documents of each regime: title and register (TT 01/2018/TT-VPCP, TT 03/2025/TT-VPCP)."""

from dataclasses import dataclass

from contracts.errors import ErrorCode, FieldError, ServiceError


@dataclass(frozen=True)
class DocumentForm:
    """`title` as printed; `file_name` for who saves it; `book` the letters after the number (Số: …/TNHS)."""

    title: str
    file_name: str
    book: str
    counted: bool = True
    """Whether the register of the agency's documents numbers it; a receipt for fees has the number of its series."""


_FORMS = {
    "RECEIPT": DocumentForm("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "giay-tiep-nhan", "TNHS"),
    "SUPPLEMENT_REQUEST": DocumentForm(
        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "phieu-yeu-cau-bo-sung", "HDHS"
    ),
    "REFUSAL": DocumentForm("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "phieu-tu-choi", "TCHS"),
    "APOLOGY_EXTENSION": DocumentForm(
        "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ", "van-ban-xin-loi", "XLHS"
    ),
    "STOP_NOTICE": DocumentForm("Thông báo dừng giải quyết hồ sơ", "thong-bao-dung", "TBHS"),
    "CONTROL_SHEET": DocumentForm("Phiếu kiểm soát quá trình giải quyết hồ sơ", "phieu-kiem-soat", "KSHS"),
    "REGISTER": DocumentForm("Sổ theo dõi hồ sơ", "so-theo-doi", "SHS"),
    "BREACH_NOTICE": DocumentForm(
        "Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân", "thong-bao-vi-pham-du-lieu", "TBVP"
    ),
    "DESTRUCTION_MINUTES": DocumentForm("Biên bản tiêu hủy dữ liệu", "bien-ban-tieu-huy", "BBTH"),
    "FEE_RECEIPT": DocumentForm("Biên lai thu phí", "bien-lai-thu-phi", "BLP", counted=False),
    "CHARGE_RECEIPT": DocumentForm("Biên lai thu lệ phí", "bien-lai-thu-le-phi", "BLLP", counted=False),
}

_OF_REGIME = {
    ("nd-61-2018", "APOLOGY_EXTENSION"): DocumentForm(
        "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "phieu-xin-loi", "XLHS"
    ),
}
"""Where a decree calls a document otherwise than the one in force."""

_REGULATIONS = {
    "nd-61-2018": "Thông tư số 01/2018/TT-VPCP",
    "nd-118-2025": "Thông tư số 03/2025/TT-VPCP",
    "nd-118-2025-309-2026": "Thông tư số 03/2025/TT-VPCP",
    "nd-13-2023": "Nghị định số 13/2023/NĐ-CP",
    "nd-356-2025": "Nghị định số 356/2025/NĐ-CP",
    "nd-254-2026": "Nghị định số 254/2026/NĐ-CP",
}
"""Which circular or decree gives the forms of a decree."""

KINDS = tuple(_FORMS)
OF_DATA_PROTECTION = ("BREACH_NOTICE", "DESTRUCTION_MINUTES")
"""Those that are about no dossier."""
OF_CHARGES = ("FEE_RECEIPT", "CHARGE_RECEIPT")
"""Receipts for fees, of phí and of lệ phí."""


def form_of(kind: str, regime_id: str) -> DocumentForm:
    """Raises INVALID_REQUEST for an unknown kind."""
    if kind not in _FORMS:
        wrong = FieldError(pointer="/kind", code="unknown", detail="There is no such kind of document.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    return _OF_REGIME.get((regime_id, kind), _FORMS[kind])


def regulation_of(regime_id: str) -> str:
    """Empty for a regime that is not known here."""
    return _REGULATIONS.get(regime_id, "")
