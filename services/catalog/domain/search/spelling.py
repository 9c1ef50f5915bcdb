"""Spelling: what a person meant by words that the catalogue does not know, or does not know side by side.

A noisy channel: of all words that the typed ones may be a slip of, those are taken that the names of the catalogue and
the phrases of the thesaurus hold side by side most often, less what the slips cost (Viterbi's algorithm).
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from catalog.domain.search.index import SearchIndex
from catalog.domain.search.thesaurus import Words, folded
from contracts.text import fold

COST_OF_SOUND, COST_OF_BLANK, COST_OF_SLIP, COST_OF_UNKNOWN = 1.5, 1.0, 2.5, 12.0
COST_OF_ACCENTS = 1.0
"""Added for a word typed with diacritics that it is known with."""
TOTAL = 40_000
"""About so many words all names have together."""
GAIN = 1.0
"""How much likelier a correction must be than what was typed."""
MAX_CANDIDATES = 12
MAX_PIECES = 6
MAX_WORD = 30
"""Letters of a word that is corrected; a longer one stays."""
SMOOTH = 0.7
"""Share of the neighbour in the likelihood of a word; the rest is how frequent it is by itself."""
ONSETS = (
    ("ngh", "ng"), ("ch", "tr"), ("gh", "g"), ("ph", "f"), ("ph", "p"), ("th", "t"), ("kh", "k"), ("gi", "d"), ("gi", "r"),
    ("gi", "j"), ("gi", "z"), ("qu", "w"), ("qu", "q"), ("ng", "n"), ("nh", "n"), ("s", "x"), ("d", "r"), ("d", "v"),
    ("d", "z"), ("l", "n"), ("c", "k"), ("k", "q"), ("v", "r"),
)  # fmt: skip
CODAS = (
    ("ng", "n"),
    ("nh", "n"),
    ("nh", "ng"),
    ("ch", "t"),
    ("c", "t"),
    ("ch", "c"),
    ("i", "y"),
    ("o", "u"),
    ("p", "t"),
)
"""Beginnings and ends of syllables that sound alike somewhere in the country."""


@dataclass(frozen=True)
class Candidate:
    """Words that one typed word may stand for, and what the slip costs."""

    words: Words
    cost: float


class Spelling:
    """The words and pairs of the catalogue and how often they occur. Made anew when the catalogue has changed."""

    def __init__(self, index: SearchIndex) -> None:
        self._words, self._marked, self._pairs = index.names, index.marked, index.pairs
        self._written = index.thesaurus.written
        self._added = index.thesaurus.counts
        known = {key for key, _ in self._words.items()} | {key for key in self._added if " " not in key}
        self._known = sorted(known)
        self._total = TOTAL + len(self._known)

    def corrected(self, keys: Words) -> tuple[Words, ...] | None:
        """The folded words that were meant by each typed one (accent keys); None when what was typed is as likely."""
        typed = folded(keys)
        if not any(self._is_suspicious(typed, place) for place in range(len(typed))):
            return None
        choices = [self._candidates(typed, place, keys[place]) for place in range(len(typed))]
        best, score = self._likeliest(choices)
        _, before = self._likeliest([(each[0],) for each in choices])
        return best if best != tuple((word,) for word in typed) and score > before + GAIN else None

    def _is_suspicious(self, typed: Sequence[str], place: int) -> bool:
        """Unknown, or between neighbours that it never has."""
        word = typed[place]
        if word.isdigit() or len(word) > MAX_WORD:
            return False
        if not self._count(word):
            return True
        pairs = [f"{one} {next_}" for one, next_ in pairwise(typed[max(place - 1, 0) : place + 2])]
        return bool(pairs) and not any(map(self._count_pair, pairs))

    def _candidates(self, typed: Sequence[str], place: int, key: str) -> tuple[Candidate, ...]:
        """The word itself first."""
        word = typed[place]
        trust = COST_OF_ACCENTS if key != word and (self._marked.of(key) or key in self._written) else 0.0
        itself = Candidate((word,), 0.0)
        if not self._is_suspicious(typed, place):
            return (itself,)
        costs: dict[Words, float] = {}
        for words, cost in (*self._sounds(word), *self._slips(word), *self._pieces(word)):
            costs[words] = min(cost, costs.get(words, cost))
        costs.pop((word,), None)
        ranked = sorted(costs.items(), key=lambda each: each[1] - 0.5 * math.log(1 + self._count(each[0][0])))
        return (itself, *(Candidate(words, cost + trust) for words, cost in ranked[:MAX_CANDIDATES]))

    def _sounds(self, word: str) -> Iterator[tuple[Words, float]]:
        for other in sounds_like(word):
            if self._count(other):
                yield (other,), COST_OF_SOUND

    def _slips(self, word: str) -> Iterator[tuple[Words, float]]:
        if len(word) < 3:
            return
        most = 1 if len(word) < 8 else 2
        found = extract(word, self._known, scorer=OSA.distance, score_cutoff=most, limit=40)
        for other, distance, _ in found:
            yield (other,), COST_OF_SLIP * distance

    def _pieces(self, word: str) -> Iterator[tuple[Words, float]]:
        """The word cut into known ones that stand side by side: khaisinh → khai sinh."""
        if len(word) > 4 and (cut := self._cut(word)):
            yield cut, COST_OF_BLANK

    def _cut(self, word: str) -> Words | None:
        best: dict[int, tuple[float, Words]] = {0: (0.0, ())}
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 7), end):
                if start not in best or len(best[start][1]) == MAX_PIECES:
                    continue
                piece = fold(word[start:end])
                if not self._count(piece) or (len(piece) == 1 and piece != "i"):
                    continue
                before, pieces = best[start]
                if pieces and not self._count_pair(f"{pieces[-1]} {piece}"):
                    continue
                score = before + self._likelihood(pieces[-1] if pieces else None, piece)
                if end not in best or score > best[end][0]:
                    best[end] = (score, (*pieces, piece))
        found = best.get(len(word))
        return found[1] if found and len(found[1]) > 1 else None

    def _likeliest(self, choices: Sequence[Sequence[Candidate]]) -> tuple[tuple[Words, ...], float]:
        paths: dict[str | None, tuple[float, tuple[Words, ...]]] = {None: (0.0, ())}
        for candidates in choices:
            reached: dict[str | None, tuple[float, tuple[Words, ...]]] = {}
            for candidate in candidates:
                for last, (score, words) in paths.items():
                    now = score - candidate.cost + self._run(last, candidate.words)
                    end = candidate.words[-1]
                    if end not in reached or now > reached[end][0]:
                        reached[end] = (now, (*words, candidate.words))
            paths = reached
        score, words = max(paths.values())
        return words, score

    def _run(self, last: str | None, words: Words) -> float:
        """The likelihood of words after another one, the mean of them, so that cutting costs nothing by itself."""
        total, before = 0.0, last
        for word in words:
            total += self._likelihood(before, word)
            before = word
        return total / len(words)

    def _likelihood(self, before: str | None, word: str) -> float:
        count = self._count(word)
        if not count:
            return -COST_OF_UNKNOWN
        alone = count / self._total
        if before is None:
            return math.log(alone)
        beside = self._count_pair(f"{before} {word}") / max(self._count(before), 1)
        return math.log(SMOOTH * min(beside, 1.0) + (1 - SMOOTH) * alone)

    def _count(self, word: str) -> int:
        return self._words.of(word).bit_count() + self._added[word]

    def _count_pair(self, pair: str) -> int:
        return self._pairs.of(pair).bit_count() + self._added[pair]


@lru_cache(maxsize=5_000)
def sounds_like(word: str) -> tuple[str, ...]:
    """Spellings of a folded syllable that sound alike somewhere in the country: chu → tru."""
    heads = {word} | {b + word[len(a) :] for a, b in _both(ONSETS) if word.startswith(a)}
    found = {head[: -len(a)] + b for head in heads for a, b in _both(CODAS) if head.endswith(a)} | heads
    return tuple(sorted(found - {word}))


def _both(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for a, b in pairs:
        yield a, b
        yield b, a
