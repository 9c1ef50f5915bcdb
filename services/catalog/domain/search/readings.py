"""Readings: the ways in which a query can be understood, each as words (accent keys).

The first is what was typed. A reading with corrected words follows where the spelling was unlikely, and for each of them
those in which terms of the thesaurus are replaced by what they stand for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import islice, product

from catalog.domain.search.thesaurus import Thesaurus, Words, folded

MAX_READINGS = 10
MAX_WORDS = 24
"""Words of a reading; those of a longer one are left out."""
ROUNDS = 2
"""How often terms are replaced: an abbreviation may be part of a term."""


@dataclass(frozen=True)
class Reading:
    """One way to understand a query. `words` are accent keys, `plain` the same folded.

    `replaced` is the share of the typed words, from 0 to 1, for which the thesaurus has put others.
    """

    words: Words
    plain: Words
    replaced: float


def readings_of(typed: Words, corrected: Words | None, thesaurus: Thesaurus) -> tuple[Reading, ...]:
    """At most `MAX_READINGS`, that of the typed words first; none when there are no words."""
    starts = tuple(dict.fromkeys(words for words in (typed, corrected) if words))
    found = {thesaurus.content_of(words): 0.0 for words in starts}
    layer: list[tuple[Words, float]] = []
    for words in starts:
        layer += _replaced(words, thesaurus, thesaurus.without_stop_words)
    for _ in range(ROUNDS):
        layer = [(words, share) for words, share in layer if words not in found]
        found.update(layer)
        layer = [
            (new, max(share, of_new))
            for words, share in layer
            for new, of_new in _replaced(words, thesaurus, lambda run: run)
        ]
    chosen_readings: dict[Words, float] = {}
    for words, share in found.items():
        chosen_readings.setdefault(words[:MAX_WORDS], share)
    return tuple(Reading(words, folded(words), share) for words, share in chosen_readings.items())[
        :MAX_READINGS
    ]


def _replaced(
    words: Words, thesaurus: Thesaurus, rest: Callable[[Words], Words]
) -> Iterator[tuple[Words, float]]:
    """The words with every term replaced, for each choice of meanings, and the share of those that were.

    `rest` is what is left of the other words.
    """
    choices: list[tuple[Words, ...]] = []
    run: list[str] = []
    start = of_terms = others = 0
    while start <= len(words):
        term = thesaurus.longest_term(words, start)
        if term is None:
            run += words[start : start + 1]
            start += 1
            continue
        choices += ((rest(tuple(run)),), term[1])
        others += len(choices[-2][0])
        of_terms += term[0]
        run = []
        start += term[0]
    choices.append((rest(tuple(run)),))
    others += len(choices[-1][0])
    for chosen in islice(product(*choices), MAX_READINGS):
        yield reduce(_joined, chosen, ()), of_terms / max(of_terms + others, 1)


def _joined(words: Words, part: Words) -> Words:
    """Two parts of a reading as one: what the second repeats of the first is said once."""
    if any(words[start : start + len(part)] == part for start in range(len(words) - len(part) + 1)):
        return words
    for length in range(min(len(words), len(part)), 0, -1):
        if folded(words[-length:]) == folded(part[:length]):
            return words[:-length] + part
    return words + part
