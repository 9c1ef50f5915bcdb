"""The first level of an agency's code: the ministry or the province it belongs to."""

import re

ROOT = re.compile(r"[A-Z][0-9]{2}")


def root(code: str) -> str:
    """H26.31.05 and 000.00.16.H26 -> H26. Empty for a code of another kind, such as the national list's own ids."""
    parts = [part for part in (*code.split(".")[:1], *code.split(".")[-1:]) if ROOT.fullmatch(part)]
    return parts[0] if parts else ""


def is_of_a_province(code: str) -> bool:
    """Provinces are H01 to H63; ministries and central agencies have other letters."""
    return root(code).startswith("H")
