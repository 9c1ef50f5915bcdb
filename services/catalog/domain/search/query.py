"""Search queries as a person types them, and the sort key of what they find."""

import re
from dataclasses import dataclass

from contracts.catalog import ProcedureSummary
from contracts.text import fold, fold_words

CODE_START = re.compile(r"^[1-6]\.\d{1,6}(\.[0-9A-Z.]*)?$")
SORT_KEY_LENGTH = 64


@dataclass(frozen=True)
class SearchQuery:
    """The start of a code, or folded words that must all occur; neither selects everything."""

    code: str | None = None
    words: tuple[str, ...] = ()


def parse_search_query(q: str) -> SearchQuery:
    """A text that looks like a code is one; the rest is words."""
    if CODE_START.match(q):
        return SearchQuery(code=q)
    return SearchQuery(words=tuple(dict.fromkeys(fold_words(q))))


def is_unsearchable(q: str, query: SearchQuery) -> bool:
    """True for a text without a single letter or digit: it can match no procedure."""
    return bool(q) and query == SearchQuery()


def sort_key(procedure: ProcedureSummary) -> str:
    """Sorts results: what can be filed first, then names of fewer words, then the alphabet.

    A short name that holds all the words of a query is the closest to it.
    """
    name = fold(procedure.name)
    return f"{'0' if procedure.fileable else '1'}{min(len(name.split()), 999):03d} {name}"[:SORT_KEY_LENGTH]
