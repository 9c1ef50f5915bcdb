"""The visible stamp of a sealed result: a small picture with QR code, at the foot of its last page."""

import io
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PageObject
from pyhanko.stamp import StaticStampStyle

MM = 72 / 25.4
WIDTH, HEIGHT, MARGIN = 74 * MM, 19 * MM, 6 * MM
_A4 = (0, 0, 210 * MM, 297 * MM)
_MAX_ANCESTORS = 64


@dataclass(frozen=True)
class Stamp:
    """`picture` is a PDF of one page, of the size of the stamp. `own_page`: it stands at the head of a page that is added
    for it, so that it covers nothing of a copy."""

    picture: bytes
    width: float = WIDTH
    height: float = HEIGHT
    own_page: bool = False


@dataclass(frozen=True)
class StampPlacement:
    page: int
    box: tuple[int, int, int, int]
    picture: PdfContent


def place_stamp(writer: IncrementalPdfFileWriter, stamp: Stamp) -> StampPlacement:
    """The right corner at the foot of the last page; of a page of its own where that one is turned or too small.

    A file that is signed already gets no further page: that would break its signatures.
    """
    last = int(writer.root["/Pages"]["/Count"]) - 1
    page = writer.find_page_for_modification(last)[0].get_object()
    x1, y1, x2, y2 = area = _area(page)
    if (stamp.own_page or not _fits(page, area)) and not writer.prev.embedded_signatures:
        writer.insert_page(_empty_page(writer))
        last, (x1, y1, x2, y2) = last + 1, _A4
    width = min(stamp.width, x2 - x1 - 2 * MARGIN)
    left, height = x2 - MARGIN - width, width * stamp.height / stamp.width
    low = y2 - MARGIN - height if stamp.own_page else y1 + MARGIN
    box = (left, low, left + width, low + height)
    return StampPlacement(
        last, (round(box[0]), round(box[1]), round(box[2]), round(box[3])), PictureOfPage(stamp.picture)
    )


def stamp_style(picture: PdfContent) -> StaticStampStyle:
    """Nothing but the picture, to the edges of its box."""
    middle = AxisAlignment.ALIGN_MID
    layout = SimpleBoxLayoutRule(x_align=middle, y_align=middle)
    return StaticStampStyle(border_width=0, background=picture, background_layout=layout)


class PictureOfPage(PdfContent):
    """The one page of a PDF, as content of another."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        writer = self.writer
        assert writer is not None, "set by the stamp"
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)), page_ix=0)
        self.resources.xobject[generic.pdf_name("/MotcuaStamp")] = page
        x1, y1, x2, y2 = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(x1 - x2), height=abs(y1 - y2))
        return b"/MotcuaStamp Do"


def _fits(page: Any, area: tuple[float, float, float, float]) -> bool:
    turned = int(_inherited(page, "/Rotate") or 0) % 360
    return (
        not turned and area[2] - area[0] >= WIDTH + 2 * MARGIN and area[3] - area[1] >= 2 * (HEIGHT + MARGIN)
    )


def _area(page: Any) -> tuple[float, float, float, float]:
    """What is shown of the page: lower left and upper right corner."""
    box = _inherited(page, "/CropBox") or _inherited(page, "/MediaBox") or _A4
    a, b, c, d = (float(value) for value in box)
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _inherited(page: Any, name: str) -> Any:
    """Pages take these from the nodes above them (ISO 32000-1 7.7.3.4)."""
    node = page
    for _ in range(_MAX_ANCESTORS):
        if name in node:
            return node[name]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _empty_page(writer: IncrementalPdfFileWriter) -> PageObject:
    nothing = writer.add_object(generic.StreamObject(stream_data=b""))
    return PageObject(contents=nothing, media_box=_A4)
