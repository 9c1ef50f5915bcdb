"""Search queries as a person types them, and the sort key of what they find."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.text import fold_words

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


def sort_key(words: Sequence[str], *, fileable: bool) -> str:
    """Sort key of a name: what can be filed first, then fewer words, then the alphabet. `words` are folded.

    A short name that holds all the words of a query is the closest to it.
    """
    return f"{'0' if fileable else '1'}{min(len(words), 999):03d} {' '.join(words)}"[:SORT_KEY_LENGTH]
