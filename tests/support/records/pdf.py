"""Reading back what was set: the words of a PDF, its pages, and the QR code on them."""

import pypdfium2
from PIL import Image

from records.rendering.typesetting import qr_code

ZERO_WIDTH = "\u200b"
_SCALE = 6.0
"""Dots per point: enough for the dots of a QR code."""


def words(pdf: bytes) -> str:
    """All pages as one line, without leaves to break."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).replace(ZERO_WIDTH, "").replace("\ufffe", "").split())


def pages(pdf: bytes) -> list[tuple[int, int]]:
    """Width and height of each, in mm."""
    document = pypdfium2.PdfDocument(pdf)
    return [tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document]


def picture(pdf: bytes, number: int = -1) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[number % len(document)]
    image: Image.Image = page.render(scale=_SCALE, may_draw_forms=True).to_pil().convert("L")
    return image


def shows_qr(image: Image.Image, around: tuple[float, float, float, float], side: float, text: str) -> bool:
    """Whether the QR code of the text, of that side, ends in the left lower corner of what is drawn in the area.

    All in mm from the left upper corner of the page. Its dots are compared one by one.
    """
    per_mm = _SCALE * 72 / 25.4
    area = image.crop(tuple(round(edge * per_mm) for edge in around))  # type: ignore[arg-type]
    drawn = area.point(lambda level: 255 if level < 128 else 0).getbbox()
    assert drawn is not None, "nothing is drawn there"
    matrix = [[bool(dot) for dot in line] for line in qr_code(text).matrix]
    dot = side * per_mm / len(matrix)
    left, top = drawn[0], drawn[3] - side * per_mm
    size = range(len(matrix))
    return matrix == [
        [_dark(area, left + (x + 0.5) * dot, top + (y + 0.5) * dot) for x in size] for y in size
    ]


def _dark(image: Image.Image, x: float, y: float) -> bool:
    level = image.getpixel((int(x), int(y)))
    assert isinstance(level, int), "one channel"
    return level < 128
