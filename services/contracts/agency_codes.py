"""Codes of agencies and their place in the state: pure functions on mã định danh cơ quan, in both styles.

The old style (QCVN 102:2016/BTTTT) reads from right to left: `000.12.16.H05` is office 12 of unit 16 of H05, and
zeros stand for "none". The style of QĐ 20/2020/QĐ-TTg reads from left to right: `H05.34.44`.

Both styles share the codes of the first level (H05, G15). Below it each style has numbers of its own: `000.00.16.H05`
and `H05.16` may be two agencies, so a code of one style is never taken to be within one of the other, unless that
is a first level.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PATTERN = r"^([A-Z][0-9]{2}(\.[0-9]{2,3})*|([0-9]{2,3}\.)+[A-Z][0-9]{2})$"
MAX_LENGTH = 35
"""Letters, QĐ 20/2020/QĐ-TTg art 4."""

_FORM = re.compile(PATTERN.removesuffix("$") + r"\Z")
_OLD_GROUPS = ("000", "00", "00")
"""What the three groups before the first level are when there is nothing at them."""


class AgencyCodeStyle(StrEnum):
    """The two styles of an agency's code (mã định danh cơ quan)."""

    OLD = "old"  # QCVN 102:2016/BTTTT, right to left
    NEW = "new"  # QĐ 20/2020/QĐ-TTg, left to right


@dataclass(frozen=True)
class AgencyCodeParts:
    """`groups` from the first level down: ("H05", "16") of 000.00.16.H05. A first level alone is of the new style."""

    style: AgencyCodeStyle
    groups: tuple[str, ...]


def is_code(text: str) -> bool:
    return len(text) <= MAX_LENGTH and _FORM.match(text) is not None


@lru_cache(maxsize=8192)
def parse(code: str) -> AgencyCodeParts:
    """Raises ValueError for a text that is no code."""
    if not is_code(code):
        raise ValueError(f"not the code of an agency: {code[:MAX_LENGTH]!r}")
    groups = code.split(".")
    if groups[0][0].isalpha():
        return AgencyCodeParts(AgencyCodeStyle.NEW, tuple(groups))
    lower = _without_zeros(groups[-2::-1])
    return AgencyCodeParts(AgencyCodeStyle.OLD if lower else AgencyCodeStyle.NEW, (groups[-1], *lower))


def root_of(code: str) -> str:
    """The agency of the first level: a ministry or a province. Raises ValueError."""
    return parse(code).groups[0]


def is_within(code: str, above: str) -> bool:
    """Whether the first is the second, or an agency under it, as far as the codes show. A text that is no code is
    within nothing. Raises ValueError when `above` is none."""
    upper = parse(above)
    if not is_code(code):
        return False
    lower = parse(code)
    if len(upper.groups) > 1 and lower.style is not upper.style:
        return False
    return lower.groups[: len(upper.groups)] == upper.groups


def within_pattern(above: str) -> str:
    """A regular expression for the codes of which `is_within(code, above)` is true. Raises ValueError."""
    upper = parse(above)
    first, lower = upper.groups[0], upper.groups[1:]
    new = r"\.".join((first, *lower)) + r"(\.[0-9]{2,3})*"
    old = r"([0-9]{2,3}\.)*" + r"\.".join((*reversed(lower), first))
    if not lower:
        return f"^({new}|{old})$"
    return f"^{new}$" if upper.style is AgencyCodeStyle.NEW else f"^{old}$"


def canonical(code: str) -> str:
    """One spelling of codes that name the same place: 000.00.00.H05 is H05, 16.H05 is 000.00.16.H05.

    Raises ValueError.
    """
    place = parse(code)
    if place.style is AgencyCodeStyle.NEW:
        return ".".join(place.groups)
    lower = tuple(reversed(place.groups[1:]))
    return ".".join((*_OLD_GROUPS[: len(_OLD_GROUPS) - len(lower)], *lower, place.groups[0]))


def _without_zeros(groups: list[str]) -> list[str]:
    """From the top down, without the zeros at the low end."""
    while groups and not groups[-1].strip("0"):
        groups = groups[:-1]
    return groups
