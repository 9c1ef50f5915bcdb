"""How a search reads what a person typed, and in which order it answers."""

import re
from dataclasses import dataclass

from catalog.domain.search.folding import fold, words
from contracts.catalog import ProcedureSummary

CODE_START = re.compile(r"^[1-6]\.\d{1,6}(\.[0-9A-Z.]*)?$")
SORT_KEY_LENGTH = 64


@dataclass(frozen=True)
class SearchQuery:
    """Either the start of a code, or words that must all occur, or nothing: everything."""

    code: str | None = None
    words: tuple[str, ...] = ()


def parse_search_query(q: str) -> SearchQuery:
    """A text that looks like a code is one; the rest is words."""
    if CODE_START.match(q):
        return SearchQuery(code=q)
    return SearchQuery(words=tuple(dict.fromkeys(words(q))))


def is_unsearchable(q: str, question: SearchQuery) -> bool:
    """True for a text without a single letter or digit: it can match no procedure."""
    return bool(q) and question == SearchQuery()


def sort_key(procedure: ProcedureSummary) -> str:
    """The place in the list of findings: what can be filed first, then short names, then the alphabet.

    A short name that holds all the words asked for is the closest to what was asked.
    """
    name = fold(procedure.name)
    return f"{'0' if procedure.fileable else '1'}{min(len(name.split()), 999):03d} {name}"[:SORT_KEY_LENGTH]
