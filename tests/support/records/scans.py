"""Scans as a desk makes them: PDF/A files with a JPEG on each page, and those that are not what they should be."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pikepdf
from PIL import Image, ImageCms

A4_INCHES = (8.27, 11.69)
SMALL_INCHES = (4.0, 5.0)
"""A page on which a stamp has room, and whose image is made quickly."""


@dataclass(frozen=True)
class Scan:
    """A file to make: `dpi` and `mode` (of Pillow) of each page; `level` is what it claims, None for nothing."""

    dpi: float = 200
    mode: str = "RGB"
    pages: int = 1
    level: tuple[str, str] | None = ("2", "B")
    profile: bytes | None = b"sRGB"
    change: Callable[[pikepdf.Pdf], object] = lambda _: None
    encryption: Any = False
    inches: tuple[float, float] = SMALL_INCHES
    noise: float = 0
    mark: str = ""
    """Makes files of one kind have bytes of their own."""

    def but(self, **changes: Any) -> Scan:
        return replace(self, **changes)

    def made(self) -> bytes:
        document = pikepdf.new()
        picture = jpeg(self.dpi, self.mode, self.inches, self.noise)
        for _ in range(self.pages):
            add_page(document, picture, inches=self.inches)
        if self.profile is not None:
            add_profile(document, srgb() if self.profile == b"sRGB" else self.profile)
        if self.level is not None:
            with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
                metadata["pdfaid:part"], metadata["pdfaid:conformance"] = self.level
        self.change(document)
        document.Root["/MotcuaMark"] = pikepdf.String(self.mark)
        done = io.BytesIO()
        document.save(done, encryption=self.encryption, deterministic_id=not self.encryption)
        return done.getvalue()


def scan(mark: str = "") -> bytes:
    """One page that is right."""
    return Scan(mark=mark).made()


@cache
def jpeg(
    dpi: float, mode: str = "RGB", inches: tuple[float, float] = SMALL_INCHES, noise: float = 0
) -> bytes:
    """A page with a pattern, as large as the resolution makes it; with noise as of paper it takes more bytes."""
    size = (round(inches[0] * dpi), round(inches[1] * dpi))
    wave = Image.radial_gradient("L").resize(size)
    if noise:
        wave = Image.blend(wave, Image.effect_noise(size, noise), 0.5)
    parts = {"RGB": 3, "CMYK": 4, "L": 1}[mode]
    image = wave if parts == 1 else Image.merge(mode, [wave.rotate(90 * part) for part in range(parts)])
    done = io.BytesIO()
    image.save(done, "JPEG", quality=75)
    return done.getvalue()


@cache
def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def image_of(document: pikepdf.Pdf, picture: bytes, **changes: Any) -> pikepdf.Object:
    """A JPEG as an object of the file."""
    with Image.open(io.BytesIO(picture)) as opened:
        spaces = {
            "RGB": pikepdf.Name.DeviceRGB,
            "L": pikepdf.Name.DeviceGray,
            "CMYK": pikepdf.Name.DeviceCMYK,
        }
        facts = {
            "Type": pikepdf.Name.XObject,
            "Subtype": pikepdf.Name.Image,
            "Width": opened.width,
            "Height": opened.height,
            "ColorSpace": spaces[opened.mode],
            "BitsPerComponent": 8,
            "Filter": pikepdf.Name.DCTDecode,
        }
    return document.make_indirect(pikepdf.Stream(document, picture, **{**facts, **changes}))


def add_page(
    document: pikepdf.Pdf,
    picture: bytes | pikepdf.Object,
    content: bytes | None = None,
    inches: tuple[float, float] = SMALL_INCHES,
) -> pikepdf.Page:
    """A page that the picture fills, where the content says nothing else."""
    wide, high = (side * 72 for side in inches)
    page = document.add_blank_page(page_size=(wide, high))
    image = image_of(document, picture) if isinstance(picture, bytes) else picture
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    drawn = b"q %.3f 0 0 %.3f 0 0 cm /Scan Do Q" % (wide, high) if content is None else content
    page.Contents = document.make_stream(drawn)
    return page


def add_profile(document: pikepdf.Pdf, profile: bytes) -> None:
    stream = pikepdf.Stream(document, profile, N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name("/GTS_PDFA1"),
        OutputConditionIdentifier="sRGB",
        DestOutputProfile=document.make_indirect(stream),
    )
    document.Root.OutputIntents = pikepdf.Array([intent])


def add_text(document: pikepdf.Pdf, mode: int) -> None:
    """Words on the first page in a font that is not in the file; mode 3 as a layer of recognised text has it."""
    page = document.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources.Font = pikepdf.Dictionary(F1=font)
    page.contents_add(b"BT %d Tr /F1 12 Tf 72 72 Td (Giay khai sinh) Tj ET" % mode)


def built(build: Callable[[pikepdf.Pdf], object], scan: Scan | None = None) -> bytes:
    """A file with claim and profile whose pages are those that `build` adds."""
    return (scan or Scan()).but(pages=0, change=build).made()
