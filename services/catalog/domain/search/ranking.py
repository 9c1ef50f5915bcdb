"""Ranking: how well each procedure fits a query, in points. `docs/search.md` explains it to people.

A reading of the query has 250 points for its words and 100 for words side by side, shared out by how rare the words are
in names. To them come the prior points of the procedure. A procedure has the points of the reading that it fits best.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise

from catalog.domain.search.bit_sums import BitSums
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.readings import Reading, readings_of
from catalog.domain.search.spelling import Spelling
from catalog.domain.search.thesaurus import Words, fold_key, folded, words_of
from contracts.text import lower_words

POINTS_OF_WORDS, POINTS_OF_PAIRS = 250, 100
WITHOUT_ACCENTS = 0.25
"""Share of a word that a name holds with other diacritics than were typed."""
ELSEWHERE = 0.4
"""Share of a word that stands in field, promulgator, subjects, results or keywords only."""
UNQUALIFIED = 30
"""Points of a name that holds no qualifier (special case) that was not asked for."""
POINTS_OF_THESAURUS = 50
"""Points of a reading in which the thesaurus has replaced all words: somebody has decided that this is meant."""
ENOUGH = 10
"""When fewer procedures hold all words, those that hold the most of them are found too."""
LEASTS = (100, 60, 35)
"""Per cent of the weight of the words that a procedure must hold: the first that finds enough is taken."""
MAX_LEVEL, UNKNOWN_LEVEL = 9, 3
"""How rare a word can be; and what counts of one that nothing holds: it cannot tell procedures apart."""
_KEY = re.compile(r"([0-9]{1,5})\|([0-9]{1,3})\|([1-9]{0,250})\|([^|]{0,400})")


@dataclass(frozen=True)
class Understanding:
    """What a query was taken for: the same for all pages of a list, which is why cursors carry it.

    `corrected`: what was taken for the typed words, None when they were taken as typed. `levels`: how rare each word of
    the readings is, from 1 (in every name) to `MAX_LEVEL`. `least`: per cent of the weight that must be held.
    """

    readings: tuple[Reading, ...]
    corrected: Words | None
    levels: Mapping[str, int]
    least: int

    def key(self, points: int) -> str:
        """The sort key of a procedure with so many points, for a cursor."""
        digits = "".join(map(str, self.levels.values()))
        return f"{points}|{self.least}|{digits}|{' '.join(folded(self.corrected or ()))}"


def understood(index: SearchIndex, spelling: Spelling, q: str) -> Understanding:
    """What a query is taken for on a first page. Filters do not matter, so that a facet narrows to what it counts."""
    typed = words_of(q)
    corrected = _corrected(index, spelling, typed)
    readings = readings_of(typed, corrected, index.thesaurus)
    levels = {word: level_of(index, word) for word in _words(readings)}
    for least in LEASTS:
        meant = Understanding(readings, corrected, levels, least)
        if least == LEASTS[-1] or matching(index, meant).bit_count() >= ENOUGH:
            return meant
    raise AssertionError("the last of LEASTS is always taken")


def resumed(index: SearchIndex, q: str, key: str) -> tuple[Understanding, int]:
    """What the query was taken for on the page before, and the points of its last procedure, from a cursor.

    Raises ValueError for a key that no page gave. A thesaurus that has changed since may give other readings; the words
    that they add count as the rarest.
    """
    found = _KEY.fullmatch(key)
    if found is None or int(found[2]) not in LEASTS:
        raise ValueError(key)
    corrected = _with_accents(tuple(found[4].split()), words_of(q)) or None
    readings = readings_of(words_of(q), corrected, index.thesaurus)
    levels = dict.fromkeys(_words(readings), MAX_LEVEL)
    levels |= {word: int(digit) for word, digit in zip(levels, found[3], strict=False)}
    return Understanding(readings, corrected, levels, int(found[2])), int(found[1])


def level_of(index: SearchIndex, word: str) -> int:
    """How rare a folded word is in names: 1 in most of them, one more each time that half as many hold it."""
    count = index.names.of(word).bit_count()
    if not count and not index.others.of(word):
        return UNKNOWN_LEVEL
    rarity = ((len(index) + 1) // (count + 1)).bit_length()
    return min(max(rarity, 1), MAX_LEVEL)


def matching(index: SearchIndex, meant: Understanding) -> int:
    """The slots that hold enough of the words of one reading."""
    found = 0
    for reading in meant.readings:
        found |= _holding(index, reading.plain, meant)
    return found


class Ranking:
    """The points of each slot of a set: those of the reading that it fits best."""

    def __init__(self, index: SearchIndex, meant: Understanding, within: int) -> None:
        self.best = BitSums()
        self._of_readings: list[tuple[Reading, BitSums]] = []
        for reading in meant.readings:
            if held := _holding(index, reading.plain, meant) & within:
                points = points_of(index, reading, meant)
                self.best.raised_to(points, held)
                self._of_readings.append((reading, points))

    def best_reading(self, slot: int) -> Reading:
        """The reading that a slot of the set fits best; the earlier of two that it fits as well."""
        return max(self._of_readings, key=lambda each: each[1].at(slot))[0]


def points_of(index: SearchIndex, reading: Reading, meant: Understanding) -> BitSums:
    """The points of every slot for one reading."""
    sums = index.prior().copy()
    plain = reading.plain
    total = sum(meant.levels[word] for word in plain) or 1
    for word in dict.fromkeys(reading.words):
        share = POINTS_OF_WORDS * meant.levels[fold_key(word)] * reading.words.count(word) // total
        _add_word(index, sums, word, share)
    of_pairs = sum(meant.levels[one] + meant.levels[next_] for one, next_ in pairwise(plain)) or 1
    for one, next_ in pairwise(plain):
        share = POINTS_OF_PAIRS * (meant.levels[one] + meant.levels[next_]) // of_pairs
        sums.add(share, index.pairs.of(f"{one} {next_}"))
    sums.add(UNQUALIFIED, index.everything & ~index.qualified(plain))
    sums.add(int(POINTS_OF_THESAURUS * reading.replaced), index.everything)
    return sums


def _add_word(index: SearchIndex, sums: BitSums, word: str, share: int) -> None:
    plain = fold_key(word)
    named = index.names.of(plain)
    exact = named if plain == word else index.marked.of(word)
    sums.add(share, exact)
    sums.add(int(share * WITHOUT_ACCENTS), named & ~exact)
    sums.add(int(share * ELSEWHERE), index.others.of(plain) & ~named)


def _holding(index: SearchIndex, plain: Words, meant: Understanding) -> int:
    words = dict.fromkeys(plain)
    total = sum(meant.levels[word] for word in words)
    weights = BitSums()
    for word in words:
        weights.add(meant.levels[word], index.names.of(word) | index.others.of(word))
    return weights.reaching(-(-total * meant.least // 100), index.everything) if words else 0


def _corrected(index: SearchIndex, spelling: Spelling, typed: Words) -> Words | None:
    """The typed words but for stop words, with the unlikely ones replaced; the others keep their diacritics."""
    content = index.thesaurus.content_of(typed)
    places = spelling.corrected(content)
    return None if places is None else _with_accents(tuple(chain.from_iterable(places)), typed)


def _with_accents(plain: Words, typed: Words) -> Words:
    """Folded words, those of them that were typed as they were typed."""
    accents = dict(zip(folded(typed), typed, strict=True))
    return tuple(accents.get(word, word) for word in plain)


def _words(readings: Iterable[Reading]) -> Iterator[str]:
    return iter(dict.fromkeys(word for reading in readings for word in reading.plain))


def interpreted_as(index: SearchIndex, q: str, best: Reading, slot: int) -> str | None:
    """A reading as people write it, with the diacritics of the name that it found; None when it is what was typed."""
    typed = words_of(q)
    if best.words in (typed, index.thesaurus.content_of(typed)):
        return None
    name = index.at(slot).summary.name
    written = {**index.thesaurus.written, **dict(zip(typed, lower_words(q), strict=True))}
    of_name = {fold_key(key): word for key, word in zip(words_of(name), lower_words(name), strict=True)}
    return " ".join(of_name.get(fold_key(key)) or written.get(key, key) for key in best.words)
