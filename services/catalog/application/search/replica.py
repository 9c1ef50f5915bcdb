"""Search index of this process, kept in step with the stored search entries and the thesaurus."""

import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from catalog.domain.search.entries import search_entry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.spelling import Spelling
from catalog.domain.search.suggestions import suggest
from catalog.domain.search.thesaurus import Thesaurus, words_of
from catalog.repository.search_entries import SearchEntryRepository, SearchEntryRow
from catalog.repository.thesaurus import ThesaurusRepository
from chassis.storage.store import Store
from contracts.catalog import SearchThesaurus, Suggestion

T = TypeVar("T")

CACHED_SUGGESTIONS = 2_000
SLICE = 25
"""Rows that are put into the index at once; some milliseconds. Other greenlets run in between."""
SLICE_OF_PHRASES = 200


@dataclass
class SearchReplica:
    """A copy of all search entries in memory, made current before every query, so that reads follow writes.

    The first query of a process reads all entries (two or three seconds for the national catalogue), later ones those
    written since. Meanwhile the process goes on with other calls. Safe for threads and greenlets.
    """

    index: SearchIndex = field(default_factory=SearchIndex)
    spelling: Spelling = field(default_factory=lambda: Spelling(SearchIndex()))
    revision: int = -1
    thesaurus_version: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _suggestions: dict[tuple[str, int], tuple[Suggestion, ...]] = field(default_factory=dict)

    def current_index(self, store: Store) -> SearchIndex:
        """The index with everything that is committed."""
        if store.repository(SearchEntryRepository).revision() != self.revision:
            with self._lock:
                self._catch_up(store)
        return self.index

    def suggest(self, store: Store, q: str, limit: int) -> tuple[Suggestion, ...]:
        """As `suggestions.suggest` on the current index; cached until something changes."""
        index = self.current_index(store)
        cached = self._suggestions.get((q, limit))
        if cached is None:
            cached = suggest(index, self.spelling, q, limit)
            self._cache(q, limit, cached)
        return cached

    def _catch_up(self, store: Store) -> None:
        """A stored revision below this one means a restored database: all entries are read again."""
        entries = store.repository(SearchEntryRepository)
        revision = entries.revision()
        if revision == self.revision:
            return
        from_scratch = revision < self.revision or self.revision < 0
        index = SearchIndex() if from_scratch else self.index
        apply_changes(index, entries.written_after(-1 if from_scratch else self.revision))
        self._follow_thesaurus(index, store, from_scratch=from_scratch)
        self.index, self.spelling = index, Spelling(index)
        self._suggestions.clear()
        self.revision = revision

    def _follow_thesaurus(self, index: SearchIndex, store: Store, *, from_scratch: bool) -> None:
        thesauri = store.repository(ThesaurusRepository)
        if not from_scratch and thesauri.version() == self.thesaurus_version:
            return
        current = thesauri.current()
        for phrase in in_slices(phrases_of(current), SLICE_OF_PHRASES):
            words_of(phrase)
        index.use(Thesaurus(current))
        self.thesaurus_version = current.version

    def _cache(self, q: str, limit: int, suggestions: tuple[Suggestion, ...]) -> None:
        if len(self._suggestions) >= CACHED_SUGGESTIONS:
            self._suggestions.clear()
        self._suggestions[q, limit] = suggestions


def apply_changes(index: SearchIndex, rows: Iterable[SearchEntryRow]) -> None:
    """Put published procedures into the index and take withdrawn ones out."""
    for row in in_slices(rows, SLICE):
        if row.summary is None:
            index.remove(row.code)
        else:
            index.put(search_entry(row.summary, row.subjects, row.keywords))


def in_slices(items: Iterable[T], size: int) -> Iterator[T]:
    """The items; after each `size` of them other greenlets of this process run."""
    for number, item in enumerate(items, start=1):
        yield item
        if number % size == 0:
            time.sleep(0)


def phrases_of(thesaurus: SearchThesaurus) -> Iterator[str]:
    """All phrases of a thesaurus: reading their words takes most of the time that it takes to make it ready."""
    for synonym in thesaurus.synonyms:
        yield from (*synonym.terms, *synonym.means)
    yield from (*thesaurus.stop_words, *thesaurus.qualifiers)
