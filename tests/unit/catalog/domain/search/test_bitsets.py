"""Sets of slots, and walking an order over them."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.search.bitsets import Bitsets, as_flags
from catalog.domain.search.sort_order import SortOrder

slots = st.sets(st.integers(0, 80))


@given(slots)
def test_flags_name_every_slot_and_no_other(slots: set[int]) -> None:
    flags = as_flags(sum(1 << slot for slot in slots), 81)
    assert {index for index, flag in enumerate(flags) if flag == "1"} == slots
    assert len(flags) == 81


def test_keys_are_found_by_their_start_in_order() -> None:
    sets = Bitsets()
    for slot, word in enumerate(["giay", "gia", "phep", "giac", "g"]):
        sets.put(word, slot)
    assert sets.keys_starting("gia") == ["gia", "giac", "giay"]
    assert sets.starting("gia") == 0b1011


def test_a_key_without_slots_is_gone() -> None:
    sets = Bitsets()
    sets.put("giay", 3)
    assert sets.keys_starting("g") == ["giay"]
    sets.drop("giay", 3)
    assert (sets.keys_starting("g"), sets.of("giay"), list(sets.items())) == ([], 0, [])


@given(slots, st.integers(-1, 80))
def test_a_walk_goes_on_behind_a_place(slots: set[int], after: int) -> None:
    order = SortOrder(((f"{slot:03d}", "code"), slot) for slot in range(81))
    found = sum(1 << slot for slot in slots)
    walked = [slot for _, slot in order.walk(found, 81, (f"{after:03d}", "code") if after >= 0 else None)]
    assert walked == sorted(slot for slot in slots if slot > after)
