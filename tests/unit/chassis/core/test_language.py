"""Accept-Language."""

import pytest

from chassis.core import language


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", "vi"),
        ("vi", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en;q=0.5, vi;q=0.9", "vi"),
        ("fr, en;q=0.3", "en"),
        ("fr", "vi"),
        ("*", "vi"),
        ("en;q=0", "vi"),
        ("vi;q=0, *;q=0.5", "en"),
        ("en;q=nonsense", "vi"),
        (";;;,,,q=1", "vi"),
    ],
)
def test_chooses_the_better_of_two(accepted: str, chosen: str) -> None:
    assert language.negotiate_locale(accepted) == chosen
