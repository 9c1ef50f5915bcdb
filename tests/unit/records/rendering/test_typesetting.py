"""Every kind is set, whatever is put into it, and says what it was given."""

import pypdfium2
import pytest
from tests.support.records.documents import ADDRESS, CODE, HOSTILE, filled, rendered, short
from tests.support.records.pdf import pages, picture, shows_qr, words

from contracts.dossiers import DocumentKind
from contracts.records import ListedPaper
from records.domain.document_forms import KINDS, OF_CHARGES, OF_DATA_PROTECTION, form_of

A5, A4, A4_ON_ITS_SIDE = (148, 210), (210, 297), (297, 210)
SIZES = {"REGISTER": A4_ON_ITS_SIDE, **dict.fromkeys(OF_DATA_PROTECTION, A4)}
FOOT_OF_A5 = (10.0, 187.0, 31.0, 209.0)
"""Where the QR code stands, in mm."""


def test_there_is_a_form_for_every_kind_of_the_dossiers() -> None:
    assert set(KINDS) == {kind.value for kind in DocumentKind} | set(OF_DATA_PROTECTION) | set(OF_CHARGES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_carries_heads_title_code_and_address(kind: str) -> None:
    text = words(rendered(kind, short()))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert form_of(kind, "nd-118-2025").title.upper() in text
    assert "Mẫu số 01, Thông tư số 03/2025/TT-VPCP" in text
    assert CODE in text
    assert ADDRESS in text


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_archival(kind: str) -> None:
    assert b"<pdfaid:part>2</pdfaid:part>" in rendered(kind, short())


@pytest.mark.parametrize("kind", KINDS)
def test_short_content_takes_one_page_of_the_right_size(kind: str) -> None:
    assert pages(rendered(kind, short())) == [SIZES.get(kind, A5)]


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_the_content_is_words(kind: str) -> None:
    text = words(rendered(kind, filled(HOSTILE, 2)))
    assert '#panic("x") #read("/etc/passwd") $x^2$' in text
    assert "root:" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_long_lists_and_texts_go_on_over_pages(kind: str) -> None:
    pdf = rendered(kind, filled("Giấy tờ chứng minh chỗ ở hợp pháp " * 7, 60))
    count = len(pages(pdf))
    assert count > 1
    text = words(pdf)
    assert f"Trang {count}/{count}" in text
    assert text.count(CODE) >= count, "each page can be verified"


@pytest.mark.parametrize(
    ("kind", "last_words"),
    [
        ("RECEIPT", "Hình thức nhận kết quả"),
        ("APOLOGY_EXTENSION", "rất mong nhận được sự thông cảm"),
        ("REFUSAL", "Xin thông báo để"),
        ("SUPPLEMENT_REQUEST", "để được hướng dẫn"),
        ("STOP_NOTICE", "Mọi thắc mắc xin liên hệ"),
    ],
)
def test_no_page_bears_signatures_alone(kind: str, last_words: str) -> None:
    """NĐ 30/2020/NĐ-CP, annex I: who reads the signature sees what was signed."""
    turned = 0
    for lines in range(4, 20):
        papers = tuple(ListedPaper(name=f"Giấy tờ {number}") for number in range(lines))
        content = short(papers=papers, reason="Lý do.\n" * lines, return_method="Trực tiếp")
        document = pypdfium2.PdfDocument(rendered(kind, content))
        turned += len(document) > 1
        assert last_words in " ".join(
            document[len(document) - 1].get_textpage().get_text_bounded().split()
        ), lines
    assert turned, "some of them have a second page"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["W" * 250, "漢字 😀", "a\u202eb\x00\x07c", "", "e\u0302\u0301"])
def test_no_text_breaks_a_document(kind: str, text: str) -> None:
    assert rendered(kind, filled(text, 3)).startswith(b"%PDF-")


def test_a_very_long_word_is_broken_within_the_page() -> None:
    text = words(rendered("RECEIPT", short(applicant_name="W" * 250)))
    assert text.replace(" ", "").count("W") >= 250


def test_the_qr_code_on_the_page_leads_to_the_address() -> None:
    image = picture(rendered("RECEIPT", short()))
    assert shows_qr(image, FOOT_OF_A5, 16, ADDRESS)
    assert not shows_qr(image, FOOT_OF_A5, 16, ADDRESS[:-1] + "2")


def test_a_form_is_called_as_its_decree_calls_it() -> None:
    text = words(rendered("APOLOGY_EXTENSION", short(), "nd-61-2018"))
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in text
    assert "Thông tư số 01/2018/TT-VPCP" in text
