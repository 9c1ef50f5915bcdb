"""Typesetting: template data in, PDF/A out. Pure computation; blocks for some 10 ms to a second."""

import io
import json
from pathlib import Path
from typing import Any

import segno
import typst

from contracts.time import VIETNAM

TEMPLATES = Path(__file__).parent / "templates"
FONTS = typst.Fonts(include_system_fonts=False, font_paths=[Path(__file__).parent / "fonts"])
"""Those of the typesetter, and Noto Serif for letters with marks that the others misplace."""
_MASK = 2
"""Which of the eight masks of ISO/IEC 18004 lies over the dots. Finding the best for each code takes four times what making
the code takes; of addresses of verification this one is the best on average, and readers take every one."""
ARCHIVAL = "a-2b"
"""PDF/A-2b (ISO 19005-2)."""


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """The document as PDF/A, in the typesetter's own fonts. A letter that no font of it has (an emoji in a name)
    forbids PDF/A; then it is plain PDF with a box for that letter."""
    inputs = {"facts": json.dumps(data, ensure_ascii=False), "zone": str(VIETNAM)}
    try:
        return _compiled(template, inputs, [ARCHIVAL])
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return _compiled(template, inputs, [])


def qr_svg(text: str) -> str:
    """A QR code as SVG without a margin; medium error correction, which bears a coffee stain."""
    picture = io.BytesIO()
    qr_code(text).save(picture, kind="svg", border=0, xmldecl=False, svgns=True)
    return picture.getvalue().decode()


def qr_code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="m", mask=_MASK)


def _compiled(template: str, inputs: dict[str, str], standards: list[Any]) -> bytes:
    pdf = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=FONTS,
        sys_inputs=inputs,
        pdf_standards=standards,
    )
    assert isinstance(pdf, bytes), "a PDF is one piece"
    return pdf
