"""Which lengths of time words name."""

import pytest

from catalog.domain.national.durations import by_place, prolongs, same_day, spans_in


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Không quá 07 ngày làm việc", [(7, "working_day")]),
        ("10 ngày (hoặc 7 ngày đối với nhà ở)", [(10, "day"), (7, "day")]),
        ("8,5 ngày làm việc; 8.5 ngày làm việc", [(8.5, "working_day")]),
        ("15 (mười lăm) ngày làm việc", [(15, "working_day")]),
        ("03 tháng hoặc 48 giờ làm việc", [(3, "month"), (48, "hour")]),
        ("từ ngày 31 tháng 12 năm 2026 đến ngày 01 tháng 7", []),
        ("nhận sau 15 giờ; Thông tư 281/2016 ngày 14.11.2016", []),
        ("0 ngày", []),
        ("trong ngày", []),
    ],
)
def test_spans_in_words(words: str, expected: list[tuple[float, str]]) -> None:
    assert [(span.quantity, span.unit.value) for span in spans_in(words)] == expected


def test_what_else_words_say() -> None:
    assert same_day("Trong ngày; nhận sau 15 giờ thì trả ngày làm việc tiếp theo")
    assert same_day("Giải quyết ngay sau khi nhận đủ hồ sơ")
    assert not same_day("trong ngày 05 tháng 6")
    assert prolongs("có thể kéo dài nhưng không quá 60 ngày")
    assert not prolongs("không quá 60 ngày")
    assert by_place("đối với các xã vùng sâu, vùng xa")
    assert not by_place("đối với nhà ở riêng lẻ")
