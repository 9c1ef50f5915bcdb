"""Images of a page as they are: their size from their own data, and whether they have colours."""

import io
import zlib
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image

from records.inspection.opening import MAX_PIXELS, MAX_SIDE, DefectError

PIECE = 1 << 20
"""Bytes that are inflated at a time: an image that says less than it is takes no memory."""
_ABBREVIATIONS = {"/RGB": "/DeviceRGB", "/G": "/DeviceGray", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
_FILTERS = {"/Fl": "/FlateDecode", "/DCT": "/DCTDecode", "/LZW": "/LZWDecode", "/AHx": "/ASCIIHexDecode"}
_CHANNELS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}


@dataclass(frozen=True)
class ScanImage:
    """`space`: the colour space of a device that it is in (`/DeviceRGB`), None for one that says what its colours are.
    `stencil`: it is a mask through which one colour is painted, as of the letters of a scan in layers."""

    width: int
    height: int
    colour: bool
    space: str | None
    filters: tuple[str, ...]
    stencil: bool = False


def read_image(image: Any, spaces: Any) -> ScanImage:
    """Of an image of a page, also one within its content; `spaces` are the colour spaces that the page names.

    Raises DefectError for one whose data are not what it says (file_damaged, file_cut_off), or that is too large.
    """
    width, height = int(_of(image, "/Width", "/W")), int(_of(image, "/Height", "/H"))
    if width < 1 or height < 1:
        raise DefectError("file_damaged")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise DefectError("image_too_large", width=width, height=height, limit=MAX_PIXELS // 1_000_000)
    filters = _filters(image)
    space = _space(_of(image, "/ColorSpace", "/CS"), spaces)
    stencil = bool(_of(image, "/ImageMask", "/IM") or False)
    colour = not stencil and has_colours(space)
    if not isinstance(image, pikepdf.Stream):
        return ScanImage(width, height, colour, device_space(space), filters, stencil)
    if filters[-1:] in (("/DCTDecode",), ("/JPXDecode",)):
        colour = _check_picture(image, filters, (width, height)) and (space is None or colour)
    elif filters == ("/FlateDecode",) and not stencil:
        _check_inflated(image, width, height, space)
    return ScanImage(width, height, colour, device_space(space), filters, stencil)


def has_colours(space: Any) -> bool:
    """Whether a colour space has other colours than greys."""
    if space is None:
        return False
    if isinstance(space, pikepdf.Array) and _name(space[0]) == "/Indexed":
        return has_colours(space[1]) and not _is_grey_palette(space)
    return _channels(space) >= 3


def device_space(space: Any) -> str | None:
    """The colour space of a device that it is, or that its palette is of."""
    if space is None:
        return None
    name = _name(space[0]) if isinstance(space, pikepdf.Array) else _name(space)
    if name == "/Indexed":
        return device_space(space[1])
    return name if name.startswith("/Device") and name != "/DeviceN" else None


def _of(image: Any, name: str, short: str) -> Any:
    value = image.get(name)
    return image.get(short) if value is None else value


def _filters(image: Any) -> tuple[str, ...]:
    found = _of(image, "/Filter", "/F")
    if found is None:
        return ()
    names = [str(each) for each in found] if isinstance(found, pikepdf.Array) else [str(found)]
    return tuple(_FILTERS.get(name, name) for name in names)


def _space(space: Any, named: Any) -> Any:
    """As the image has it, or as the page explains its name."""
    if isinstance(space, pikepdf.Name) and named is not None and str(space) in named:
        return named[str(space)]
    return space


def _name(value: Any) -> str:
    return _ABBREVIATIONS.get(str(value), str(value))


def _channels(space: Any) -> int:
    if not isinstance(space, pikepdf.Array):
        return _CHANNELS.get(_name(space), 1)
    kind = _name(space[0])
    if kind == "/ICCBased":
        return int(space[1].get("/N", 1))
    if kind == "/Indexed":
        return 1
    if kind == "/DeviceN":
        return len(space[1])
    return _CHANNELS.get(kind, 1)


def _is_grey_palette(space: Any) -> bool:
    """Whether every entry of a palette of red, green and blue is a grey."""
    if _channels(space[1]) != 3:
        return False
    table = space[3]
    entries = bytes(table) if isinstance(table, pikepdf.String) else table.read_bytes()
    return all(len(set(entries[at : at + 3])) == 1 for at in range(0, len(entries) - 2, 3))


def _check_picture(image: Any, filters: tuple[str, ...], size: tuple[int, int]) -> bool:
    """A JPEG or JPEG 2000 has the size that the page says and comes whole. Whether it has colours."""
    if len(filters) > 1:
        # In a further coat, as ASCII: no scanner makes it, and taking it off may take any memory.
        raise DefectError("file_too_complex")
    Image.MAX_IMAGE_PIXELS = None  # our own limit was applied to what the page says, which the data must be
    try:
        with Image.open(io.BytesIO(image.read_raw_bytes()), formats=("JPEG", "JPEG2000")) as picture:
            if picture.size != size:
                raise DefectError("file_damaged")
            coloured = picture.mode in ("RGB", "RGBA", "CMYK", "YCbCr", "LAB")
            if filters == ("/DCTDecode",):
                picture.draft("L", (1, 1))
                picture.load()
            return coloured
    except (DefectError, MemoryError):
        raise
    except Exception as error:
        cut = any(word in str(error).casefold() for word in ("truncated", "incomplete", "eof"))
        raise DefectError("file_cut_off" if cut else "file_damaged") from error


def _check_inflated(image: Any, width: int, height: int, space: Any) -> None:
    """Whether there are as many bytes as the image says, no more of which are inflated than that."""
    bits = int(_of(image, "/BitsPerComponent", "/BPC") or 8)
    needed = height * ((width * _channels(space) * bits + 7) // 8)
    inflating, raw, found = zlib.decompressobj(), bytes(image.read_raw_bytes()), 0
    try:
        while raw and found < needed:
            found += len(inflating.decompress(raw, PIECE))
            raw = inflating.unconsumed_tail
    except zlib.error as error:
        raise DefectError("file_damaged") from error
    if found < needed:
        raise DefectError("file_cut_off")
