"""Search entries: what the search index knows of one procedure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog.domain.search.query import sort_key
from catalog.domain.search.thesaurus import Words, folded, words_of
from contracts.catalog import ProcedureSummary
from contracts.text import fold_words

TOKEN = re.compile(r"\w+|[^\w\s]+")
STOP = "|"
"""Token of punctuation, which ends a run of words: no phrase crosses it."""
_LOCAL = ("ubnd ", "uy ban nhan dan ", "so ", "trung tam phuc vu hanh chinh cong ")


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One procedure in the index.

    `marked_words` are the words of the name with their diacritics, `name_words` folded, both in their order;
    `other_words` those of field, promulgator, subjects, results and keywords, folded. `tokens` is the name as lower-case
    words with their diacritics and `STOP`, `folded_tokens` the same folded. `is_local`: promulgated by a province for
    itself.
    """

    summary: ProcedureSummary
    subjects: tuple[str, ...]
    sort_key: str
    name_words: Words
    marked_words: Words
    other_words: frozenset[str]
    tokens: tuple[str, ...]
    folded_tokens: tuple[str, ...]
    is_local: bool


def search_entry(
    summary: ProcedureSummary, subjects: tuple[str, ...], keywords: Iterable[str] = ()
) -> SearchEntry:
    """The entry of a procedure. `keywords` are further texts that it is found by: names of results, key words."""
    marked = words_of(summary.name)
    words = folded(marked)
    tokens = _tokens(summary.name)
    field = summary.field.name if summary.field else ""
    promulgator = summary.promulgator.name
    return SearchEntry(
        summary=summary,
        subjects=subjects,
        sort_key=sort_key(words, fileable=summary.fileable),
        name_words=words,
        marked_words=marked,
        other_words=frozenset(
            word for text in (field, promulgator, *subjects, *keywords) for word in _words_of(text)
        ),
        tokens=tokens,
        folded_tokens=tuple(_folded(word) for word in tokens),
        is_local=" ".join(_words_of(promulgator)).startswith(_LOCAL),
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
