"""A value that goes back, a status without a moment: applied, or answered by name. Never dropped without a word."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER

from chassis.storage.store import Store
from contracts.sync import Anomaly, BatchKind, ItemOutcome, ItemResult
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.domain.items.parsed_item import sequence
from sync.repository.dossiers import SyncedDossierRepository

DUE_27 = {**DOSSIER, "NgayHenTra": "20200827170000"}
DUE_30 = {**DOSSIER, "NgayHenTra": "20200830170000"}
NINE = {**DOSSIER, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20200731100000"}

RECEIVED = datetime.fromisoformat("2020-07-31T09:00:00+07:00")

Report = tuple[BatchKind, dict[str, Any], int]
"""Kind, item, minutes after ARRIVED."""


def send(
    receiver: BatchReceiver, kind: BatchKind, item: dict[str, Any], minute: int = 0, *, updating: bool = True
) -> ItemResult:
    header = BatchHeader(AGENCY, kind, "000.00.16.H05", updating, at(minute))
    (result,) = receiver.receive(header, (item,)).results
    return result


def at(minute: int) -> datetime:
    return ARRIVED + timedelta(minutes=minute)


def status(number: int, **fields: str) -> dict[str, Any]:
    return {"MaHoSo": CODE, "TrangThaiHoSo": str(number), **fields}


def standing(store: Store) -> tuple[int | None, datetime | None, datetime | None]:
    found = store.repository(SyncedDossierRepository).find(CODE)
    assert found is not None
    return found.detail.status_number, found.detail.due_at, found.detail.ended_at


def test_an_end_told_after_a_status_without_a_moment_counts(receiver: BatchReceiver, store: Store) -> None:
    send(receiver, BatchKind.DOSSIERS, DOSSIER)
    send(receiver, BatchKind.STATUSES, status(4), 1)
    assert standing(store)[0] == 4
    answer = send(receiver, BatchKind.DOSSIERS, NINE, 2)
    assert (answer.outcome, answer.anomalies) == (ItemOutcome.UPDATED, ())
    assert standing(store)[0] == 9


def test_a_status_without_a_moment_that_changes_nothing_is_answered_as_stale(
    receiver: BatchReceiver, store: Store
) -> None:
    send(receiver, BatchKind.DOSSIERS, NINE)
    answer = send(receiver, BatchKind.STATUSES, status(4), 1)
    assert (answer.outcome, answer.anomalies) == (ItemOutcome.STALE, (Anomaly.STALE,))
    assert standing(store)[0] == 9


def test_a_status_of_a_whole_dossier_that_does_not_count_is_named(
    receiver: BatchReceiver, store: Store
) -> None:
    send(receiver, BatchKind.DOSSIERS, DOSSIER)
    send(receiver, BatchKind.STATUSES, status(10), 1)
    answer = send(receiver, BatchKind.DOSSIERS, NINE, 2)
    assert (answer.outcome, answer.anomalies) == (ItemOutcome.UPDATED, (Anomaly.STALE,))
    assert standing(store)[0] == 10
    assert standing(store)[2] is not None, "its content counts all the same"


def test_a_due_date_that_goes_back_is_applied(receiver: BatchReceiver, store: Store) -> None:
    outcomes = [
        send(receiver, BatchKind.DOSSIERS, item, n).outcome for n, item in enumerate((DUE_27, DUE_30, DUE_27))
    ]
    assert outcomes == [ItemOutcome.STORED, ItemOutcome.UPDATED, ItemOutcome.UPDATED]
    assert standing(store)[1] == datetime.fromisoformat("2020-08-27T17:00:00+07:00")
    again = send(receiver, BatchKind.DOSSIERS, DUE_27, 3)
    assert again.outcome is ItemOutcome.UNCHANGED


def test_what_goes_back_within_one_batch_is_applied(receiver: BatchReceiver, store: Store) -> None:
    header = BatchHeader(AGENCY, BatchKind.DOSSIERS, AGENCY, True, ARRIVED)
    receipt = receiver.receive(header, (DUE_27, DUE_30, DUE_27))
    assert [result.outcome.value for result in receipt.results] == ["stored", "updated", "updated"]
    assert standing(store)[1] == datetime.fromisoformat("2020-08-27T17:00:00+07:00")


def test_an_end_that_is_taken_back_is_answered_as_stale_until_its_moment_is_told(
    receiver: BatchReceiver, store: Store
) -> None:
    for minute, item in enumerate((DOSSIER, NINE)):
        send(receiver, BatchKind.DOSSIERS, item, minute)
    answer = send(receiver, BatchKind.DOSSIERS, DOSSIER, 2)
    assert (answer.outcome, answer.error_code, answer.anomalies) == (ItemOutcome.STALE, 0, (Anomaly.STALE,))
    taken_back = {**DOSSIER, "TrangThaiHoSo": "4", "NgayCapNhat": "20200731110300"}
    answer = send(receiver, BatchKind.DOSSIERS, taken_back, 3)
    assert (answer.outcome, answer.anomalies) == (ItemOutcome.UPDATED, (Anomaly.ILLEGAL_TRANSITION,))
    assert standing(store)[::2] == (4, None)


def test_a_status_without_a_moment_that_goes_back_is_applied(receiver: BatchReceiver, store: Store) -> None:
    send(receiver, BatchKind.DOSSIERS, DOSSIER)
    outcomes = [
        send(receiver, BatchKind.STATUSES, status(n), minute).outcome
        for minute, n in enumerate((4, 5, 4, 4), 1)
    ]
    assert [outcome.value for outcome in outcomes] == ["stored", "stored", "updated", "unchanged"]
    found = store.repository(SyncedDossierRepository).find(CODE)
    assert found is not None
    assert (found.detail.status_number, [line.status_number for line in found.detail.progress]) == (
        4,
        [4, 5, 4],
    )


def test_what_was_sent_as_new_and_changed_since_does_not_come_back_as_new(
    receiver: BatchReceiver, store: Store
) -> None:
    send(receiver, BatchKind.DOSSIERS, DUE_27)
    send(receiver, BatchKind.DOSSIERS, DUE_30, 1)
    answer = send(receiver, BatchKind.DOSSIERS, DUE_27, 2, updating=False)
    assert (answer.outcome, answer.anomalies) == (ItemOutcome.STALE, (Anomaly.STALE,))
    assert standing(store)[1] == datetime.fromisoformat("2020-08-30T17:00:00+07:00")


REPORTS: tuple[Report, ...] = (
    (BatchKind.DOSSIERS, DUE_27, 0),
    (BatchKind.DOSSIERS, DUE_30, 2),
    (BatchKind.DOSSIERS, DUE_27, 4),
    (BatchKind.STATUSES, status(4), 5),
    (BatchKind.STATUSES, status(5), 6),
    (BatchKind.STATUSES, status(4), 7),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(REPORTS))))[::31])
def test_whatever_is_worked_on_first_the_same_stands(
    receiver: BatchReceiver, store: Store, order: Sequence[int]
) -> None:
    """Each with the moment of its arrival, as a replay has them."""
    for number in order:
        kind, item, minute = REPORTS[number]
        send(receiver, kind, item, minute)
    document = store.database.dossiers.find_one({"_id": CODE})
    assert document is not None
    found = store.repository(SyncedDossierRepository).find(CODE)
    assert found is not None
    assert (found.detail.status_number, found.detail.due_at) == (
        4,
        datetime.fromisoformat("2020-08-27T17:00:00+07:00"),
    )
    assert [line.status_number for line in found.detail.progress] == [4, 5, 4]
    assert (document["content"]["k"], document["event_at"]) == (sequence(RECEIVED, 2, at(4), 0), at(7))
