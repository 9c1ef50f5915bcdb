"""The page behind the QR code."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.accounts import Locale
from contracts.records import SignatureState, VerifiedDocument
from gateway.pages.verification import verification_page

AT = datetime(2026, 5, 4, 2, 15, tzinfo=UTC)
GOOD = SignatureState(valid=True, signer="Con dấu", signed_at=AT, timestamped=True)
BAD = SignatureState(valid=False, signer="", reason="changed")


def found(**changes: Any) -> VerifiedDocument:
    base = VerifiedDocument(
        code="ABCD-EFGH-2345-WXYZ",
        kind="RECEIPT",
        title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        issuer_code="H26.31.05",
        issuer_name="Công an phường mẫu số 5",
        issued_at=AT,
        status="valid",
        dossier_code="H26.31.05-260504-0007",
        sha256="0" * 64,
        signature=GOOD,
    )
    return base.model_copy(update=changes)


@pytest.mark.parametrize(
    ("what", "title"),
    [
        (found(), "Văn bản hợp lệ"),
        (found(status="replaced", replaced_by="AAAA-BBBB-CCCC-DDDD"), "Văn bản đã được thay thế"),
        (found(status="revoked"), "Văn bản đã bị thu hồi"),
        (found(status="expired"), "Văn bản đã hết hiệu lực"),
        (found(signature=BAD), "Chữ ký số không hợp lệ"),
        (found(status="revoked", signature=BAD), "Chữ ký số không hợp lệ"),
        (None, "Không tìm thấy văn bản"),
    ],
)
def test_the_title_says_how_it_stands(what: VerifiedDocument | None, title: str) -> None:
    assert f"<h1>{title}</h1>" in verification_page(what, "vi")


def test_what_was_issued_is_told_in_local_time() -> None:
    page = verification_page(found(), "vi")
    assert "09:15 04/05/2026 (có dấu thời gian)" in page
    assert "<dt>Cơ quan ban hành</dt><dd>Công an phường mẫu số 5</dd>" in page


def test_what_is_not_known_has_no_line() -> None:
    assert "<dt>Số</dt>" not in verification_page(found(), "vi")


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_words_of_others_are_no_markup(locale: Locale) -> None:
    page = verification_page(found(issuer_name="<script>x</script>"), locale)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
