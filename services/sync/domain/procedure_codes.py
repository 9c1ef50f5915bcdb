"""Codes of procedures (mã thủ tục hành chính) as local systems write them: with a suffix for their agency or the case."""

import re
from functools import lru_cache

from contracts.agency_codes import is_code, root_of

_NATIONAL = re.compile(r"([1-6]\.\d{6})(?:\.(.+))?", re.ASCII)
_CASE = re.compile(r"\d{2}", re.ASCII)
_MAX_CHARS = 64


@lru_cache(maxsize=8192)
def national_code(code: str, agency_code: str) -> str | None:
    """`1.001193` of 1.001193.H05, 1.001193.000.00.00.H05 and 1.001193.01 (a case of it); the agency must be of the ministry
    or province of `agency_code`. None for what has none of these forms. Raises ValueError for an agency that is none."""
    found = _NATIONAL.fullmatch(code) if len(code) <= _MAX_CHARS else None
    if found is None:
        return None
    national, suffix = found.groups()
    if suffix is None or _CASE.fullmatch(suffix):
        return str(national)
    of_this_root = is_code(suffix) and root_of(suffix) == root_of(agency_code)
    return str(national) if of_this_root else None
