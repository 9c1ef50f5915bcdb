"""Search entries: what the search index knows of one procedure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from catalog.domain.search.query import sort_key
from contracts.catalog import ProcedureSummary
from contracts.text import fold_words

TOKEN = re.compile(r"\w+|[^\w\s]+")
STOP = "|"
"""Token of punctuation, which ends a run of words: no phrase crosses it."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One procedure in the index.

    `name_words` and `other_words` (of field and promulgator) are folded. `tokens` is the name as lower-case words with
    their diacritics and `STOP`, `folded_tokens` the same folded.
    """

    summary: ProcedureSummary
    subjects: tuple[str, ...]
    sort_key: str
    name_words: frozenset[str]
    other_words: frozenset[str]
    tokens: tuple[str, ...]
    folded_tokens: tuple[str, ...]


def search_entry(summary: ProcedureSummary, subjects: tuple[str, ...]) -> SearchEntry:
    """The entry of a procedure."""
    words = fold_words(summary.name)
    tokens = _tokens(summary.name)
    field = summary.field.name if summary.field else ""
    return SearchEntry(
        summary=summary,
        subjects=subjects,
        sort_key=sort_key(words, fileable=summary.fileable),
        name_words=frozenset(words),
        other_words=frozenset((*_words_of(field), *_words_of(summary.promulgator.name))),
        tokens=tokens,
        folded_tokens=tuple(_folded(word) for word in tokens),
    )


def _tokens(name: str) -> tuple[str, ...]:
    text = unicodedata.normalize("NFC", name).lower()
    return tuple(token if _folded(token) != STOP else STOP for token in TOKEN.findall(text))


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return "".join(fold_words(word)) or STOP


@lru_cache(maxsize=10_000)
def _words_of(name: str) -> tuple[str, ...]:
    """Folded words of a name that many procedures share, cached."""
    return fold_words(name)
