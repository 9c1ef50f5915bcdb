"""Answering one search on the index."""

from collections.abc import Iterator
from itertools import chain, islice

from catalog.domain.findable import Findable
from catalog.domain.index import SearchIndex, cut
from catalog.domain.ordering import Place
from catalog.domain.searching import asks_nothing_findable, read
from contracts.catalog import Facets, SearchProcedures

Placed = tuple[Place, Findable]


class Finding:
    """What one search finds. Procedures whose names hold all the words come before those found by field or agency."""

    def __init__(self, index: SearchIndex, request: SearchProcedures) -> None:
        self.index = index
        self.question = read(request.q)
        nothing = asks_nothing_findable(request.q, self.question)
        self.asked = 0 if nothing else index.asked(self.question) & index.of_fileable(request.fileable)
        self.narrowed = index.narrowed(request)

    def facets(self) -> Facets:
        return self.index.facets(self.asked, self.narrowed)

    def after(self, place: Place | None, count: int) -> list[Placed]:
        """At most `count`, following a place in the findings."""
        return list(islice(self._all_after(place), count))

    def _all_after(self, place: Place | None) -> Iterator[Placed]:
        found = cut(self.asked, self.narrowed)
        if not self.question.words:
            return self.index.by_code(found, place)
        in_name = found & self.index.in_name(self.question.words)
        tiers = {NAMED: in_name, OTHERS: found & ~in_name}
        return chain.from_iterable(self._tier(name, slots, place) for name, slots in tiers.items())

    def _tier(self, tier: str, slots: int, after: Place | None) -> Iterator[Placed]:
        """Places within a tier carry its name in front."""
        if after is not None and after[0][:1] > tier:
            return
        within = (after[0][1:], after[1]) if after is not None and after[0][:1] == tier else None
        for (key, code), entry in self.index.by_place(slots, within):
            yield (tier + key, code), entry


NAMED, OTHERS = "0", "1"
