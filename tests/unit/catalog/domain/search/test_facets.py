"""Values of a facet: codes that carry one name are one value."""

from catalog.domain.search.facets import Facet
from contracts.catalog import FacetCount, NamedCode

BY_ID = NamedCode(code="019d2bbb", name="Đất đai")
BY_ANOTHER_ID = NamedCode(code="019d2aaa", name="đất đai")
OFFICIAL = NamedCode(code="G13-TN02", name="Đất đai")
OTHER = NamedCode(code="G15-TP07", name="Hộ tịch")


def facet(*values: NamedCode) -> Facet:
    """Slot 0 has the first value, slot 1 the second."""
    made = Facet()
    for slot, value in enumerate(values):
        made.put([value], slot)
    return made


def test_the_official_code_stands_for_the_name_however_rare() -> None:
    counted = facet(BY_ID, BY_ID, OFFICIAL).counts(0b111)
    assert counted == (FacetCount(code="G13-TN02", name="Đất đai", count=3),)


def test_without_an_official_code_the_most_frequent_stands() -> None:
    (value,) = facet(BY_ID, BY_ANOTHER_ID, BY_ANOTHER_ID).counts(0b111)
    assert (value.code, value.name) == ("019d2aaa", "đất đai")


def test_each_code_of_a_name_chooses_all_of_it() -> None:
    made = facet(BY_ID, OFFICIAL, OTHER, BY_ANOTHER_ID)
    assert {made.with_code(code) for code in ("019d2bbb", "019d2aaa", "G13-TN02")} == {0b1011}


def test_only_what_is_within_is_counted_and_nothing_else_shown() -> None:
    assert facet(BY_ID, OTHER).counts(0b10) == (FacetCount(code="G15-TP07", name="Hộ tịch", count=1),)


def test_the_most_frequent_value_comes_first() -> None:
    assert [value.name for value in facet(OTHER, BY_ID, OFFICIAL).counts(0b111)] == ["Đất đai", "Hộ tịch"]


def test_a_code_that_nothing_carries_any_more_chooses_nothing() -> None:
    made = facet(BY_ID, OFFICIAL)
    made.drop([OFFICIAL], 1)
    assert made.with_code("G13-TN02") == 0
    assert [value.code for value in made.values()] == ["019d2bbb"]


def test_one_procedure_may_have_several_values() -> None:
    made = Facet()
    made.put([BY_ID, OTHER, OTHER], 4)
    assert [(value.name, value.count) for value in made.counts(1 << 4)] == [("Hộ tịch", 1), ("Đất đai", 1)]
    made.drop([BY_ID, OTHER, OTHER], 4)
    assert made.counts(1 << 4) == ()
