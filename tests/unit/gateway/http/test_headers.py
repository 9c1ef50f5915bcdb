"""Headers are documented by a form, and what has this form is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.data_readings import StatedGround
from gateway.http.headers import STATED_GROUND


@given(st.from_regex(STATED_GROUND, fullmatch=True))
def test_every_ground_of_the_documented_form_is_read(text: str) -> None:
    StatedGround.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "complaint",
        "inspection; 12/QD-UBND",
        "proceedings;12%2FQ%C4%90-VKS",
        "support; Ph%C3%B2ng%20k%E1%BB%B9%20thu%E1%BA%ADt",
        "complaint; S%C6%A1n, U%CC%9B",
    ],
)
def test_the_words_of_people_have_the_documented_form(text: str) -> None:
    assert re.match(STATED_GROUND, text)


@pytest.mark.parametrize(
    "text", ["curiosity", "own_task", "; 12/QD", "complaint; a%0Ab", "complaint; %E2%80%AE", "complaint; %FF"]
)
def test_what_is_no_ground_has_another_form(text: str) -> None:
    assert not re.match(STATED_GROUND, text)
