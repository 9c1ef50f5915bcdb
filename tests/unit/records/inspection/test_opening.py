"""Every paper is opened as the common viewers open it, and what they cannot open has a code of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records.papers import PDF, REFUSED, TAKEN, photo, saved, two_revisions

from contracts.errors import DEFINITIONS, ErrorCode
from devstack.walk.pdf import pdf
from records.inspection.opening import DefectError, open_paper, without_junk

WHOLE = {
    "plain": (PDF, pdf("Giay to")),
    "linearised": (PDF, saved(linearize=True)),
    "two revisions": (PDF, two_revisions()[0]),
    "JPEG": ("image/jpeg", photo("JPEG", 200, 300)),
    "PNG": ("image/png", photo("PNG", 200, 300)),
}


@pytest.mark.parametrize("odd", TAKEN)
def test_what_viewers_open_is_taken(odd: str) -> None:
    media_type, content = TAKEN[odd]
    assert open_paper(content(), media_type) == 1


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_they_cannot_open_has_its_code(wrong: str) -> None:
    code, media_type, content = REFUSED[wrong]
    with pytest.raises(DefectError) as refused:
        open_paper(content(), media_type)
    assert refused.value.code == code


def test_every_code_is_tried() -> None:
    ours = {code for code in ErrorCode if code in {value[0] for value in REFUSED.values()}} | {
        ErrorCode.FILE_TOO_COMPLEX
    }
    named = {
        code for code in ErrorCode if code.startswith(("file_", "image_")) and DEFINITIONS[code].status == 422
    }
    assert named - {ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE} == ours


@pytest.mark.parametrize("kind", WHOLE)
@given(share=st.floats(0.0, 0.98))
def test_no_part_of_a_paper_is_taken_for_the_whole(kind: str, share: float) -> None:
    """Wherever it is cut; of a paper with an older revision, but at its very end."""
    media_type, content = WHOLE[kind]
    part = content[: int(len(content) * share)]
    if kind == "two revisions" and b" obj" not in part[two_revisions()[1] :]:
        return  # the older revision is whole, and what follows it is nothing
    with pytest.raises(DefectError):
        open_paper(part, media_type)


@given(st.binary(max_size=200), st.binary(max_size=1000))
def test_what_stands_around_a_pdf_is_no_part_of_it(before: bytes, after: bytes) -> None:
    inner = pdf("Giay to")
    if b"%PDF-" in before or b"%%EOF" in after:
        return
    assert without_junk(before + inner + after).rstrip() == inner.rstrip()


@given(st.binary(max_size=300), st.sampled_from(["application/pdf", "image/jpeg", "image/png"]))
def test_any_bytes_are_taken_or_refused_with_a_code(content: bytes, media_type: str) -> None:
    try:
        assert open_paper(content, media_type) >= 1
    except DefectError as error:
        assert ErrorCode(error.code) in DEFINITIONS
