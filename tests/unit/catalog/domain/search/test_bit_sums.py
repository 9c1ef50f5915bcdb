"""Sums of all slots at once, against adding them up one by one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.search.bit_sums import BitSums
from catalog.domain.search.bitsets import as_slots

SLOTS = 40
slot_sets = st.integers(0, (1 << SLOTS) - 1)
additions = st.lists(st.tuples(st.integers(0, 300), slot_sets), max_size=8)


def summed(rows: list[tuple[int, int]]) -> tuple[BitSums, Counter[int]]:
    sums, plain = BitSums(), Counter[int]()
    for number, slots in rows:
        sums.add(number, slots)
        plain.update(dict.fromkeys(as_slots(slots), number))
    return sums, plain


@given(additions)
def test_each_slot_has_the_sum_of_what_was_added(rows: list[tuple[int, int]]) -> None:
    sums, plain = summed(rows)
    assert [sums.at(slot) for slot in range(SLOTS)] == [plain[slot] for slot in range(SLOTS)]


@given(additions, st.integers(0, 1_500), slot_sets)
def test_the_slots_that_reach_a_number(rows: list[tuple[int, int]], least: int, within: int) -> None:
    sums, plain = summed(rows)
    assert set(as_slots(sums.reaching(least, within))) == {s for s in as_slots(within) if plain[s] >= least}


@given(additions, slot_sets, st.none() | st.integers(0, 1_500))
def test_falling_sums_come_highest_first(rows: list[tuple[int, int]], within: int, below: int | None) -> None:
    sums, plain = summed(rows)
    found = [(points, slot) for points, slots in sums.falling(within, below) for slot in as_slots(slots)]
    expected = [(plain[slot], slot) for slot in as_slots(within) if below is None or plain[slot] <= below]
    assert found == sorted(expected, key=lambda each: (-each[0], each[1]))


@given(additions, additions, slot_sets)
def test_the_higher_of_two_sums(one: list[tuple[int, int]], two: list[tuple[int, int]], within: int) -> None:
    (sums, plain), (others, other) = summed(one), summed(two)
    sums.raised_to(others, within)
    for slot in range(SLOTS):
        highest = max(plain[slot], other[slot]) if within >> slot & 1 else plain[slot]
        assert sums.at(slot) == highest


@given(additions)
def test_a_copy_goes_its_own_way(rows: list[tuple[int, int]]) -> None:
    sums, plain = summed(rows)
    sums.copy().add(7, (1 << SLOTS) - 1)
    assert [sums.at(slot) for slot in range(SLOTS)] == [plain[slot] for slot in range(SLOTS)]
