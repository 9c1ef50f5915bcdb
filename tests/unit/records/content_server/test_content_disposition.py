from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.content_server.content_disposition import attachment


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Giấy khai sinh.pdf", "Giay khai sinh.pdf"),
        ("Đơn đề nghị.pdf", "Don de nghi.pdf"),
        ('a"b\\c/d%e.pdf', "a_b_c_d_e.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a__Set-Cookie: x.pdf"),
    ],
)
def test_the_plain_name_is_ascii_and_breaks_out_of_nothing(name: str, plain: str) -> None:
    assert attachment(name).startswith(f'attachment; filename="{plain}"; ')


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_the_full_name_survives_and_the_header_is_one_clean_line(name: str) -> None:
    header = attachment(name)
    assert header.isascii()
    assert header.isprintable()
    assert unquote(header.rpartition("UTF-8''")[2]) == name
