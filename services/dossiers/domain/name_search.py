"""Words without case and diacritics: how people look for a name."""

import re
import unicodedata

_WORD = re.compile(r"\w+")


def name_words(text: str) -> tuple[str, ...]:
    """`Nguyễn Đình Ấn` → nguyen, dinh, an; each word once."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(_WORD.findall(plain)))
