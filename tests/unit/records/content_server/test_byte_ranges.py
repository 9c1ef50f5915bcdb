"""Range and If-Range of a file of ten bytes."""

import pytest

from contracts.errors import ErrorCode, ServiceError
from records.content_server.byte_ranges import requested_range

ETAG = '"abc"'


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-3", "bytes 0-3/10"),
        ("bytes=4-", "bytes 4-9/10"),
        ("bytes=-3", "bytes 7-9/10"),
        ("bytes=-99", "bytes 0-9/10"),
        ("bytes=0-99", "bytes 0-9/10"),
        ("bytes=9-9", "bytes 9-9/10"),
        ("Bytes = 0-0", "bytes 0-0/10"),
        ("bytes=0-" + "9" * 40, "bytes 0-9/10"),
    ],
)
def test_a_part_is_named_from_its_first_to_its_last_byte(header: str, part: str) -> None:
    found = requested_range(header, "", 10, ETAG)
    assert found is not None
    assert found.content_range == part
    assert found.length == found.stop - found.start > 0


@pytest.mark.parametrize(
    "header",
    ["", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "items=0-3", "0-3", "bytes=--3"],
)
def test_what_is_no_single_range_gets_the_whole_file(header: str) -> None:
    assert requested_range(header, "", 10, ETAG) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=99-"])
def test_a_part_that_is_not_there_is_refused(header: str) -> None:
    with pytest.raises(ServiceError) as refused:
        requested_range(header, "", 10, ETAG)
    assert refused.value.code is ErrorCode.RANGE_NOT_SATISFIABLE


@pytest.mark.parametrize(
    ("if_range", "whole"),
    [(ETAG, False), ('W/"abc"', True), ('"other"', True), ("Fri, 27 Nov 2026 08:00:00 GMT", True)],
)
def test_a_part_of_another_file_is_no_use(if_range: str, whole: bool) -> None:
    assert (requested_range("bytes=0-3", if_range, 10, ETAG) is None) is whole
