"""What a person sees who scanned the QR code of a document."""

from datetime import datetime
from html import escape
from string import Template
from zoneinfo import ZoneInfo

from contracts.records import VerifiedDocument
from gateway.http.language import Locale

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_PAGE = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title</title>
<style>
body { font: 17px/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #f3f4f6; }
main { max-width: 40rem; margin: 6vh auto; padding: 1.5rem 2rem; background: #fff; border-top: 6px solid $colour; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; color: $colour; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.25rem; margin: 1.25rem 0; }
dt { color: #555; }
dd { margin: 0; overflow-wrap: anywhere; }
p.hint { color: #555; font-size: .9rem; border-top: 1px solid #ddd; padding-top: 1rem; margin-bottom: 0; }
@media (max-width: 32rem) { main { margin: 0; padding: 1rem; } dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .6rem; } }
</style>
</head>
<body><main><h1>$title</h1><p>$text</p>$facts</main></body>
</html>
""")

_WORDS: dict[str, dict[Locale, tuple[str, str]]] = {
    "valid": {
        "vi": (
            "Văn bản hợp lệ",
            "Văn bản này do cơ quan dưới đây ban hành; chữ ký số nguyên vẹn và được tin cậy.",
        ),
        "en": (
            "Valid",
            "This document was issued by the agency below; its digital signature is whole and trusted.",
        ),
    },
    "replaced": {
        "vi": (
            "Văn bản đã được thay thế",
            "Chữ ký số hợp lệ, nhưng đã có văn bản khác thay thế văn bản này.",
        ),
        "en": ("Replaced", "The signature is valid, but another document has taken the place of this one."),
    },
    "revoked": {
        "vi": ("Văn bản đã bị thu hồi", "Chữ ký số hợp lệ, nhưng cơ quan ban hành đã thu hồi văn bản này."),
        "en": ("Revoked", "The signature is valid, but the issuing agency has revoked this document."),
    },
    "expired": {
        "vi": ("Văn bản đã hết hiệu lực", "Chữ ký số hợp lệ, nhưng thời hạn của văn bản đã hết."),
        "en": ("Expired", "The signature is valid, but the document's time is over."),
    },
    "invalid": {
        "vi": (
            "Chữ ký số không hợp lệ",
            "Không xác nhận được chữ ký số của văn bản. Hãy liên hệ cơ quan ban hành.",
        ),
        "en": (
            "Signature not valid",
            "The digital signature cannot be confirmed. Please ask the issuing agency.",
        ),
    },
    "unknown": {
        "vi": (
            "Không tìm thấy văn bản",
            "Không có văn bản nào được ban hành với mã này. Hãy kiểm tra lại mã.",
        ),
        "en": ("No such document", "No document was issued with this code. Please check the code."),
    },
}
_COLOURS = {"valid": "#1a7f37", "replaced": "#9a6700", "revoked": "#b3261e", "expired": "#9a6700",
            "invalid": "#b3261e", "unknown": "#6e6e6e"}  # fmt: skip
_HINT: dict[Locale, str] = {
    "vi": "Hãy so sánh nội dung văn bản đang có với thông tin trên. Trang này không nêu tên người nộp hồ sơ.",
    "en": "Compare the document in your hand with what stands here. This page names no applicant.",
}
_LABELS: dict[Locale, tuple[str, ...]] = {
    "vi": ("Loại văn bản", "Số", "Cơ quan ban hành", "Thời điểm ban hành", "Có giá trị đến", "Mã hồ sơ",
           "Người ký số", "Thời điểm ký số", "Mã kiểm tra", "Mã kiểm tra của văn bản thay thế", "SHA-256"),
    "en": ("Document", "Number", "Issued by", "Issued at", "Valid until", "Dossier", "Signed by", "Signed at",
           "Code", "Code of its replacement", "SHA-256"),
}  # fmt: skip
_STAMPED: dict[Locale, str] = {"vi": " (có dấu thời gian)", "en": " (with a trusted timestamp)"}


def verification_page(found: VerifiedDocument | None, locale: Locale) -> str:
    """HTML; `None`: nothing was issued with that code."""
    standing = _standing(found)
    title, text = _WORDS[standing][locale]
    return _PAGE.substitute(
        lang=locale,
        title=escape(title),
        text=escape(text),
        facts=_facts(found, locale) if found else "",
        colour=_COLOURS[standing],
    )


def _standing(found: VerifiedDocument | None) -> str:
    if found is None:
        return "unknown"
    return found.status if found.signature.valid else "invalid"


def _facts(found: VerifiedDocument, locale: Locale) -> str:
    signed = found.signature
    stamped = _STAMPED[locale] if signed.timestamped else ""
    values = (
        found.title, found.number, found.issuer_name, _moment(found.issued_at), _moment(found.valid_until),
        found.dossier_code, signed.signer, _moment(signed.signed_at) + stamped if signed.signed_at else None,
        found.code, found.replaced_by, found.sha256,
    )  # fmt: skip
    lines = zip(_LABELS[locale], values, strict=True)
    told = "".join(_line(label, value) for label, value in lines if value)
    return f'<dl>{told}</dl><p class="hint">{escape(_HINT[locale])}</p>'


def _line(label: str, value: str) -> str:
    return f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(ZONE):%H:%M %d/%m/%Y}" if at else ""
