"""The index of this replica, kept up with what was published."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.domain.findable import findable
from catalog.domain.index import SearchIndex
from catalog.domain.suggesting import suggest
from catalog.repository.searchable import Row, Searchable
from contracts.catalog import Suggestion

REMEMBERED = 2_000


@dataclass
class Finder:
    """Every question first reads the revision: what is committed is found, by whichever replica is asked.

    The first question of a process reads the whole catalogue, later ones what was written since.
    """

    index: SearchIndex = field(default_factory=SearchIndex)
    revision: int = -1
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _suggested: dict[tuple[str, int], tuple[Suggestion, ...]] = field(default_factory=dict)

    def current(self, searchable: Searchable) -> SearchIndex:
        if searchable.revision() != self.revision:
            with self._lock:
                self._catch_up(searchable)
        return self.index

    def suggest(self, searchable: Searchable, q: str, limit: int) -> tuple[Suggestion, ...]:
        index = self.current(searchable)
        known = self._suggested.get((q, limit))
        if known is None:
            known = suggest(index, q, limit)
            self._remember(q, limit, known)
        return known

    def _catch_up(self, searchable: Searchable) -> None:
        """A revision below ours means a restored database: everything is read anew."""
        revision = searchable.revision()
        if revision == self.revision:
            return
        afresh = revision < self.revision or self.revision < 0
        rows = list(searchable.written_after(-1 if afresh else self.revision))
        if afresh:
            self.index = SearchIndex()
        take_up(self.index, rows)
        self._suggested.clear()
        self.revision = revision

    def _remember(self, q: str, limit: int, suggestions: tuple[Suggestion, ...]) -> None:
        if len(self._suggested) >= REMEMBERED:
            self._suggested.clear()
        self._suggested[q, limit] = suggestions


def take_up(index: SearchIndex, rows: Iterable[Row]) -> None:
    for row in rows:
        if row.summary is None:
            index.remove(row.code)
        else:
            index.put(findable(row.summary, row.subjects))
