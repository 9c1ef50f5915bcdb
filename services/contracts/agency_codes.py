"""Mã định danh cơ quan: how the two styles of agency codes nest.

The old style (QCVN 102:2016/BTTTT, `000.00.16.H05`) is read from right to left and filled up with zeros, the style of
QĐ 20/2020/QĐ-TTg (`H05.34.44`) from left to right. The first group of either is the agency of level 1.
"""

from functools import lru_cache


def root_of(code: str) -> str:
    """The level-1 agency (H05) that a code of either style belongs to."""
    return _groups(code)[0]


def is_within(code: str, top: str) -> bool:
    """Whether `code` is `top` or an agency under it.

    Codes of different styles are compared at level 1 only: nothing says that 000.00.16.H05 is H05.16.
    """
    inner, outer = _groups(code), _groups(top)
    if len(outer) > 1 and _is_old(code) != _is_old(top):
        return False
    return inner[: len(outer)] == outer


@lru_cache(maxsize=8192)
def _groups(code: str) -> tuple[str, ...]:
    """From level 1 downwards, without the zeros that stand for no agency."""
    parts = code.split(".")
    if _is_old(code):
        parts.reverse()
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    return tuple(parts)


def _is_old(code: str) -> bool:
    return code[:1].isdigit()
