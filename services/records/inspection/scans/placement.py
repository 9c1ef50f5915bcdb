"""What a page draws: each image with its place on the page, and the fonts of what can be read on it.

The content of the page is read operator by operator (ISO 32000-1 8.2), with that of the forms that it draws. Paths that clip
are not followed: what is drawn is what would be seen without them.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from records.inspection.opening import DefectError
from records.inspection.scans.images import ScanImage, read_image

DEEPEST_FORM = 12
MOST_OPERATORS = 200_000
"""On all pages together."""
MOST_DOTS = 1_000_000_000
"""Of all images together: more than 200 pages of A4 at 200 dpi have."""
_OPERATORS = "q Q cm Do gs Tf Tr Tj TJ ' \" f F f* B B* b b* S s sh BI ID EI INLINE IMAGE"
_CHANGES_STATE = frozenset({"q", "Q", "cm", "Tf", "Tr"})
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"})
_INVISIBLE = (3, 7)
"""Modes of text that is not painted: the layer of recognised text under a scan (ISO 32000-1 9.3.6)."""
MOST_INLINE = 1 << 16
"""Dots of an image within the content, whose data are not compared with what it says (ISO 32000-1 8.9.7)."""
POINTS = 72.0
"""An inch."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class PlacedImage:
    """`dpi`: pixels to an inch in the direction in which there are fewer; `covered`: its share of the page."""

    image: ScanImage
    dpi: float
    covered: float


@dataclass
class PageContent:
    """`paints`: whether it draws text or lines beside its images."""

    images: list[PlacedImage] = field(default_factory=list)
    fonts: dict[str, Any] = field(default_factory=dict)
    paints: bool = False
    transparent: bool = False


@dataclass(frozen=True)
class _State:
    matrix: Matrix = IDENTITY
    font: str = ""
    mode: int = 0


class ContentReader:
    """Reads pages one after the other; an image that several show is looked at once."""

    def __init__(self) -> None:
        self._images: dict[tuple[int, int], ScanImage] = {}
        self._operators = self._dots = 0

    def read(self, page: pikepdf.Page) -> PageContent:
        """Raises DefectError."""
        found = PageContent()
        area, unit = _area(page), float(page.obj.get("/UserUnit", 1) or 1)
        for image, matrix in self._walk(page, page.obj, _State(), 0, found):
            found.images.append(_placed(image, matrix, area, unit))
        return found

    def _walk(
        self, content: Any, holder: Any, state: _State, depth: int, found: PageContent
    ) -> Iterator[tuple[ScanImage, Matrix]]:
        if depth > DEEPEST_FORM:
            raise DefectError("file_too_complex")
        resources = _resources(holder)
        stack: list[_State] = []
        for instruction in pikepdf.parse_content_stream(content, _OPERATORS):
            self._count()
            operands: Any = instruction.operands
            name = str(instruction.operator)
            if name == "Do":
                yield from self._drawn(str(operands[0]), resources, state, depth, found)
            elif name == "INLINE IMAGE":
                yield _inline(operands[0].obj, resources), state.matrix
            elif name in _CHANGES_STATE:
                state = _after(state, stack, name, operands)
            else:
                _note(found, resources, state, name, operands)

    def _drawn(
        self, name: str, resources: Any, state: _State, depth: int, found: PageContent
    ) -> Iterator[tuple[ScanImage, Matrix]]:
        """An image or a form; what a layer may hide does not count."""
        drawn = _within(resources, "/XObject", name)
        if drawn is None:
            raise DefectError("file_damaged")
        if drawn.get("/OC") is not None:
            return
        if str(drawn.get("/Subtype")) == "/Image":
            yield self._image(drawn, resources, found), state.matrix
        elif str(drawn.get("/Subtype")) == "/Form":
            own = _matrix(drawn.get("/Matrix") or IDENTITY)
            inner = replace(state, matrix=_times(own, state.matrix))
            found.transparent |= "/Group" in drawn and str(drawn.Group.get("/S")) == "/Transparency"
            holder = drawn if drawn.get("/Resources") is not None else {"/Resources": resources}
            yield from self._walk(drawn, holder, inner, depth + 1, found)

    def _image(self, image: Any, resources: Any, found: PageContent) -> ScanImage:
        found.transparent |= image.get("/SMask") is not None
        spaces = None if resources is None else resources.get("/ColorSpace")
        key = image.objgen if image.is_indirect else None
        if key in self._images:
            return self._images[key]
        read = read_image(image, spaces)
        self._dots += read.width * read.height
        if self._dots > MOST_DOTS:
            raise DefectError("file_too_complex")
        if key is not None:
            self._images[key] = read
        return read

    def _count(self) -> None:
        self._operators += 1
        if self._operators > MOST_OPERATORS:
            raise DefectError("file_too_complex")


def _after(state: _State, stack: list[_State], operator: str, operands: Any) -> _State:
    """The graphics state after one of the operators that change it."""
    match operator:
        case "q":
            stack.append(state)
            return state
        case "Q":
            return stack.pop() if stack else state
        case "cm":
            return replace(state, matrix=_times(_matrix(operands), state.matrix))
        case "Tf":
            return replace(state, font=str(operands[0]))
        case _:
            return replace(state, mode=int(operands[0]))


def _inline(image: Any, resources: Any) -> ScanImage:
    """An image within the content, as it says it is; raises DefectError for a large one, which no scanner puts there."""
    found = read_image(image, None if resources is None else resources.get("/ColorSpace"))
    if found.width * found.height > MOST_INLINE:
        raise DefectError("file_too_complex")
    return found


def _note(found: PageContent, resources: Any, state: _State, operator: str, operands: Any) -> None:
    """What is painted beside images."""
    if operator == "gs":
        found.transparent |= _blends(resources, str(operands[0]))
    elif operator in _PAINTS:
        found.paints = True
    elif operator in _SHOWS_TEXT and state.mode not in _INVISIBLE:
        found.paints = True
        found.fonts[state.font] = _within(resources, "/Font", state.font)


def _placed(image: ScanImage, matrix: Matrix, area: Matrix, unit: float) -> PlacedImage:
    a, b, c, d, x, y = matrix
    wide, high = math.hypot(a, b) * unit, math.hypot(c, d) * unit
    if not (math.isfinite(wide) and math.isfinite(high)) or wide <= 0 or high <= 0:
        return PlacedImage(image, 0.0, 0.0)
    dpi = min(image.width / (wide / POINTS), image.height / (high / POINTS))
    corners = [(x + i * a + j * c, y + i * b + j * d) for i in (0, 1) for j in (0, 1)]
    left, low, right, top = area[:4]
    shown_wide = min(max(p for p, _ in corners), right) - max(min(p for p, _ in corners), left)
    shown_high = min(max(q for _, q in corners), top) - max(min(q for _, q in corners), low)
    page = (right - left) * (top - low)
    covered = max(shown_wide, 0.0) * max(shown_high, 0.0) / page if page > 0 else 0.0
    return PlacedImage(image, dpi, covered)


def _area(page: pikepdf.Page) -> Matrix:
    """Left, low, right and top of what is shown of the page."""
    a, b, c, d = (float(value) for value in page.cropbox)
    return (min(a, c), min(b, d), max(a, c), max(b, d), 0.0, 0.0)


def _matrix(values: Any) -> Matrix:
    numbers = [float(value) for value in values]
    if len(numbers) != 6:
        raise DefectError("file_damaged")
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, x, y = first
    e, f, g, h, u, v = then
    return (
        a * e + b * g,
        a * f + b * h,
        c * e + d * g,
        c * f + d * h,
        x * e + y * g + u,
        x * f + y * h + v,
    )


def _resources(holder: Any) -> Any:
    """Of a page also those of the nodes above it."""
    node, steps = holder, 0
    while node is not None and steps < 64:
        found = node.get("/Resources")
        if found is not None:
            return found
        node, steps = node.get("/Parent"), steps + 1
    return None


def _within(resources: Any, kind: str, name: str) -> Any:
    named = None if resources is None else resources.get(kind)
    return None if named is None else named.get(name)


def _blends(resources: Any, name: str) -> bool:
    state = _within(resources, "/ExtGState", name)
    if state is None:
        return False
    opaque = all(float(state.get(key, 1)) == 1 for key in ("/ca", "/CA"))
    mask = state.get("/SMask")
    return not opaque or (mask is not None and str(mask) != "/None")
