"""Search thesaurus (từ điển tìm kiếm) made ready: where its terms stand in a query, and what they stand for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from contracts.catalog import SearchThesaurusContent
from contracts.text import accent_words, fold_words, lower_words

PHRASE_COUNT = 3
"""A phrase of the thesaurus counts as if so many names held it."""
Words = tuple[str, ...]
"""Words of a text, each as its accent key (`contracts.text.accent_words`)."""


@dataclass(frozen=True)
class Term:
    """A term of the thesaurus, and the phrases that stand for it."""

    words: Words
    means: tuple[Words, ...]


class Thesaurus:
    """Terms, stop words and qualifiers by their folded words. Does not change once it is made."""

    def __init__(self, content: SearchThesaurusContent) -> None:
        self.content = content
        self._terms: dict[Words, list[Term]] = {}
        for synonym in content.synonyms:
            means = tuple(words_of(phrase) for phrase in synonym.means)
            for term in synonym.terms:
                self._put(Term(words_of(term), means))
        self._stops: dict[Words, list[Words]] = {}
        for phrase in content.stop_words:
            words = words_of(phrase)
            self._stops.setdefault(folded(words), []).append(words)
        self.longest = max((len(words) for words in (*self._terms, *self._stops)), default=0)
        self.written = {
            key: word
            for synonym in content.synonyms
            for phrase in synonym.means
            for key, word in zip(words_of(phrase), lower_words(phrase), strict=True)
        }
        """The words of all meanings as people write them, by their accent keys."""
        self.counts = _counts(self._phrases())
        """How often each folded word, and each two with a blank between, count as written by people."""
        self.qualifiers = tuple(folded(words_of(phrase)) for phrase in content.qualifiers)
        self.common = {each.code: each.weight for each in content.common}

    def _phrases(self) -> Iterator[Words]:
        """Every phrase of terms and meanings, folded: what a person may mean to type."""
        for terms in self._terms.values():
            for term in terms:
                yield folded(term.words)
                yield from map(folded, term.means)

    def longest_term(self, words: Words, start: int) -> tuple[int, tuple[Words, ...]] | None:
        """Length of the longest term that stands at `start`, and its meanings; None when none does."""
        for length in range(min(self.longest, len(words) - start), 0, -1):
            run = words[start : start + length]
            means = [m for t in self._terms.get(folded(run), ()) if agree(run, t.words) for m in t.means]
            if means:
                return length, tuple(dict.fromkeys(means))
        return None

    def content_of(self, words: Words) -> Words:
        """The words but for stop words; all of them when nothing would be left."""
        return self.without_stop_words(words) or words

    def without_stop_words(self, words: Words) -> Words:
        """The words but for stop words. A single one is one only as it is written: căn is not cần."""
        left: list[str] = []
        start = 0
        while start < len(words):
            length = self._stop_length(words, start)
            left.extend(() if length else words[start : start + 1])
            start += length or 1
        return tuple(left)

    def _stop_length(self, words: Words, start: int) -> int:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            run = words[start : start + length]
            if any(
                run == stop or (length > 1 and agree(run, stop)) for stop in self._stops.get(folded(run), ())
            ):
                return length
        return 0

    def _put(self, term: Term) -> None:
        if term.words and term.means:
            self._terms.setdefault(folded(term.words), []).append(term)


def _counts(phrases: Iterable[Words]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for phrase in phrases:
        counts.update(dict.fromkeys(phrase, PHRASE_COUNT))
        counts.update({f"{one} {next_}": PHRASE_COUNT for one, next_ in pairwise(phrase)})
    return counts


@lru_cache(maxsize=20_000)
def words_of(text: str) -> Words:
    """The words of a text, each as its accent key."""
    return accent_words(text)


def folded(words: Iterable[str]) -> Words:
    """Accent keys without their diacritics."""
    return tuple(map(fold_key, words))


def agree(typed: Sequence[str], written: Sequence[str]) -> bool:
    """Whether no word is typed with other diacritics than are written; one typed without any agrees with all."""
    return all(a == b or a == fold_key(a) for a, b in zip(typed, written, strict=True))


@lru_cache(maxsize=50_000)
def fold_key(key: str) -> str:
    """An accent key without its diacritics."""
    return "".join(fold_words(key))
