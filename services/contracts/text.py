"""Vietnamese text without case and diacritics: how people type a name and how it is found.

The folded form is for comparing only; what is shown is always the text as it was written. One function decides for the
whole house, because a name that one service finds must not be unknown to another.
"""

import re
import unicodedata
from functools import cache

_LETTER = re.compile(r"LATIN (?:SMALL|CAPITAL) LETTER (?:AFRICAN )?([A-Z])(?: WITH .+)?")
_NAMELESS = {"Ð": "D", "ð": "d", "ɖ": "d", "ı": "i", "Ƣ": "U", "ƣ": "u"}
"""Letters whose Unicode name does not begin with the plain letter: eth, d with tail, dotless i, and the letter gha
(U+01A2), which old fonts show as Ư.
"""

_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "Ƣ": "Ư", "ƣ": "ư"})
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Huyền, sắc, ngã, hỏi, nặng."""

_WORD = re.compile(r"[^\W_]+")
_MARKED_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_I_OR_Y = re.compile(r"(?<=[hklmst])y\b")


def strip_diacritics(text: str) -> str:
    """The text with plain Latin letters, case and punctuation as they were: "Đơn xin cấp lại.pdf" → "Don xin cap lai.pdf".

    Letters that Unicode does not decompose (Đ U+0110, Ð U+00D0, Ɖ U+0189, Ƀ U+0243, Ł, Ø ...) become the letter they are
    made of; full-width and other compatibility forms become the usual ones; invisible format characters are dropped.
    """
    decomposed = unicodedata.normalize("NFKD", text).translate(_plain_letters())
    return "".join(letter for letter in decomposed if not _is_mark(letter))


def fold(text: str) -> str:
    """The words of a text for comparing, one space between them: "Lý  Thị Đào" → "li thi dao".

    - lower case, no diacritics, no punctuation (`strip_diacritics`);
    - *i* and *y* are the same at the end of a syllable after h, k, l, m, s, t (kí/ký, lí/lý, mĩ/mỹ): schoolbooks
      write one, names and laws mostly the other. The form is *i*: what is typed so far ("ki") must stay a prefix of the
      longer syllables that it may become ("kiểm"), which no *y* would be.

    Letters of other scripts stay as they are. Folding what is folded changes nothing.
    """
    plain = strip_diacritics(text).casefold()
    if not plain.isascii():
        plain = strip_diacritics(plain).casefold()  # what lower case has made of letters like İ
    return _I_OR_Y.sub("i", " ".join(_WORD.findall(plain)))


def accent_words(text: str) -> tuple[str, ...]:
    """The words of a text for comparing with their diacritics: "Hoà, LÝ" → ("hoa\u0300", "li\u0301").

    Lower case; the tone stands behind the letters, so that it does not matter on which vowel it was written; i and y as
    in `fold`, which makes the folded word of each. A word without diacritics is what `fold` makes of it.
    """
    return tuple(map(_accent_key, lower_words(text)))


def lower_words(text: str) -> tuple[str, ...]:
    """The words of a text as they were written, in lower case: one for each of `accent_words`."""
    composed = unicodedata.normalize("NFKC", text.translate(_LOOKALIKES)).casefold()
    visible = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return tuple(word for word in _MARKED_WORD.findall(visible) if fold(word))


def _accent_key(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    bare = "".join(letter for letter in letters if letter not in _TONES)
    return (_I_OR_Y.sub("i", bare) + tones) if fold(bare) != bare else fold(bare) + tones


def fold_words(text: str) -> tuple[str, ...]:
    """The folded words of a text in its order, repeated ones too."""
    return tuple(fold(text).split())


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 or unicodedata.category(letter) == "Cf"


@cache
def _plain_letters() -> dict[int, str]:
    """Every Latin letter that does not decompose, and the plain letter that it is made of. Built once, in some 15 ms."""
    plain = {ord(letter): base for letter, base in _NAMELESS.items()}
    for code in range(0x80, 0x10000):
        found = _LETTER.fullmatch(unicodedata.name(chr(code), ""))
        if found and not unicodedata.decomposition(chr(code)):
            base = found[1]
            plain[code] = base if chr(code).isupper() else base.lower()
    return plain
