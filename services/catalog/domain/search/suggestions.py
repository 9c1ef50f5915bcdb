"""Suggestions while a person types: useful phrases, then procedures; then what a search for the words finds.

A phrase is how the names go on after the words typed: "giấy ph" -> "giấy phép", "giấy phép xây dựng". It is useful
when several names hold it, it does not end in a word that only joins, and most of them do not go on alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from catalog.domain.search.entries import STOP, SearchEntry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.query import parse_search_query
from catalog.domain.search.results import SearchResults
from catalog.domain.search.spelling import Spelling
from contracts.catalog import SearchProcedures, Suggestion
from contracts.text import fold_words

MAX_NAMES_READ = 300
"""Of so many names, in the order of findings, phrases are made."""
MAX_ADDED_WORDS = 3
MIN_NAMES = 3
MOSTLY = 0.5
JOINING = frozenset(
    (
        "của", "và", "cho", "trong", "theo", "từ", "với", "đối", "để", "tại", "ở", "đến", "do", "là", "hoặc",
        "các", "có", "bị", "được", "về", "khi", "trên", "thuộc", "những", "một", "không",
    )
)  # fmt: skip
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class TypedText:
    """`whole` words, and the last one, that may be unfinished."""

    whole: tuple[str, ...]
    last: str


def suggest(index: SearchIndex, spelling: Spelling, q: str, limit: int) -> tuple[Suggestion, ...]:
    """At most `limit` suggestions, phrases first; of a code's start, procedures alone.

    When few names hold what is typed so far, the best results of a search for it follow: everyday words, abbreviations
    and slips of the pen are understood there.
    """
    query = parse_search_query(q)
    if query.code is not None:
        codes = index.by_code(index.with_code_prefix(query.code), None)
        coded = [entry.summary for _, entry in islice(codes, limit)]
        return tuple(Suggestion(text=summary.name, code=summary.code) for summary in coded)
    if not query.words:
        return ()
    *whole, last = fold_words(q)
    typed = TypedText(tuple(whole), last)
    found = [
        entry for _, entry in islice(index.by_sort_key(matching_names(index, typed), None), MAX_NAMES_READ)
    ]
    phrases = useful_phrases(found, typed)[: limit // 2]
    held = (
        *(Suggestion(text=phrase) for phrase in phrases),
        *procedures(found, typed)[: limit - len(phrases)],
    )
    if len(held) == limit:
        return held
    shown = {suggestion.text for suggestion in held}
    results = SearchResults(index, spelling, SearchProcedures(q=q)).first(limit)
    understood = [entry for _, entry in results if entry.summary.name not in shown]
    return (*held, *procedures(understood, typed))[:limit]


def matching_names(index: SearchIndex, typed: TypedText) -> int:
    """The slots whose names hold every whole word and one that starts as the last."""
    return index.with_words_in_name(typed.whole) & index.with_prefix_in_name(typed.last)


def procedures(entries: Iterable[SearchEntry], typed: TypedText) -> list[Suggestion]:
    """Those with the words one after another first. A name that several procedures have is words to search for."""
    sharing: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        sharing.setdefault(entry.summary.name, []).append(entry)
    alike = sorted(sharing.values(), key=lambda same: next(_starts(same[0], typed), None) is None)
    return [
        Suggestion(text=same[0].summary.name, code=same[0].summary.code if len(same) == 1 else None)
        for same in alike
    ]


def useful_phrases(entries: Iterable[SearchEntry], typed: TypedText) -> list[str]:
    """The most frequent first; the shorter before the longer of the same frequency."""
    counted: Counter[Phrase] = Counter()
    for entry in entries:
        counted.update({run for start in _starts(entry, typed) for run in _runs(entry, start, typed)})
    longer: Counter[Phrase] = Counter()
    for phrase, count in counted.items():
        if phrase[-1] not in JOINING:
            longer[phrase[:-1]] = max(longer[phrase[:-1]], count)
    useful = [phrase for phrase in counted if _is_useful(phrase, counted[phrase], longer[phrase], typed)]
    useful.sort(key=lambda phrase: (-counted[phrase], len(phrase), phrase))
    return [" ".join(phrase) for phrase in useful]


def _starts(entry: SearchEntry, typed: TypedText) -> Iterator[int]:
    """Where in the name the words stand one after another."""
    plain, whole, length = entry.folded_tokens, typed.whole, len(typed.whole)
    for end in range(length, len(plain)):
        if plain[end].startswith(typed.last) and plain[end - length : end] == whole:
            yield end - length


def _runs(entry: SearchEntry, start: int, typed: TypedText) -> Iterator[Phrase]:
    """The words typed, and one to four more: the longest only show whether shorter ones go on."""
    shortest = start + len(typed.whole) + 1
    for end in range(shortest, min(shortest + MAX_ADDED_WORDS + 1, len(entry.folded_tokens)) + 1):
        if entry.folded_tokens[end - 1] == STOP:
            return
        yield entry.tokens[start:end]


def _is_useful(phrase: Phrase, count: int, longer: int, typed: TypedText) -> bool:
    typed_length = len(typed.whole) + 1
    if count < MIN_NAMES or longer > MOSTLY * count:
        return False
    if not max(2, typed_length) <= len(phrase) <= typed_length + MAX_ADDED_WORDS:
        return False
    return phrase[-1] not in JOINING and fold_words(" ".join(phrase)) != (*typed.whole, typed.last)
