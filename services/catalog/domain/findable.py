"""What the search knows of one procedure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from catalog.domain.folding import words
from catalog.domain.searching import place
from contracts.catalog import ProcedureSummary

TOKEN = re.compile(r"\w+|[^\w\s]+")
STOP = "|"
"""Stands where a sign ends a run of words: no phrase goes over it."""


@dataclass(frozen=True, slots=True)
class Findable:
    """`name_words` and `other_words` (of field and promulgator) are folded; `place` is that in the findings.

    `spoken` is the name as a list of lower-case words with their marks, `plain` the same words folded.
    """

    summary: ProcedureSummary
    subjects: tuple[str, ...]
    place: str
    name_words: frozenset[str]
    other_words: frozenset[str]
    spoken: tuple[str, ...]
    plain: tuple[str, ...]


def findable(summary: ProcedureSummary, subjects: tuple[str, ...]) -> Findable:
    spoken = _spoken(summary.name)
    field = summary.field.name if summary.field else ""
    return Findable(
        summary=summary,
        subjects=subjects,
        place=place(summary),
        name_words=frozenset(words(summary.name)),
        other_words=frozenset((*_words_of(field), *_words_of(summary.promulgator.name))),
        spoken=spoken,
        plain=tuple(_plain(word) for word in spoken),
    )


def _spoken(name: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", name).lower()
    return tuple(token if _plain(token) != STOP else STOP for token in TOKEN.findall(text))


@lru_cache(maxsize=50_000)
def _plain(word: str) -> str:
    return "".join(words(word)) or STOP


@lru_cache(maxsize=10_000)
def _words_of(name: str) -> tuple[str, ...]:
    """Of names that many procedures share."""
    return tuple(words(name))
