"""Số biên nhận nộp hồ sơ: the number of a dossier from the moment of filing, before it has a code.

Three groups of four letters and digits, as `7KQM-2XRA-9TBJ`: eleven at random (54 bits, so that nobody guesses one) and
a check character, which finds every single wrong one and any two that changed places. Without 0, 1, I, O and U, which
people read wrongly.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from contracts.typed_codes import as_code

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""31 characters, a prime number: each place weighs differently, which the check rests on."""
RANDOM_LENGTH = 11
_GROUP = 4
_LETTERS = f"[{ALPHABET}]{{{_GROUP}}}"
SUBMISSION_NUMBER = f"{_LETTERS}-{_LETTERS}-{_LETTERS}"
"""Its form, as a regular expression without ends."""


def submission_number(characters: Iterable[str]) -> str:
    """The number of eleven characters of `ALPHABET`, with its check character, in groups."""
    letters = "".join(characters)
    return in_groups(letters + check_character(letters))


def check_character(letters: str) -> str:
    """The one with which the weighted sum of all twelve is a multiple of 31."""
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(letters, start=1))
    # 12 is the weight of the check character, 13 its inverse: 12 * 13 = 156 = 5 * 31 + 1
    return ALPHABET[-total * 13 % len(ALPHABET)]


def in_groups(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))


def as_submission_number(typed: str) -> str:
    """`7kqm 2xra 9tbj` → `7KQM-2XRA-9TBJ`; what is none stays as `as_code` reads it."""
    code = as_code(typed)
    letters = code.replace("-", "")
    is_number = len(letters) == RANDOM_LENGTH + 1 and set(letters) <= set(ALPHABET)
    return in_groups(letters) if is_number else code


def check_submission_number(number: str) -> str:
    """The number as it is. Raises PydanticCustomError for a wrong check character."""
    letters = number.replace("-", "")
    if check_character(letters[:RANDOM_LENGTH]) != letters[RANDOM_LENGTH]:
        raise PydanticCustomError("mistyped_number", "A character of the number is wrong.")
    return number


def _as_typed(value: object) -> object:
    return as_submission_number(value) if isinstance(value, str) else value


TYPED_REFERENCE = BeforeValidator(_as_typed)
"""Annotation of a number of submission, or a code, that people type."""

SubmissionNumber = Annotated[
    str,
    StringConstraints(pattern=f"^{SUBMISSION_NUMBER}$"),
    AfterValidator(check_submission_number),
    TYPED_REFERENCE,
]
"""Số biên nhận nộp hồ sơ, as 7KQM-2XRA-9TBJ."""
