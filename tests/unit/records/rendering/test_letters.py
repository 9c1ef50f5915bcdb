"""The words of a document can be copied: no letter in them that nobody sees, and every letter in its place."""

import io
import unicodedata
from typing import Any

import pikepdf
import pypdfium2
import pytest
import typst
from tests.support.records.documents import filled, rendered, short

from contracts.dossiers import DocumentKind
from records.domain.document_forms import KINDS, OF_CHARGES, OF_DATA_PROTECTION
from records.rendering.typesetting import FONTS, TEMPLATES

LONG = {
    "code": "000.00.16.H05-200731-0001",
    "address": "nguyen.van.an.1990.phuong.mau.so.5@thu-dien-tu.vidu.vn",
    "one word": "W" * 250,
    "web": "https://dichvucong.example.vn/v1/verify/ABCD-2345-EFGH-WXYZ",
}
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def text_layer(pdf: bytes) -> str:
    """What a reader copies, letter by letter, and the metadata."""
    document = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage() for page in document)
    letters = "".join(page.get_text_range() for page in pages)
    return letters + "".join(document.get_metadata_dict().values())


@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_is_hidden_in_the_text(kind: str) -> None:
    text = text_layer(rendered(kind, filled(" ".join(LONG.values()), 2)))
    # pdfium gives a hyphen at the end of a line as U+FFFE and U+0002, whoever made the file
    odd = {letter for letter in text if unicodedata.category(letter) in HIDDEN} - set("\r\n\ufffe\x02")
    assert not odd, [f"U+{ord(letter):04X}" for letter in odd]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "REGISTER"])
def test_a_code_can_be_copied_from_the_paper(kind: str) -> None:
    code = LONG["code"]
    assert code in text_layer(rendered(kind, short(dossier_code=code))).replace("\ufffe", "-").replace(
        "\r\n", ""
    )


MARKED = [base + mark for base in "ơƠưƯêÊôÔ" for mark in ("\u0306", "\u0304", "\u030c")]
"""As names of the Ê Đê, Gia Rai and others have them."""
LETTER = """
#import "letters.typ": letters
#set page(width: 100pt, height: 80pt, margin: 10pt)
#show: letters
"""


def test_the_names_of_the_highlands_are_in_the_text() -> None:
    name = "Y Kmlơ\u0306ng Bkrư\u0306ng H'Ƀlý Niê Čuôr Ñiê Mĭn"
    assert name in unicodedata.normalize("NFC", text_layer(rendered("RECEIPT", short(applicant_name=name))))


@pytest.mark.parametrize("letter", MARKED)
def test_a_mark_that_does_not_compose_is_set_by_a_font_that_has_its_place(letter: str) -> None:
    assert fonts_of(f"Y Kml{letter}ng") == {"LibertinusSerif", "NotoSerif"}


@pytest.mark.parametrize("word", ["Nguyễn", "Đặng", "Ƀlý", "Čuôr", "Ñiê"])
def test_other_words_are_set_as_ever(word: str) -> None:
    assert fonts_of(word) == {"LibertinusSerif"}


def fonts_of(text: str) -> set[str]:
    source: Any = (LETTER + text).encode()
    page = typst.compile(source, root=str(TEMPLATES), font_paths=FONTS)
    assert isinstance(page, bytes)
    with pikepdf.open(io.BytesIO(page)) as document:
        fonts: Any = document.pages[0].Resources.Font
        return {str(fonts[name].BaseFont).partition("+")[2].partition("-")[0] for name in fonts}


def test_every_kind_is_tried() -> None:
    assert set(KINDS) == {kind.value for kind in DocumentKind} | set(OF_DATA_PROTECTION) | set(OF_CHARGES)
