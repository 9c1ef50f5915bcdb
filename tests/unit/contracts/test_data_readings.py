"""The ground that a reader states: a code, and the paper that it rests on."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.data_readings import STATED_GROUNDS, ReadingGround, StatedGround
from contracts.printable import first_unprintable, normal_line


@pytest.mark.parametrize(
    ("text", "ground", "reference"),
    [
        ("complaint", ReadingGround.COMPLAINT, ""),
        ("inspection; 12/QD-UBND", ReadingGround.INSPECTION, "12/QD-UBND"),
        ("proceedings;12%2FQ%C4%90-VKS", ReadingGround.PROCEEDINGS, "12/QĐ-VKS"),
    ],
)
def test_a_ground_and_its_paper_are_read(text: str, ground: ReadingGround, reference: str) -> None:
    assert StatedGround.parse(text) == StatedGround(ground, reference)


def test_nothing_stated_is_no_ground() -> None:
    assert StatedGround.parse("") is None


@pytest.mark.parametrize(
    "text",
    [
        "curiosity",
        "own_task",
        "not_stated",
        "; 12/QD",
        "complaint; a%0Ab",
        "complaint; %E2%80%AE",
        "complaint; %FF",
        "complaint; " + "x" * 201,
    ],
)
def test_what_follows_from_the_work_or_cannot_be_read_is_not_stated(text: str) -> None:
    with pytest.raises(ValueError):
        StatedGround.parse(text)


@given(st.sampled_from(STATED_GROUNDS), st.text(max_size=30))
def test_every_printable_line_comes_through(ground: ReadingGround, reference: str) -> None:
    line = normal_line(reference)
    text = f"{ground}; {quote(line, errors='surrogatepass')}"
    if first_unprintable(line) is None:
        assert StatedGround.parse(text) == StatedGround(ground, line)
    else:
        with pytest.raises(ValueError):
            StatedGround.parse(text)
