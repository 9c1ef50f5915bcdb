"""What the search knows of one procedure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from catalog.domain.search.folding import words
from catalog.domain.search.query import sort_key
from contracts.catalog import ProcedureSummary

TOKEN = re.compile(r"\w+|[^\w\s]+")
STOP = "|"
"""Stands where a sign ends a run of words: no phrase goes over it."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """`name_words` and `other_words` (of field and promulgator) are folded; `place` is that in the findings.

    `spoken` is the name as a list of lower-case words with their marks, `plain` the same words folded.
    """

    summary: ProcedureSummary
    subjects: tuple[str, ...]
    sort_key: str
    name_words: frozenset[str]
    other_words: frozenset[str]
    tokens: tuple[str, ...]
    folded_tokens: tuple[str, ...]


def search_entry(summary: ProcedureSummary, subjects: tuple[str, ...]) -> SearchEntry:
    spoken = _tokens(summary.name)
    field = summary.field.name if summary.field else ""
    return SearchEntry(
        summary=summary,
        subjects=subjects,
        sort_key=sort_key(summary),
        name_words=frozenset(words(summary.name)),
        other_words=frozenset((*_words_of(field), *_words_of(summary.promulgator.name))),
        tokens=spoken,
        folded_tokens=tuple(_folded(word) for word in spoken),
    )


def _tokens(name: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", name).lower()
    return tuple(token if _folded(token) != STOP else STOP for token in TOKEN.findall(text))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return "".join(words(word)) or STOP


@lru_cache(maxsize=10_000)
def _words_of(name: str) -> tuple[str, ...]:
    """Of names that many procedures share."""
    return tuple(words(name))
