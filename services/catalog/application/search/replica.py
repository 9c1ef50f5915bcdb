"""Search index of this process, kept in step with the stored search entries."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.domain.search.entries import search_entry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.suggestions import suggest
from catalog.repository.search_entries import SearchEntryRepository, SearchEntryRow
from contracts.catalog import Suggestion

CACHED_SUGGESTIONS = 2_000


@dataclass
class SearchReplica:
    """A copy of all search entries in memory, made current before every query, so that reads follow writes.

    The first query of a process reads all entries (about two seconds for the national catalogue), later ones those
    written since. Safe for threads and greenlets.
    """

    index: SearchIndex = field(default_factory=SearchIndex)
    revision: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _suggestions: dict[tuple[str, int], tuple[Suggestion, ...]] = field(default_factory=dict)

    def current_index(self, entries: SearchEntryRepository) -> SearchIndex:
        """The index with everything that is committed."""
        if entries.revision() != self.revision:
            with self._lock:
                self._catch_up(entries)
        return self.index

    def suggest(self, entries: SearchEntryRepository, q: str, limit: int) -> tuple[Suggestion, ...]:
        """As `suggestions.suggest` on the current index; cached until something changes."""
        index = self.current_index(entries)
        cached = self._suggestions.get((q, limit))
        if cached is None:
            cached = suggest(index, q, limit)
            self._cache(q, limit, cached)
        return cached

    def _catch_up(self, entries: SearchEntryRepository) -> None:
        """A stored revision below this one means a restored database: all entries are read again."""
        revision = entries.revision()
        if revision == self.revision:
            return
        from_scratch = revision < self.revision or self.revision < 0
        rows = list(entries.written_after(-1 if from_scratch else self.revision))
        if from_scratch:
            self.index = SearchIndex()
        apply_changes(self.index, rows)
        self._suggestions.clear()
        self.revision = revision

    def _cache(self, q: str, limit: int, suggestions: tuple[Suggestion, ...]) -> None:
        if len(self._suggestions) >= CACHED_SUGGESTIONS:
            self._suggestions.clear()
        self._suggestions[q, limit] = suggestions


def apply_changes(index: SearchIndex, rows: Iterable[SearchEntryRow]) -> None:
    """Put published procedures into the index and take withdrawn ones out."""
    for row in rows:
        if row.summary is None:
            index.remove(row.code)
        else:
            index.put(search_entry(row.summary, row.subjects))
