"""What an item changes, given what is known."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sync.items import dossier, progress

from contracts.sync import Anomaly, ItemOutcome
from sync.domain.items import classification
from sync.domain.items.classification import KnownDossier, Write, classify
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.lifecycle import LEGAL, is_legal


def apply_item(known: KnownDossier, item: ParsedItem, digest: bytes, updating: bool = False) -> ItemOutcome:
    outcome, write = classify(item, digest, known, updating)
    if write is not Write.NOTHING:
        known.apply(item, digest)
    return outcome


def test_first_then_again_then_changed() -> None:
    known = KnownDossier()
    later = dossier(NgayKetThucXuLy="20200731103000", TrangThaiHoSo="9")
    assert apply_item(known, dossier(), b"1") is ItemOutcome.STORED
    assert apply_item(known, dossier(), b"1") is ItemOutcome.UNCHANGED
    assert apply_item(known, later, b"2", updating=True) is ItemOutcome.UPDATED
    assert known.status == 9


def test_a_dossier_that_exists_is_refused_as_new() -> None:
    known = KnownDossier()
    apply_item(known, dossier(), b"1")
    with pytest.raises(classification.DossierExistsError):
        classify(dossier(TenTTHC="x"), b"2", known, updating=False)


def test_progress_alone_does_not_make_the_dossier_exist() -> None:
    known = KnownDossier()
    first = progress()
    assert apply_item(known, first, b"1") is ItemOutcome.STORED
    assert first.anomalies == [Anomaly.UNKNOWN_DOSSIER]
    assert apply_item(known, dossier(), b"2") is ItemOutcome.STORED
    assert known.status == 4


def test_an_earlier_event_is_stale() -> None:
    known = KnownDossier()
    apply_item(known, progress(ThoiDiemXuLy="20200731103000", TrangThai="9"), b"1")
    earlier = progress(TrangThai="4")
    assert apply_item(known, earlier, b"2") is ItemOutcome.STALE
    assert (known.status, Anomaly.STALE in earlier.anomalies) == (9, True)


def test_at_one_time_the_status_of_the_later_stage_stays() -> None:
    known = KnownDossier()
    apply_item(known, progress(TrangThai="9"), b"1")
    apply_item(known, progress(TrangThai="4"), b"2")
    assert known.status == 9


def test_a_correction_with_the_same_time_counts() -> None:
    known = KnownDossier()
    first, second = dossier(), dossier(TenTTHC="x")
    second.sequence = second.sequence[:-4] + "0001"  # arrived after it
    apply_item(known, first, b"1")
    assert apply_item(known, second, b"2", updating=True) is ItemOutcome.UPDATED


def test_a_dossier_has_a_limit_of_items() -> None:
    with pytest.raises(classification.TooManyItemsError):
        classify(progress(), b"1", KnownDossier(items=classification.MAX_ITEMS_PER_DOSSIER), updating=True)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(LEGAL, LEGAL)))
def test_every_illegal_transition_is_flagged_and_no_other(before: int, after: int) -> None:
    known = KnownDossier()
    apply_item(known, progress(TrangThai=str(before), ThoiDiemXuLy="20200731093000"), b"1")
    second = progress(TrangThai=str(after), ThoiDiemXuLy="20200731100000")
    apply_item(known, second, b"2")
    assert (Anomaly.ILLEGAL_TRANSITION in second.anomalies) is not is_legal(before, after)


COURSE = [
    progress(ThoiDiemXuLy=f"2020073110{minute:02d}00", TrangThai=str(status))
    for minute, status in enumerate((4, 5, 4, 8, 4, 9, 10))
]


@settings(max_examples=60)
@given(st.permutations(range(len(COURSE))), st.lists(st.integers(0, len(COURSE) - 1), max_size=6))
def test_any_order_and_any_repetition_end_the_same(order: Sequence[int], repeated: list[int]) -> None:
    known = KnownDossier()
    for number in [*order, *repeated]:
        apply_item(known, COURSE[number], bytes([number]))
    assert (known.status, known.items) == (10, len(COURSE))
