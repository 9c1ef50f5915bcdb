"""What an item changes, given what is known."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sync_items import dossier, progress

from contracts.sync import Anomaly, ItemOutcome
from sync.domain.items import classification
from sync.domain.items.classification import KnownDossier, classify
from sync.domain.items.parsed_item import ParsedItem
from sync.domain.lifecycle import LEGAL, is_legal


def told_one(known: KnownDossier, told: ParsedItem, digest: bytes, updating: bool = False) -> ItemOutcome:
    outcome = classify(told, digest, known, updating)
    if outcome is not ItemOutcome.UNCHANGED:
        known.apply(told, digest)
    return outcome


def test_first_then_again_then_changed() -> None:
    known = KnownDossier()
    later = dossier(NgayKetThucXuLy="20200731103000", TrangThaiHoSo="9")
    assert told_one(known, dossier(), b"1") is ItemOutcome.STORED
    assert told_one(known, dossier(), b"1") is ItemOutcome.UNCHANGED
    assert told_one(known, later, b"2", updating=True) is ItemOutcome.UPDATED
    assert known.status == 9


def test_what_exists_is_not_told_anew() -> None:
    known = KnownDossier()
    told_one(known, dossier(), b"1")
    with pytest.raises(classification.DossierExists):
        classify(dossier(TenTTHC="x"), b"2", known, updating=False)


def test_a_course_told_first_does_not_make_the_dossier_exist() -> None:
    known = KnownDossier()
    first = progress()
    assert told_one(known, first, b"1") is ItemOutcome.STORED
    assert first.anomalies == [Anomaly.UNKNOWN_DOSSIER]
    assert told_one(known, dossier(), b"2") is ItemOutcome.STORED
    assert known.status == 4


def test_an_earlier_event_is_stale() -> None:
    known = KnownDossier()
    told_one(known, progress(ThoiDiemXuLy="20200731103000", TrangThai="9"), b"1")
    earlier = progress(TrangThai="4")
    assert told_one(known, earlier, b"2") is ItemOutcome.STALE
    assert (known.status, Anomaly.STALE in earlier.anomalies) == (9, True)


def test_of_one_moment_the_state_of_the_later_stage_stays() -> None:
    known = KnownDossier()
    told_one(known, progress(TrangThai="9"), b"1")
    told_one(known, progress(TrangThai="4"), b"2")
    assert known.status == 9


def test_a_correction_of_the_same_moment_counts() -> None:
    known = KnownDossier()
    first, second = dossier(), dossier(TenTTHC="x")
    second.sequence = second.sequence[:-4] + "0001"  # arrived after it
    told_one(known, first, b"1")
    assert told_one(known, second, b"2", updating=True) is ItemOutcome.UPDATED


def test_a_life_has_an_end() -> None:
    with pytest.raises(classification.TooManyItems):
        classify(progress(), b"1", KnownDossier(items=classification.MAX_ITEMS_PER_DOSSIER), updating=True)


@pytest.mark.parametrize(("before", "after"), list(itertools.product(LEGAL, LEGAL)))
def test_every_illegal_transition_is_flagged_and_no_other(before: int, after: int) -> None:
    known = KnownDossier()
    told_one(known, progress(TrangThai=str(before), ThoiDiemXuLy="20200731093000"), b"1")
    second = progress(TrangThai=str(after), ThoiDiemXuLy="20200731100000")
    told_one(known, second, b"2")
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
        told_one(known, COURSE[number], bytes([number]))
    assert (known.status, known.items) == (10, len(COURSE))
