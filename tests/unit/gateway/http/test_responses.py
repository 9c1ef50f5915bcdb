"""Answers that are passed on as their owner wrote them."""

import pytest
from starlette.requests import Request

from chassis.core.pagination import encode_cursor
from contracts.base import Page
from gateway.http.responses import page_response, page_text_response, to_json


class Words(Page[str]):
    """A page with a field of its own."""

    total: int = 1


REQUEST = Request(
    {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "server": ("gateway", 80),
        "path": "/v1/words",
        "query_string": b"limit=1&cursor=before",
        "headers": [],
    }
)
CURSOR = encode_cursor("a", "b", {})


@pytest.mark.parametrize(
    "page",
    [
        Page[str](items=("a", '"next_cursor":"x"}'), next_cursor=CURSOR),
        Page[str](items=('"next_cursor":"x"}',)),
        Page[str](items=()),
        Words(items=("a",), next_cursor=CURSOR),
    ],
)
def test_page_that_is_passed_on_is_as_one_that_is_read(page: Page[str]) -> None:
    passed, read = page_text_response(REQUEST, to_json(page)), page_response(REQUEST, page)
    assert (passed.body, passed.raw_headers) == (read.body, read.raw_headers)
