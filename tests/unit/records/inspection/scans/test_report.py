"""The report on a scan says what its pages and its claim are, whatever the file says of itself."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from tests.support.records.scans import SMALL_INCHES, Scan, add_page, add_text, built, image_of, jpeg

from records.inspection.opening import DefectError
from records.inspection.scans.images import ScanImage
from records.inspection.scans.report import report

Change = Callable[[pikepdf.Pdf], object]


def pages_of(pdf: bytes) -> list[tuple[int, bool, float]]:
    return [
        (round(page["dpi"]), page["colour"], round(page["covered"], 2)) for page in report(pdf, 9)["pages"]
    ]


def defects_of(pdf: bytes) -> list[str]:
    found: list[str] = report(pdf, 9)["defects"]
    return found


@pytest.mark.parametrize("dpi", [72, 200, 300])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_resolution_and_colour_are_those_of_the_image_on_its_page(dpi: int, mode: str) -> None:
    assert pages_of(Scan(dpi=dpi, mode=mode).made()) == [(dpi, mode != "L", 1.0)]


@pytest.mark.parametrize(
    ("content", "dpi"),
    [
        (b"q %(w)s 0 0 %(h)s 0 0 cm /Scan Do Q", 200),
        (b"q 0 %(w)s -%(h)s 0 %(h)s 0 cm /Scan Do Q", 200),  # turned
        (b"q 2 0 0 2 0 0 cm q .5 0 0 .5 0 0 cm %(w)s 0 0 %(h)s 0 0 cm /Scan Do Q Q", 200),
        (b"q %(w)s 0 0 -%(h)s 0 %(h)s cm /Scan Do Q", 200),  # upside down
        (b"Q q %(w)s 0 0 %(h)s 0 0 cm /Scan Do Q", 200),  # one Q too many
    ],
)
def test_the_matrix_is_followed(content: bytes, dpi: int) -> None:
    size = {b"w": b"%.3f" % (SMALL_INCHES[0] * 72), b"h": b"%.3f" % (SMALL_INCHES[1] * 72)}
    drawn = content % size
    pdf = built(lambda document: add_page(document, jpeg(200), drawn))
    assert [page[0] for page in pages_of(pdf)] == [dpi]


def test_an_image_within_a_form_is_found_where_it_stands() -> None:
    def build(document: pikepdf.Pdf) -> None:
        page = add_page(document, jpeg(200))
        form = document.make_stream(b"q 288 0 0 360 0 0 cm /Scan Do Q")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Matrix = [0, 0, 600, 850], [0.5, 0, 0, 0.5, 0, 0]
        form.Resources = page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
        page.Contents = document.make_stream(b"/Form Do")

    assert pages_of(built(build)) == [(400, True, 0.25)]


def test_a_form_that_draws_itself_is_too_complex() -> None:
    def build(document: pikepdf.Pdf) -> None:
        page = add_page(document, jpeg(200))
        form = document.make_indirect(document.make_stream(b"/Form Do"))
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 9, 9]
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
        page.Contents = document.make_stream(b"/Form Do")

    with pytest.raises(DefectError, match="file_too_complex"):
        report(built(build), 9)


def test_a_page_in_larger_units_has_fewer_dots_to_the_inch() -> None:
    pdf = Scan(change=lambda document: document.pages[0].obj.__setitem__("/UserUnit", 2)).made()
    assert [page[0] for page in pages_of(pdf)] == [100]


def test_the_coarsest_image_counts_and_a_logo_does_not() -> None:
    def build(document: pikepdf.Pdf) -> None:
        half = b"q 288 0 0 180 0 %d cm /%s Do Q "
        content = half % (0, b"Scan") + half % (180, b"Low") + b"q 30 0 0 30 9 9 cm /Logo Do Q"
        page = add_page(document, jpeg(200), content)
        page.Resources.XObject.Low = image_of(document, jpeg(60))
        page.Resources.XObject.Logo = image_of(document, jpeg(10, "L"))

    assert pages_of(built(build)) == [(60, True, 1.0)]


def test_a_layer_that_may_be_hidden_is_no_scan() -> None:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.XObject.Scan.OC = pikepdf.Dictionary(Type=pikepdf.Name.OCG)

    assert pages_of(Scan(change=change).made()) == [(0, False, 0.0)]


def test_a_page_without_an_image_has_none() -> None:
    pdf = Scan(change=lambda document: document.add_blank_page()).made()
    assert pages_of(pdf) == [(200, True, 1.0), (0, False, 0.0)]


def test_letters_of_a_scan_in_layers_do_not_make_it_grey() -> None:
    def build(document: pikepdf.Pdf) -> None:
        whole = b"q 288 0 0 360 0 0 cm /%s Do Q "
        page = add_page(document, jpeg(200), whole % b"Scan" + whole % b"Mask")
        bits = zlib.compress(b"\xff" * (300 * 50))
        page.Resources.XObject.Mask = pikepdf.Stream(
            document,
            bits,
            Subtype=pikepdf.Name.Image,
            ImageMask=True,
            Width=400,
            Height=300,
            Filter=pikepdf.Name.FlateDecode,
        )

    assert pages_of(built(build))[0][:2] == (200, True)


def flate(width: int, height: int, data: bytes, space: object) -> Callable[[pikepdf.Pdf], None]:
    """A page of one image that says this size and holds these bytes."""

    def build(document: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(
            document,
            zlib.compress(data),
            Subtype=pikepdf.Name.Image,
            Width=width,
            Height=height,
            BitsPerComponent=8,
            ColorSpace=space,
            Filter=pikepdf.Name.FlateDecode,
        )
        add_page(document, document.make_indirect(image))

    return build


RGB = pikepdf.Name.DeviceRGB


def palette(*entries: bytes) -> pikepdf.Array:
    table = pikepdf.String(b"".join(entries))
    return pikepdf.Array([pikepdf.Name.Indexed, RGB, len(entries) - 1, table])


def test_a_palette_of_greys_has_no_colours() -> None:
    grey = palette(b"\x00\x00\x00", b"\xff\xff\xff")
    coloured = palette(b"\x00\x00\x00", b"\xff\x10\x00")
    found = [pages_of(built(flate(800, 1000, bytes(800 * 1000), space)))[0][1] for space in (grey, coloured)]
    assert found == [False, True]


def lie(document: pikepdf.Pdf, **changes: object) -> None:
    for name, value in changes.items():
        document.pages[0].Resources.XObject.Scan[f"/{name}"] = value


def short_jpeg(document: pikepdf.Pdf) -> None:
    image = document.pages[0].Resources.XObject.Scan
    image.write(image.read_raw_bytes()[:9_000], filter=pikepdf.Name.DCTDecode)


NOT_WHAT_THEY_SAY: dict[str, tuple[Callable[[], bytes], str]] = {
    "a JPEG that is smaller than the page says": (
        lambda: Scan(dpi=100, change=lambda pdf: lie(pdf, Width=800, Height=1000)).made(),
        "file_damaged",
    ),
    "a JPEG that is cut off": (lambda: Scan(change=short_jpeg).made(), "file_cut_off"),
    "an image with fewer bytes than it has dots": (
        lambda: built(flate(800, 1000, bytes(90_000), RGB)),
        "file_cut_off",
    ),
    "an image of no size": (lambda: built(flate(0, 1000, b"", RGB)), "file_damaged"),
    "an image of more dots than any scanner makes": (
        lambda: built(flate(30_000, 30_000, bytes(10_000), RGB)),
        "image_too_large",
    ),
    "a JPEG in a further coat": (
        lambda: Scan(
            change=lambda pdf: lie(
                pdf, Filter=pikepdf.Array([pikepdf.Name.ASCIIHexDecode, pikepdf.Name.DCTDecode])
            )
        ).made(),
        "file_too_complex",
    ),
    "a page that names an image that is not there": (
        lambda: built(lambda pdf: add_page(pdf, jpeg(200), b"/Other Do")),
        "file_damaged",
    ),
}


@pytest.mark.parametrize("name", NOT_WHAT_THEY_SAY)
def test_data_that_are_not_what_the_page_says_are_a_defect(name: str) -> None:
    made, code = NOT_WHAT_THEY_SAY[name]
    with pytest.raises(DefectError) as refused:
        report(made(), 9)
    assert refused.value.code == code


def test_a_file_with_a_password_is_locked() -> None:
    pdf = Scan(encryption=pikepdf.Encryption(owner="o", user="u")).made()
    with pytest.raises(DefectError, match="file_locked"):
        report(pdf, 9)


def script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript))


def lzw(document: pikepdf.Pdf) -> None:
    lie(document, Filter=pikepdf.Name.LZWDecode)


def soft_mask(document: pikepdf.Pdf) -> None:
    lie(document, SMask=image_of(document, jpeg(50, "L")))


LYING_CLAIMS: dict[str, tuple[Scan, list[str]]] = {
    "locked by its owner": (Scan(encryption=pikepdf.Encryption(owner="o", user="")), ["encrypted"]),
    "no output intent": (Scan(profile=None), ["output_intent"]),
    "a profile that is none": (Scan(profile=b"no profile" * 100), ["output_intent"]),
    "words in a font that is not there": (Scan(change=lambda pdf: add_text(pdf, 0)), ["font_not_embedded"]),
    "a script": (Scan(change=script), ["script"]),
    "a script of a page": (Scan(change=page_action), ["script"]),
    "LZW": (Scan(change=lzw), ["filter"]),
    "colours of another device than the profile's": (Scan(mode="CMYK"), ["output_intent"]),
    "transparency in the first part": (Scan(level=("1", "B"), change=soft_mask), ["transparency"]),
}


@pytest.mark.parametrize("name", LYING_CLAIMS)
def test_a_claim_of_pdf_a_that_is_a_lie_is_found(name: str) -> None:
    scan, codes = LYING_CLAIMS[name]
    assert defects_of(scan.made()) == codes


def calibrated(document: pikepdf.Pdf) -> None:
    profile = document.make_indirect(pikepdf.Stream(document, b"x", N=3))
    lie(document, ColorSpace=pikepdf.Array([pikepdf.Name.ICCBased, profile]))


RIGHT_CLAIMS = {
    "part 1": Scan(level=("1", "B")),
    "part 2": Scan(level=("2", "U")),
    "part 3": Scan(level=("3", "B")),
    "a layer of recognised words": Scan(change=lambda pdf: add_text(pdf, 3)),
    "colours that say what they are": Scan(profile=None, change=calibrated),
    "transparency in a later part": Scan(change=soft_mask),
    "greys": Scan(mode="L"),
}


@pytest.mark.parametrize("name", RIGHT_CLAIMS)
def test_a_claim_that_is_true_has_no_defect(name: str) -> None:
    pdf = RIGHT_CLAIMS[name].made()
    found = report(pdf, 9)
    assert (found["pdf_a"], found["defects"]) == ("".join(RIGHT_CLAIMS[name].level or ()).lower(), [])


def test_what_claims_nothing_has_no_level() -> None:
    assert report(Scan(level=None).made(), 9)["pdf_a"] == ""


def test_pages_after_the_most_are_counted_and_not_looked_at() -> None:
    found = report(Scan(dpi=72, pages=4).made(), 3)
    assert (found["count"], found["pages"]) == (4, [])


def test_an_image_that_many_pages_show_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    def once(image: object, spaces: object) -> ScanImage:
        read.append(image)
        return ScanImage(800, 1000, colour=True, space=None, filters=())

    def build(document: pikepdf.Pdf) -> None:
        image = image_of(document, jpeg(72))
        for _ in range(5):
            add_page(document, image)

    monkeypatch.setattr("records.inspection.scans.placement.read_image", once)
    assert (len(pages_of(built(build))), len(read)) == (5, 1)


def test_an_image_within_the_content_is_read_too() -> None:
    def build(document: pikepdf.Pdf) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (100, 100), "red").save(picture, "JPEG")
        content = (
            b"q 72 0 0 72 0 0 cm BI /W 100 /H 100 /CS /RGB /BPC 8 /F /DCT ID " + picture.getvalue() + b" EI Q"
        )
        add_page(document, jpeg(200), content, (1, 1))

    assert pages_of(built(build)) == [(100, True, 1.0)]


def test_a_large_image_within_the_content_is_refused() -> None:
    content = b"q 72 0 0 72 0 0 cm BI /W 4000 /H 4000 /CS /RGB /BPC 8 ID " + bytes(48) + b" EI Q"
    with pytest.raises(DefectError, match="file_too_complex"):
        report(built(lambda document: add_page(document, jpeg(72), content)), 9)
