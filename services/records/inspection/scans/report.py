"""The report on a scan: the level of PDF/A that it claims and what forbids it, and resolution and colour of each page."""

import io
from typing import Any

import pikepdf

from records.inspection.opening import DefectError
from records.inspection.scans.conformance import claim, defects
from records.inspection.scans.placement import ContentReader, PageContent

LEAST_COVERED = 0.01
"""Share of a page below which an image is no part of the scan: a logo, a mark of the scanner's maker."""


def report(content: bytes, most_pages: int) -> dict[str, Any]:
    """See `worker`. Pages after `most_pages` are counted and not looked at. Raises DefectError, MemoryError."""
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            return _report(document, most_pages)
    except (DefectError, MemoryError):
        raise
    except pikepdf.PasswordError as error:
        raise DefectError("file_locked") from error
    except Exception as error:
        raise DefectError("file_damaged") from error


def _report(document: pikepdf.Pdf, most_pages: int) -> dict[str, Any]:
    reader, count = ContentReader(), len(document.pages)
    level = claim(document)
    if count > most_pages:
        return {"pdf_a": level, "defects": [], "count": count, "pages": []}
    contents = [reader.read(page) for page in document.pages]
    return {
        "pdf_a": level,
        "defects": defects(document, level, contents),
        "count": count,
        "pages": [_page(content) for content in contents],
    }


def _page(content: PageContent) -> dict[str, Any]:
    """The lowest resolution of the images that make the page, and whether all of them have colours. Stencils count where
    there is nothing else."""
    parts = [placed for placed in content.images if placed.covered >= LEAST_COVERED]
    parts = [placed for placed in parts if not placed.image.stencil] or parts
    return {
        "dpi": round(min((placed.dpi for placed in parts), default=0.0), 2),
        "colour": bool(parts) and all(placed.image.colour for placed in parts),
        "covered": round(min(1.0, sum(placed.covered for placed in parts)), 4),
    }
