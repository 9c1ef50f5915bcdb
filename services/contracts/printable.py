"""Text that people can read: which characters it may hold, and the types of every free text in a request.

Printable are letters, marks, digits, punctuation, symbols and the blank. Not printable are the general categories Cc
(control), Cf (format: zero-width and bidirectional characters), Cs, Co, Cn, Zl and Zp of the Unicode Standard, and those
few letters and marks that are drawn as nothing. A text in a request is brought to NFC; blanks of any width become the
usual one. What is not printable is refused, because nobody can see what he has sent, and a name with a line break or a
reversed half says on paper what its writer did not say.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, StringConstraints, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

AS_IT_STANDS: Final = "as it stands"
"""Validation context of what was written before, by us: an answer, an event, a stored document. Its texts are not
judged again, so that what an earlier release has taken stays readable."""

_BLANKS = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
"""Category Zs: of one line they become one blank."""
_WIDE_BLANKS = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = r"\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_NOT_IN_A_LINE = rf"\x00-\x1f\x7f-\x9f{_INVISIBLE}"
_NOT_IN_LINES = rf"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_INVISIBLE}"
_DRAWN_AS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters, marks and one symbol without ink (Default_Ignorable_Code_Point, and the empty Braille pattern)."""


def first_unprintable(text: str, *, newlines: bool = False) -> str | None:
    """The first character that is not printable; None in a text that people can read. `newlines`: LF is allowed."""
    judged = text.replace("\n", "") if newlines else text
    if judged.isprintable() and _DRAWN_AS_NOTHING.isdisjoint(judged):
        return None
    return next(letter for letter in judged if not letter.isprintable() or letter in _DRAWN_AS_NOTHING)


def normal_line(text: str) -> str:
    """NFC, one blank between words, none at the ends. What is not printable stays where it is."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip(" \t\r\n")


def normal_text(text: str) -> str:
    """NFC, LF between lines, tabs and wide blanks as blanks, none at the ends. What is not printable stays."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n")
    return _WIDE_BLANKS.sub(" ", lines).strip(" \r\n")


def normal_values(value: Any) -> Any:
    """JSON with every text in it in normal form; keys stay as they are."""
    if isinstance(value, str):
        return normal_text(value)
    if isinstance(value, dict):
        return {key: normal_values(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [normal_values(inner) for inner in value]
    return value


def cleaned_line(text: str) -> str:
    """The text as one printable line: line breaks and control characters become blanks, what has no ink is dropped."""
    return normal_line(_cleaned(text, newlines=False))


def cleaned_text(text: str) -> str:
    """The text as printable lines: every kind of line break becomes LF, what has no ink is dropped."""
    return normal_text(_cleaned(_LINE_BREAKS.sub("\n", text), newlines=True))


def _cleaned(text: str, *, newlines: bool) -> str:
    if first_unprintable(text, newlines=newlines) is None:
        return text
    return "".join(_readable(letter, newlines) for letter in text)


def _readable(letter: str, newlines: bool) -> str:
    if (letter.isprintable() and letter not in _DRAWN_AS_NOTHING) or (newlines and letter == "\n"):
        return letter
    return " " if unicodedata.category(letter) in ("Cc", "Zs", "Zl", "Zp") else ""


@dataclass(frozen=True)
class Printable:
    """Annotation of a text: normal form first, then the rule, then the length of what is left.

    - `newlines`: several lines, with LF between them
    - `letter`: at least one letter, as in every name and title
    - `min_length`, `max_length`: of the text in normal form
    - `cleaned`: mended instead of refused; for words that are searched, and for what a service of ours hands on from
      its store to be printed
    """

    newlines: bool = False
    letter: bool = False
    min_length: int = 1
    max_length: int = 250
    cleaned: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        length = handler.generate_schema(
            Annotated[source, StringConstraints(min_length=self.min_length, max_length=self.max_length)]
        )
        return core_schema.with_info_wrap_validator_function(self._validate, length)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """With a pattern for clients that check before they send: the usual offenders, in the syntax of ECMA-262."""
        described = handler(schema)
        if not self.cleaned:
            wrong = _NOT_IN_LINES if self.newlines else _NOT_IN_A_LINE
            ink = rf"[^\s{wrong}]" if self.min_length else ""
            described["pattern"] = rf"^[^{wrong}]*{ink}[^{wrong}]*$" if ink else rf"^[^{wrong}]*$"
        return described

    def _validate(self, value: Any, length: Any, info: ValidationInfo) -> Any:
        if info.context == AS_IT_STANDS:
            return value if isinstance(value, str) else length(value)
        if not isinstance(value, str):
            return length(value)
        text: str = length(self.normal(value))
        self._require_readable(text)
        return text

    def normal(self, text: str) -> str:
        """The form in which a text is stored."""
        if self.cleaned:
            return cleaned_text(text) if self.newlines else cleaned_line(text)
        return normal_text(text) if self.newlines else normal_line(text)

    def _require_readable(self, text: str) -> None:
        wrong = first_unprintable(text, newlines=self.newlines)
        if wrong is not None:
            raise PydanticCustomError(
                "unprintable",
                "Holds a line break, a control character or an invisible character ({character}).",
                {"character": f"U+{ord(wrong):04X}"},
            )
        if self.letter and not any(letter.isalpha() for letter in text):
            raise PydanticCustomError("no_letter", "Holds no letter.")


ShortText = Annotated[str, Printable()]
"""One printable line of 1 to 250 characters: a number, a place, a legal ground."""

ShortTextOrEmpty = Annotated[str, Printable(min_length=0)]
"""As `ShortText`, or nothing."""

Title = Annotated[str, Printable(letter=True)]
"""A name of a person, of a thing or of a file: one printable line of 1 to 250 characters with a letter in it."""

LongText = Annotated[str, Printable(newlines=True, max_length=2000)]
"""Printable lines of 1 to 2,000 characters: a reason, a note, an answer."""

SearchWords = Annotated[str, Printable(min_length=0, max_length=200, cleaned=True)]
"""Words that somebody looks for: what has no ink is dropped, because it is often copied along."""

MendedLine = Annotated[str, Printable(min_length=0, max_length=5000, cleaned=True)]
"""One line that cannot be sent back to its writer: of the national catalogue, or on a document made of what is stored."""

MendedText = Annotated[str, Printable(newlines=True, min_length=0, max_length=100_000, cleaned=True)]
"""Lines that cannot be sent back to their writer, as `MendedLine`."""
