"""Search results: one query answered on the index."""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from catalog.domain.search.bitsets import as_slots
from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.index import SearchIndex, intersection
from catalog.domain.search.query import is_unsearchable, parse_search_query
from catalog.domain.search.ranking import (
    Ranking,
    Understanding,
    interpreted_as,
    matching,
    resumed,
    understood,
)
from catalog.domain.search.sort_order import SortPosition
from catalog.domain.search.spelling import Spelling
from contracts.catalog import Facets, SearchProcedures

PositionedEntry = tuple[SortPosition, SearchEntry]


class SearchResults:
    """What one request finds. By words: in the order of their points, then of their codes; else by code.

    `after` is the position of the last procedure of the page before; what the query was taken for then, it is taken for
    now. Raises ValueError for a position that no page gave.
    """

    def __init__(
        self,
        index: SearchIndex,
        spelling: Spelling,
        request: SearchProcedures,
        after: SortPosition | None = None,
    ) -> None:
        self.index, self.request, self.position = index, request, after
        self.query = parse_search_query(request.q)
        self.filtered = index.filtered(request)
        within = index.with_fileable(request.fileable)
        self.meant: Understanding | None = None
        self.below: int | None = None
        if self.query.words:
            if after is None:
                self.meant = understood(index, spelling, request.q)
            else:
                self.meant, self.below = resumed(index, request.q, after[0])
        self.matching = within & self._selected()

    def facets(self) -> Facets:
        """Counts over all results, not only one page."""
        return self.index.facets(self.matching, self.filtered)

    def first(self, count: int) -> list[PositionedEntry]:
        """At most `count` results, following the position."""
        return list(islice(self._all(), count))

    @cached_property
    def interpreted_as(self) -> str | None:
        """What the query was taken for, where the best result fits something else than was typed."""
        best = next(self._by_points(None, None), None)
        if best is None:
            return None
        reading = self._ranking.best_reading(best[1])
        return interpreted_as(self.index, self.request.q, reading, best[1])

    @cached_property
    def _ranking(self) -> Ranking:
        if self.meant is None:
            raise LookupError("a list by code has no points")
        return Ranking(self.index, self.meant, intersection(self.matching, self.filtered))

    def _selected(self) -> int:
        if self.meant is not None:
            return matching(self.index, self.meant)
        if self.query.code is not None:
            return self.index.with_code_prefix(self.query.code)
        return 0 if is_unsearchable(self.request.q, self.query) else self.index.everything

    def _all(self) -> Iterator[PositionedEntry]:
        if self.meant is None:
            yield from self.index.by_code(intersection(self.matching, self.filtered), self.position)
            return
        after = None if self.position is None else self.position[1]
        for points, slot in self._by_points(self.below, after):
            entry = self.index.at(slot)
            yield (self.meant.key(points), entry.summary.code), entry

    def _by_points(self, below: int | None, after: str | None) -> Iterator[tuple[int, int]]:
        """Points and slots, following the code `after` among those with `below` points."""
        if self.meant is None:
            return
        found = intersection(self.matching, self.filtered)
        for points, slots in self._ranking.best.falling(found, below):
            same = sorted((self.index.at(slot).summary.code, slot) for slot in as_slots(slots))
            for code, slot in same:
                if points != below or after is None or code > after:
                    yield points, slot
