"""The index of this replica, kept up with what was published."""

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
    """Every question first reads the revision: what is committed is found, by whichever replica is asked.

    The first question of a process reads the whole catalogue, later ones what was written since.
    """

    index: SearchIndex = field(default_factory=SearchIndex)
    revision: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _suggested: dict[tuple[str, int], tuple[Suggestion, ...]] = field(default_factory=dict)

    def current_index(self, searchable: SearchEntryRepository) -> SearchIndex:
        if searchable.revision() != self.revision:
            with self._lock:
                self._catch_up(searchable)
        return self.index

    def suggest(self, searchable: SearchEntryRepository, q: str, limit: int) -> tuple[Suggestion, ...]:
        index = self.current_index(searchable)
        known = self._suggested.get((q, limit))
        if known is None:
            known = suggest(index, q, limit)
            self._cache(q, limit, known)
        return known

    def _catch_up(self, searchable: SearchEntryRepository) -> None:
        """A revision below ours means a restored database: everything is read anew."""
        revision = searchable.revision()
        if revision == self.revision:
            return
        afresh = revision < self.revision or self.revision < 0
        rows = list(searchable.written_after(-1 if afresh else self.revision))
        if afresh:
            self.index = SearchIndex()
        apply_changes(self.index, rows)
        self._suggested.clear()
        self.revision = revision

    def _cache(self, q: str, limit: int, suggestions: tuple[Suggestion, ...]) -> None:
        if len(self._suggested) >= CACHED_SUGGESTIONS:
            self._suggested.clear()
        self._suggested[q, limit] = suggestions


def apply_changes(index: SearchIndex, rows: Iterable[SearchEntryRow]) -> None:
    for row in rows:
        if row.summary is None:
            index.remove(row.code)
        else:
            index.put(search_entry(row.summary, row.subjects))
