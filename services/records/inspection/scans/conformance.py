"""Whether a PDF is the PDF/A that it says it is (ISO 19005), as far as what a scanner makes can break it.

Looked at are the claim in its metadata, encryption, the identifier of the file, the output intent with its profile, the
fonts of what can be read, filters that are not allowed, scripts, and transparency in PDF/A-1. It is no full validation.
"""

from collections.abc import Iterable
from typing import Any

import pikepdf

from records.inspection.scans.placement import PageContent

_PROFILE_HEAD = 128
"""Bytes of the head of a colour profile (ICC.1 7.2)."""
_SPACES = {"/DeviceRGB": b"RGB ", "/DeviceCMYK": b"CMYK"}
"""Which profile of the output intent says what the colours of a device are; a grey needs any."""
_SCRIPTS = ("/JavaScript", "/Launch", "/ImportData", "/Sound", "/Movie")
LONGEST_METADATA = 1 << 20
"""Bytes of the metadata as they are stored."""


def claim(document: pikepdf.Pdf) -> str:
    """The level that its metadata claim, as `2b`; empty for none."""
    metadata = document.Root.get("/Metadata")
    if metadata is None or len(metadata.get_raw_stream_buffer()) > LONGEST_METADATA:
        return ""
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as found:
        return str(found.pdfa_status).casefold()


def defects(document: pikepdf.Pdf, level: str, pages: Iterable[PageContent]) -> list[str]:
    """Stable codes of what forbids that it is PDF/A, each once; none for a file that claims nothing."""
    contents = list(pages)
    found = {
        "encrypted": document.is_encrypted,
        "no_file_id": "/ID" not in document.trailer,
        "output_intent": not _has_profile(document, contents),
        "font_not_embedded": any(not _is_embedded(font) for page in contents for font in page.fonts.values()),
        "filter": any("/LZWDecode" in placed.image.filters for page in contents for placed in page.images),
        "script": _has_script(document),
        "transparency": level.startswith("1") and any(page.transparent for page in contents),
    }
    return [code for code, is_there in found.items() if is_there] if level else []


def _has_profile(document: pikepdf.Pdf, pages: list[PageContent]) -> bool:
    """Whether the colours of devices that it uses are explained; one that uses none needs no output intent."""
    used = {placed.image.space for page in pages for placed in page.images} - {None}
    paints = any(page.paints for page in pages)
    intents = document.Root.get("/OutputIntents")
    profiles = [] if intents is None else [_profile(each) for each in intents]
    known = [profile for profile in profiles if profile is not None]
    if not known:
        return not used and not paints and not profiles
    return all(_SPACES.get(str(space), known[0]) in known for space in used)


def _profile(intent: Any) -> bytes | None:
    """The colour space of the profile of an output intent; None where there is no profile."""
    stream = intent.get("/DestOutputProfile")
    if str(intent.get("/S")) != "/GTS_PDFA1" or not isinstance(stream, pikepdf.Stream):
        return None
    profile = stream.read_bytes()
    whole = len(profile) > _PROFILE_HEAD and int.from_bytes(profile[:4], "big") == len(profile)
    return profile[16:20] if whole and profile[36:40] == b"acsp" else None


def _is_embedded(font: Any) -> bool:
    """Its program is in the file; a font of drawings (Type 3) is one itself."""
    if not isinstance(font, pikepdf.Dictionary):
        return False
    kind = str(font.get("/Subtype"))
    if kind == "/Type3":
        return True
    if kind == "/Type0":
        return all(_is_embedded(each) for each in font.get("/DescendantFonts") or ())
    described = font.get("/FontDescriptor")
    programs = ("/FontFile", "/FontFile2", "/FontFile3")
    return described is not None and any(described.get(name) is not None for name in programs)


def _has_script(document: pikepdf.Pdf) -> bool:
    root = document.Root
    names = root.get("/Names")
    opening = root.get("/OpenAction")
    by_name = names is not None and names.get("/JavaScript") is not None
    at_opening = isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) in _SCRIPTS
    return by_name or at_opening or root.get("/AA") is not None or _on_pages(document)


def _on_pages(document: pikepdf.Pdf) -> bool:
    return any(page.obj.get("/AA") is not None for page in document.pages)
