"""The page behind the QR code."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.accounts import Locale
from contracts.records import SignatureState, VerifiedDocument
from gateway.pages.verification import verification_page
from gateway.routes.records.verification import lookup_of

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


@pytest.mark.parametrize(
    ("shown", "title"), [("mistyped", "Mã kiểm tra không đúng"), ("unavailable", "Chưa kiểm tra được")]
)
def test_what_could_not_be_checked_is_said(shown: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in verification_page(None, "vi", shown)


def test_every_signature_is_named_with_its_validity() -> None:
    whole = SignatureState(valid=False, signer="Lãnh đạo A", signed_at=AT, reason="not_trusted", whole=True)
    broken = SignatureState(valid=False, signer="Lãnh đạo B", signed_at=AT, reason="changed", whole=False)
    trusted = GOOD.model_copy(update={"signer": "Lãnh đạo C"})
    page = verification_page(found(signatures=(whole, broken, trusted, GOOD)), "vi")
    assert "Lãnh đạo A, 09:15 04/05/2026, nguyên vẹn, chưa xác nhận được người ký" in page
    assert "Lãnh đạo B, 09:15 04/05/2026, không còn giá trị" in page
    assert "Lãnh đạo C, 09:15 04/05/2026, hợp lệ" in page
    assert page.count("Chữ ký khác trong văn bản") == 3


@pytest.mark.parametrize(
    "typed",
    [
        "ABOI-EFGB-2345-WXYZ",
        "abolefgb2345wxyz".replace("l", "i"),
        "ab01 efg8 2345 wxyz",
        " AB01-EFG8-2345-WXYZ. ",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    lookup = lookup_of(typed)
    assert lookup is not None
    assert lookup.code == "ABOI-EFGB-2345-WXYZ"


@pytest.mark.parametrize("typed", ["ABCD", "ABCD-EFGH-2345-WXY9", "A" * 17, "", "Đ" * 16, "../../etc/passwd"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert lookup_of(typed) is None
