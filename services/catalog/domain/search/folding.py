"""Vietnamese words without their marks, so that `dang ky` finds `đăng ký`."""

import re
import unicodedata

WORD = re.compile(r"[0-9a-z]+")
PLAIN_D = str.maketrans("đĐ", "dD")


def fold(text: str) -> str:
    """Lower case, no diacritics, one space between words: "Đăng ký  khai sinh" -> "dang ky khai sinh"."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """The folded words of a text, in its order."""
    plain = unicodedata.normalize("NFD", text.translate(PLAIN_D))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WORD.findall(bare.lower())
