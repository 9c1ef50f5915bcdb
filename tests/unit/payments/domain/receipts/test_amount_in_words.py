"""Amounts in words: vectors, and words read back by a grammar that is written apart from the speller."""

import re
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.receipts import SpellingVariant
from payments.domain.receipts.amount_in_words import LIMIT, Spelling

VECTORS = {
    0: "Không đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    15: "Mười lăm đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi bốn đồng",
    25: "Hai mươi lăm đồng",
    101: "Một trăm linh một đồng",
    105: "Một trăm linh năm đồng",
    115: "Một trăm mười lăm đồng",
    1005: "Một nghìn không trăm linh năm đồng",
    1015: "Một nghìn không trăm mười lăm đồng",
    1050: "Một nghìn không trăm năm mươi đồng",
    10010: "Mười nghìn không trăm mười đồng",
    100005: "Một trăm nghìn không trăm linh năm đồng",
    2015000: "Hai triệu không trăm mười lăm nghìn đồng",
    1000500000: "Một tỷ năm trăm nghìn đồng",
    1000000005: "Một tỷ không trăm linh năm đồng",
    1100000000000: "Một nghìn một trăm tỷ đồng",
}
ALL = tuple(get_args(SpellingVariant))
SPELLINGS = [
    Spelling(frozenset(chosen)) for count in range(len(ALL) + 1) for chosen in combinations(ALL, count)
]


@pytest.mark.parametrize(("amount", "words"), VECTORS.items())
def test_the_usual_spelling(amount: int, words: str) -> None:
    assert Spelling().amount(amount) == words


def test_what_may_be_written_otherwise() -> None:
    other = Spelling(frozenset(ALL))
    assert other.amount(24) == "Hai mươi tư đồng chẵn"
    assert other.amount(4) == "Bốn đồng chẵn"
    assert other.amount(14_104) == "Mười bốn ngàn một trăm lẻ bốn đồng chẵn"
    assert other.amount(3 * 10**9) == "Ba tỉ đồng chẵn"


@pytest.mark.parametrize("amount", [-1, LIMIT])
def test_what_is_no_amount(amount: int) -> None:
    with pytest.raises(ValueError, match="in words"):
        Spelling().amount(amount)


@pytest.mark.parametrize("scale", [1, 10**3, 10**6, 10**9])
@pytest.mark.parametrize("before", [0, 1])
def test_every_group_of_three_digits_in_every_place(scale: int, before: int) -> None:
    """Groups do not touch each other, so that these are all there are."""
    for group in range(1000):
        amount = before * scale * 1000 + group * scale
        assert read_back(Spelling(), amount) == amount


@given(amount=st.integers(0, 10**12), spelling=st.sampled_from(SPELLINGS))
def test_words_are_read_back_as_the_amount(amount: int, spelling: Spelling) -> None:
    assert read_back(spelling, amount) == amount


@given(exponents=st.lists(st.integers(0, 12), max_size=4), digits=st.integers(1, 9))
def test_amounts_of_few_digits_are_read_back(exponents: list[int], digits: int) -> None:
    """Most places are empty in them, as in what people pay."""
    amount = min(sum(digits * 10**exponent for exponent in exponents), 10**12)
    assert read_back(Spelling(), amount) == amount


# The grammar: from words to a number, which takes the right words alone.

ONES = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
}
AFTER_TEN = {word: value for word, value in ONES.items() if word != "năm"} | {"lăm": 5}
AFTER_TENS = {word: value for word, value in AFTER_TEN.items() if word != "một"} | {"mốt": 1, "tư": 4}


def _alternatives(words: dict[str, int]) -> str:
    return "|".join(words)


TAIL = (
    rf"(?:(?:linh|lẻ) (?P<lone>{_alternatives(ONES)})"
    rf"|mười(?: (?P<teen>{_alternatives(AFTER_TEN)}))?"
    rf"|(?P<tens>{_alternatives({word: value for word, value in ONES.items() if value > 1})}) mươi"
    rf"(?: (?P<ones>{_alternatives(AFTER_TENS)}))?)"
)
WITH_HUNDREDS = re.compile(rf"(?P<hundreds>không|{_alternatives(ONES)}) trăm(?: {TAIL})?")
WITHOUT = re.compile(rf"(?P<digit>{_alternatives(ONES)})|{TAIL}")


def read_back(spelling: Spelling, amount: int) -> int:
    text = spelling.amount(amount)
    assert text[0].isupper(), text
    ending = " đồng chẵn" if "chẵn" in spelling.variants else " đồng"
    assert text.endswith(ending)
    words = text.removesuffix(ending).lower()
    for usual, other in (("linh", "lẻ"), ("nghìn", "ngàn"), ("tỷ", "tỉ")):
        assert (usual if other in spelling.variants else other) not in words.split(), words
    if "tư" in spelling.variants:
        assert "mươi bốn" not in words
    else:
        assert "tư" not in words.split()
    return parsed(words.replace("ngàn", "nghìn").replace("tỉ", "tỷ"))


def parsed(words: str) -> int:
    if words == "không":
        return 0
    billions, marked, rest = words.rpartition("tỷ")
    assert "tỷ" not in billions
    high = _below_billion(billions.strip(), first=True) if marked else 0
    assert not marked or high
    return high * 10**9 + _below_billion(rest.strip(), first=not marked)


def _below_billion(words: str, *, first: bool) -> int:
    total = 0
    for unit, scale in (("triệu", 10**6), ("nghìn", 10**3)):
        group, marked, after = words.partition(unit)
        if marked:
            total += _group(group.strip(), first=first) * scale
            words, first = after.strip(), False
    return total + (_group(words, first=first) if words else 0)


def _group(words: str, *, first: bool) -> int:
    found = WITH_HUNDREDS.fullmatch(words)
    if found is None:
        assert first, f"{words!r} lacks its hundreds"
        found = WITHOUT.fullmatch(words)
        assert found, words
        assert not found["lone"], "linh follows hundreds"
        parts = found.groupdict()
        hundreds = 0
    else:
        parts = found.groupdict()
        assert not first or parts["hundreds"] != "không"
        hundreds = ONES.get(parts["hundreds"], 0)
    below = ONES.get(parts["lone"], 0) + ONES.get(parts.get("digit") or "", 0)
    if "mười" in words:
        below += 10 + AFTER_TEN.get(parts["teen"], 0)
    if parts["tens"]:
        below += 10 * ONES[parts["tens"]] + AFTER_TENS.get(parts["ones"], 0)
    assert hundreds or below, "an empty group is silent"
    return 100 * hundreds + below
