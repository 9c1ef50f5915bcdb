"""Lengths of time that Vietnamese words name: "không quá 07 ngày làm việc"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from contracts.catalog import TimeSpan, TimeUnit

LONGEST = 1_000
UNITS = {
    "ngày làm việc": TimeUnit.WORKING_DAY,
    "ngày": TimeUnit.DAY,
    "giờ làm việc": TimeUnit.HOUR,
    "tháng": TimeUnit.MONTH,
}
_DURATION = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:[.,]\d)?)\s*(?:\([^()]{1,40}\)\s*)?(ngày\s+làm\s+việc|ngày|giờ\s+làm\s+việc|tháng)(?!\w)",
    re.IGNORECASE,
)
_DATE_BEFORE = re.compile(r"(?:ngày|tháng|quý)\s*$", re.IGNORECASE)
_DATE_AFTER = re.compile(r"\s*(?:\d|năm\b)", re.IGNORECASE)
"""Of "ngày 31 tháng 12 năm 2026" and "ngày 01 tháng 7": a date is no length."""
_PROLONGS = re.compile(r"gia\s+hạn|kéo\s+dài|thêm|không\s+tính", re.IGNORECASE)
_BY_PLACE = re.compile(
    r"miền\s+núi|vùng\s+sâu|vùng\s+xa|hải\s+đảo|biên\s+giới|đặc\s+biệt\s+khó\s+khăn", re.IGNORECASE
)
_SAME_DAY = re.compile(
    r"(?:ngay\s+)?trong\s+(?:cùng\s+)?ngày(?!\s+\d)|giải\s+quyết\s+ngay|trả\s+(?:kết\s+quả\s+)?ngay",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def spans_in(words: str) -> tuple[TimeSpan, ...]:
    """The lengths that a text names, each once, in its order. A date, a time of day and a citation of a law are none."""
    return tuple(dict.fromkeys(_spans(words)))


def prolongs(words: str) -> bool:
    """Whether the words speak of more time than the lengths that they name."""
    return _PROLONGS.search(words) is not None


def by_place(words: str) -> bool:
    """Whether the words give mountain, remote or border communes another length (miền núi, vùng sâu, vùng xa)."""
    return _BY_PLACE.search(words) is not None


def same_day(words: str) -> bool:
    """Whether the words say that the result comes on the day itself (trong ngày)."""
    return _SAME_DAY.search(words) is not None


def _spans(words: str) -> Iterator[TimeSpan]:
    for found in _DURATION.finditer(words):
        number, unit = found.groups()
        quantity = float(number.replace(",", "."))
        is_date = _DATE_BEFORE.search(words[: found.start()]) or (
            unit.lower() == "tháng" and _DATE_AFTER.match(words[found.end() :])
        )
        if 0 < quantity <= LONGEST and not is_date:
            yield TimeSpan(quantity=quantity, unit=UNITS[" ".join(unit.lower().split())])
