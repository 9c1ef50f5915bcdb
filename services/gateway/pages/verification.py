"""What a person sees who scanned the QR code of a document."""

from datetime import datetime
from html import escape
from string import Template

from contracts.accounts import Locale
from contracts.i18n import Text
from contracts.records import SignatureState, VerifiedDocument
from contracts.time import VIETNAM

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

_WORDS: dict[str, tuple[Text, Text]] = {
    "valid": (
        Text("Văn bản hợp lệ", "Valid"),
        Text(
            "Văn bản này do cơ quan dưới đây ban hành; chữ ký số nguyên vẹn và được tin cậy.",
            "This document was issued by the agency below; its digital signature is whole and trusted.",
        ),
    ),
    "replaced": (
        Text("Văn bản đã được thay thế", "Replaced"),
        Text(
            "Chữ ký số hợp lệ, nhưng đã có văn bản khác thay thế văn bản này.",
            "The signature is valid, but another document has taken the place of this one.",
        ),
    ),
    "revoked": (
        Text("Văn bản đã bị thu hồi", "Revoked"),
        Text(
            "Chữ ký số hợp lệ, nhưng cơ quan ban hành đã thu hồi văn bản này.",
            "The signature is valid, but the issuing agency has revoked this document.",
        ),
    ),
    "expired": (
        Text("Văn bản đã hết hiệu lực", "Expired"),
        Text(
            "Chữ ký số hợp lệ, nhưng thời hạn của văn bản đã hết.",
            "The signature is valid, but the document's time is over.",
        ),
    ),
    "invalid": (
        Text("Chữ ký số không hợp lệ", "Signature not valid"),
        Text(
            "Không xác nhận được chữ ký số của văn bản. Hãy liên hệ cơ quan ban hành.",
            "The digital signature cannot be confirmed. Please ask the issuing agency.",
        ),
    ),
    "mistyped": (
        Text("Mã kiểm tra không đúng", "Not a code"),
        Text(
            "Mã kiểm tra có 16 chữ cái và chữ số, chia thành bốn nhóm bốn ký tự, in dưới mã QR của văn bản. Hãy nhập lại"
            " mã, hoặc quét lại mã QR.",
            "A code has 16 letters and digits in four groups of four, printed under the QR code of the document. Please"
            " type it again, or scan the QR code.",
        ),
    ),
    "unavailable": (
        Text("Chưa kiểm tra được", "Cannot be checked now"),
        Text(
            "Hệ thống đang bận nên chưa kiểm tra được văn bản. Hãy thử lại sau ít phút.",
            "The system is busy and cannot check the document just now. Please try again in some minutes.",
        ),
    ),
    "unknown": (
        Text("Không tìm thấy văn bản", "No such document"),
        Text(
            "Không có văn bản nào được ban hành với mã này. Hãy kiểm tra lại mã.",
            "No document was issued with this code. Please check the code.",
        ),
    ),
}
"""Title and text of the page, by what it shows."""
_COLOURS = {"valid": "#1a7f37", "replaced": "#9a6700", "revoked": "#b3261e", "expired": "#9a6700",
            "invalid": "#b3261e", "unknown": "#6e6e6e",
            "mistyped": "#6e6e6e", "unavailable": "#6e6e6e"}  # fmt: skip
_HINT = Text(
    "Hãy so sánh nội dung văn bản đang có với thông tin trên. Trang này không nêu tên người nộp hồ sơ.",
    "Compare the document in your hand with what stands here. This page names no applicant.",
)
_LABELS = (
    Text("Loại văn bản", "Document"),
    Text("Số", "Number"),
    Text("Cơ quan ban hành", "Issued by"),
    Text("Thời điểm ban hành", "Issued at"),
    Text("Có giá trị đến", "Valid until"),
    Text("Mã hồ sơ", "Dossier"),
    Text("Hồ sơ đang lưu tại", "Its dossier is held by"),
    Text("Người ký số", "Signed by"),
    Text("Thời điểm ký số", "Signed at"),
    Text("Mã kiểm tra", "Code"),
    Text("Mã kiểm tra của văn bản thay thế", "Code of its replacement"),
    Text("SHA-256", "SHA-256"),
)
_EARLIER = Text("Chữ ký khác trong văn bản", "Other signature in the document")
_HOLDS = Text("hợp lệ", "valid")
_UNKNOWN_SIGNER = Text("nguyên vẹn, chưa xác nhận được người ký", "whole, its signer is not known here")
_BROKEN = Text("không còn giá trị", "broken")
_STAMPED = Text(" (có dấu thời gian)", " (with a trusted timestamp)")


def verification_page(found: VerifiedDocument | None, locale: Locale, shown: str | None = None) -> str:
    """HTML; `None`: nothing was issued with that code, or what `shown` says instead (mistyped, unavailable)."""
    shown = shown or _shown(found)
    title, text = _WORDS[shown]
    return _PAGE.substitute(
        lang=locale,
        title=escape(title[locale]),
        text=escape(text[locale]),
        facts=_facts(found, locale) if found else "",
        colour=_COLOURS[shown],
    )


def _shown(found: VerifiedDocument | None) -> str:
    if found is None:
        return "unknown"
    return found.status if found.signature.valid else "invalid"


def _facts(found: VerifiedDocument, locale: Locale) -> str:
    signed = found.signature
    stamped = _STAMPED[locale] if signed.timestamped else ""
    values = (
        found.title, found.number, found.issuer_name, _local_time(found.issued_at), _local_time(found.valid_until),
        found.dossier_code, found.held_by, signed.signer,
        _local_time(signed.signed_at) + stamped if signed.signed_at else None, found.code, found.replaced_by, found.sha256,
    )  # fmt: skip
    lines = zip((label[locale] for label in _LABELS), values, strict=True)
    rows = "".join(_line(label, value) for label, value in lines if value)
    rows += "".join(_line(_EARLIER[locale], _judged(each, locale)) for each in found.signatures[:-1])
    return f'<dl>{rows}</dl><p class="hint">{escape(_HINT[locale])}</p>'


def _judged(signature: SignatureState, locale: Locale) -> str:
    """An earlier signature: who, when, and whether it holds."""
    words = _HOLDS if signature.valid else _UNKNOWN_SIGNER if signature.whole else _BROKEN
    at = _local_time(signature.signed_at)
    return ", ".join(part for part in (signature.signer, at, words[locale]) if part)


def _line(label: str, value: str) -> str:
    return f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"


def _local_time(at: datetime | None) -> str:
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if at else ""
