"""Dossier codes (mã hồ sơ) of both styles."""

import re
from datetime import datetime
from functools import lru_cache

from contracts.time import VIETNAM

_CODE = re.compile(r"([A-Z]\d{2}(?:\.\d{2,3})*|(?:\d{2,3}\.)+[A-Z]\d{2})-(\d{6}|\d{8})-\d{4,7}", re.ASCII)
_MAX_CHARS = 64


@lru_cache(maxsize=8192)
def unit_of(code: str) -> str | None:
    """The agency that the code names; None when the code is of neither form."""
    found = _CODE.fullmatch(code) if len(code) <= _MAX_CHARS else None
    return found.group(1) if found else None


def day_of(code: str) -> str:
    """yyyyMMdd, as the code has it, of a code of either form."""
    digits = code.split("-")[1]
    return digits if len(digits) == 8 else f"20{digits}"


def code_series(unit_code: str, at: datetime) -> str:
    """`UNIT-yyyyMMdd`: the date of the central style, so that no number meets one given at our own desk (yyMMdd)."""
    return f"{unit_code}-{at.astimezone(VIETNAM):%Y%m%d}"


def numbered_code(of_series: str, number: int) -> str:
    """As `G09.20-20260609-0092637`: seven digits."""
    return f"{of_series}-{number:07d}"
