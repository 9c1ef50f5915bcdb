"""Codes as people type them from paper: small letters, blanks, and the dashes and digits that a word processor or another
keyboard puts in. The code itself has none of these, so that nothing is guessed."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from pydantic import BeforeValidator

_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_CODE = re.compile(r"[0-9A-Z._:/-]*")
_TYPED = re.compile(r"[\w.:/-]*", re.ASCII)


def as_code(typed: str) -> str:
    """`h26.31.05 – 261102 – 0001` → `H26.31.05-261102-0001`. What holds other letters than codes do stays as it came."""
    if _CODE.fullmatch(typed):
        return typed
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    tight = "".join(
        letter for letter in plain if not (letter.isspace() or unicodedata.category(letter) == "Cf")
    )
    return tight.upper() if _TYPED.fullmatch(tight) else typed


def find_code(typed: str, codes: Iterable[str]) -> str | None:
    """The one of the codes that is meant, as it stands there: some of the national catalogue hold blanks, small letters or
    a point at the end. To the letter first; None where there is none."""
    known = tuple(codes)
    if typed in known:
        return typed
    return next((code for code in known if as_code(code) == as_code(typed)), None)


def as_hash(typed: str) -> str:
    """A hash as programs print it: some write capital letters."""
    return as_code(typed).lower()


def as_verification_code(typed: str) -> str:
    """`abcd efgh 2345wxyz` → `ABCD-EFGH-2345-WXYZ`. It has no 0, 1 and 8: where one was read, O, I and B are printed."""
    letters = re.sub(r"[^0-9A-Z]", "", as_code(typed).upper()).translate(_NEVER_PRINTED)
    fours = [letters[start : start + 4] for start in range(0, len(letters), 4)]
    return "-".join(fours) if len(letters) == _VERIFICATION_LETTERS else typed


_NEVER_PRINTED = str.maketrans("018", "OIB")
_VERIFICATION_LETTERS = 16


def _of_text(read: Callable[[str], str]) -> BeforeValidator:
    def validate(value: object) -> object:
        return read(value) if isinstance(value, str) else value

    return BeforeValidator(validate)


TYPED = _of_text(as_code)
"""Annotation of a code that people type."""
TYPED_HASH = _of_text(as_hash)
TYPED_VERIFICATION_CODE = _of_text(as_verification_code)
