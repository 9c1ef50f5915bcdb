"""The stamp of a result shows its code and who signed, however long the names of office and agency are (law.md A4)."""

from PIL import Image
from tests.support.records.documents import ADDRESS, AT, CODE
from tests.support.records.pdf import pages, picture, words

from records.rendering.template_data import SignedBy, seal_template_data
from records.rendering.typesetting import qr_svg, typeset

NAME = "Nguyễn Văn Lãnh Đạo"
WIDTH_MM, HEIGHT_MM = 74, 19
LINES_MM = (17, 1, 73, 7.5)
"""Where code, address and name of the signer stand."""


def lines(office: tuple[str, ...], agency_name: str) -> Image.Image:
    signed = SignedBy(agency_name, NAME, office, decides=True)
    pdf = typeset("SEAL", seal_template_data(agency_name, CODE, ADDRESS, qr_svg(ADDRESS), AT, signed))
    assert pages(pdf) == [(WIDTH_MM, HEIGHT_MM)]
    drawn = picture(pdf)
    scale = drawn.width / WIDTH_MM
    return drawn.crop(tuple(round(edge * scale) for edge in LINES_MM))  # type: ignore[arg-type]


def test_a4_long_names_hide_neither_the_code_nor_who_signed() -> None:
    usual = lines(("Chủ tịch",), "Ủy ban nhân dân phường")
    longest = lines(("KT. Chủ tịch " * 20, "Phó Chủ tịch " * 20), "Ủy ban nhân dân " * 20)
    assert min(usual.tobytes()) < 128, "something is drawn there"
    assert usual.tobytes() == longest.tobytes()


def test_a_certified_copy_says_what_it_is_by_which_number_and_who_certified_it() -> None:
    signed = SignedBy("Ủy ban nhân dân phường mẫu", NAME, ("KT. Chủ tịch", "Phó Chủ tịch"), decides=True)
    data = seal_template_data("H26.31.05", CODE, ADDRESS, qr_svg(ADDRESS), AT, signed)
    pdf = typeset("CERTIFIED_COPY", {**data, "number": "01/SCT/BSĐT", "book": "01/2026-SCT/BSĐT"})
    assert pages(pdf) == [(190, 75)]
    printed = words(pdf)
    for stated in (
        "BẢN SAO ĐIỆN TỬ",
        "Chứng thực bản sao đúng với bản chính",
        "Số chứng thực: 01/SCT/BSĐT",
        "Quyển số: 01/2026-SCT/BSĐT",
        "Cơ quan chứng thực: Ủy ban nhân dân phường mẫu",
        "KT. Chủ tịch Phó Chủ tịch",
        NAME,
        CODE,
    ):
        assert stated in printed
